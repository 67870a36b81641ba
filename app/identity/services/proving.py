"""Proving again who one is, in a session that is open: before a sensitive act (security.md 3, step-up)."""

from __future__ import annotations

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor, of_person
from app.identity.services.browser_sessions import renew_session
from app.identity.services.passkeys import UsedKey, note_use
from app.identity.services.second_factor import note_wrong_code, use_code
from app.identity.services.throttling import Try, forgive


def use_code_again(unit: Unit, keyring: Keyring, actor: Actor, code: str, tried: Try) -> bool:
    """Use up a code of somebody who is signed in; False when it is wrong, which is recorded and stays counted."""
    if use_code(unit, keyring, actor.id, code) is None:
        note_wrong_code(unit, actor)
        return False
    forgive(unit, tried)
    return True


def note_proven(unit: Unit, session_hash: str, actor: Actor, by: str) -> str | None:
    """Open sensitive acts for 15 minutes and return the session's new token; None when the session is ended."""
    token = renew_session(unit, session_hash)
    if token:
        record(unit, AuditTag.PROVEN_AGAIN, actor=actor.id, role=actor.role, subject=of_person(actor.id), by=by)
    return token


def prove_with_passkey(unit: Unit, session_hash: str, actor: Actor, used: UsedKey, tried: Try) -> str | None:
    """Take a passkey whose signature holds; see `note_proven`. Raises `ChallengeSpent`."""
    forgive(unit, tried)
    note_use(unit, used)
    return note_proven(unit, session_hash, actor, "passkey")
