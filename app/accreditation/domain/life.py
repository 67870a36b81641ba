"""The state of a credential: the fold of its events and of the day; expiry is computed, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum


class CredentialState(StrEnum):
    """The states that the register answers with (U1)."""

    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


_FINAL = {"withdrawn": CredentialState.WITHDRAWN, "superseded": CredentialState.SUPERSEDED}


def state_of(events: Sequence[str], valid_until: date, today: date) -> CredentialState:
    """Return the state on `today` from the kinds of the events in order; withdrawn and superseded are final."""
    suspended = False
    for kind in events:
        if kind in _FINAL:
            return _FINAL[kind]
        suspended = kind == "suspended" or (suspended and kind != "reinstated")
    if today > valid_until:
        return CredentialState.EXPIRED
    return CredentialState.SUSPENDED if suspended else CredentialState.VALID
