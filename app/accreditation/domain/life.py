"""The life of a credential: what may happen to it next, and its state as the fold of what happened and of the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.foundation.words import N_


class CredentialState(StrEnum):
    """The states that the register answers with (U1)."""

    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Act(StrEnum):
    """What staff may do to a credential; expiry is nobody's act."""

    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    WITHDRAW = "withdraw"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One event. `grounds` is the class of the reason, which the public may read; two persons withdraw.

    `ends_on` is the day by which a suspension is to be looked at again: it does not lift itself.
    """

    kind: str
    at: datetime
    actor: str = ""
    second: str | None = None
    grounds: str | None = None
    reason: str = ""
    condition: str | None = None
    ends_on: date | None = None


GROUNDS: dict[Act, dict[str, str]] = {
    Act.SUSPEND: {
        "under-review": N_("A matter is being looked into"),
        "requirement-not-kept": N_("A requirement is no longer kept"),
        "holder-asked": N_("The holder asked for it"),
    },
    Act.WITHDRAW: {
        "requirement-not-kept": N_("A requirement is no longer kept"),
        "rules-broken": N_("The rules of the accreditation were broken"),
        "issued-in-error": N_("It was issued in error"),
        "holder-asked": N_("The holder asked for it"),
    },
    Act.CORRECT: {"corrected": N_("It was corrected")},
    Act.REINSTATE: {
        "condition-met": N_("The condition was met"),
        "no-reason-found": N_("No reason was found to keep it suspended"),
        "appeal-upheld": N_("An appeal was upheld"),
    },
}
"""Class of the reason → what the public is told of it. The words of staff are for staff."""

_FINAL = {"withdrawn": CredentialState.WITHDRAWN, "superseded": CredentialState.SUPERSEDED}
_LEGAL = {
    CredentialState.VALID: frozenset({Act.SUSPEND, Act.WITHDRAW, Act.CORRECT}),
    CredentialState.EXPIRED: frozenset({Act.WITHDRAW, Act.CORRECT}),
    CredentialState.SUSPENDED: frozenset({Act.REINSTATE, Act.WITHDRAW}),
    CredentialState.WITHDRAWN: frozenset[Act](),
    CredentialState.SUPERSEDED: frozenset[Act](),
}


def state_of(events: Sequence[str], valid_until: date, today: date) -> CredentialState:
    """Return the state on `today` from the kinds of the events in order; withdrawn and superseded are final."""
    for kind in events:
        if kind in _FINAL:
            return _FINAL[kind]
    if today > valid_until:
        return CredentialState.EXPIRED
    return CredentialState.SUSPENDED if is_suspended(events) else CredentialState.VALID


def is_suspended(events: Sequence[str]) -> bool:
    """Whether a suspension stands, be the validity over or not."""
    suspended = False
    for kind in events:
        suspended = kind == "suspended" or (suspended and kind != "reinstated")
    return suspended


def legal_acts(events: Sequence[str], valid_until: date, today: date) -> frozenset[Act]:
    """Return what staff may do to a credential on `today`.

    What is final stays final. What is suspended is not corrected: the new edition would be born valid, so the
    suspension is lifted first or the credential withdrawn. A suspension that stands may be lifted after the end too.
    """
    acts = _LEGAL[state_of(events, valid_until, today)]
    if is_suspended(events) and Act.WITHDRAW in acts:
        return acts - {Act.CORRECT} | {Act.REINSTATE}
    return acts


def standing_suspension(events: Sequence[LifeEvent]) -> LifeEvent | None:
    """Return the suspension that stands, with its condition and its day; None where there is none."""
    if not is_suspended([event.kind for event in events]):
        return None
    return next(event for event in reversed(events) if event.kind == "suspended")


def is_due(suspension: LifeEvent | None, today: date) -> bool:
    """Whether the day by which a standing suspension is looked at again has come."""
    return suspension is not None and suspension.ends_on is not None and suspension.ends_on <= today
