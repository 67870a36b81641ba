"""Challenges of passkeys: made without being stored (a GET never writes), bound to a browser, good for ten minutes."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from app.foundation.crypto import Keyring

GOOD_FOR = timedelta(minutes=10)
_TIME, _RANDOM = 8, 16
_PURPOSE = "passkey.challenge"


def new_challenge(keyring: Keyring, purpose: str, bound_to: str, now: datetime) -> bytes:
    """Return a challenge: the time, 128 random bits, and a keyed hash that ties both to `purpose` and `bound_to`."""
    body = int(now.timestamp()).to_bytes(_TIME, "big") + secrets.token_bytes(_RANDOM)
    return body + bytes.fromhex(keyring.search_hash(_PURPOSE, _bound(purpose, bound_to, body)))


def is_current(keyring: Keyring, challenge: bytes, purpose: str, bound_to: str, now: datetime) -> bool:
    """Whether this instance made `challenge` for this purpose and browser in the last ten minutes."""
    body, seal = challenge[: _TIME + _RANDOM], challenge[_TIME + _RANDOM :]
    ours = keyring.search_hashes(_PURPOSE, _bound(purpose, bound_to, body), former=False)
    if not any(hmac.compare_digest(seal, bytes.fromhex(one)) for one in ours):
        return False
    age = now.timestamp() - int.from_bytes(body[:_TIME], "big")
    return -1 <= age <= GOOD_FOR.total_seconds()


def _bound(purpose: str, bound_to: str, body: bytes) -> str:
    return f"{purpose} {bound_to} {body.hex()}"
