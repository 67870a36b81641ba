"""A person's password: set by a service, changed by the person."""

from __future__ import annotations

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity import passwords
from app.identity.models import Authenticator
from app.identity.services.actor import SYSTEM, Actor, of_person
from app.identity.services.browser_sessions import end_all_quietly, renew_session
from app.identity.services.second_factor import remove
from app.identity.sessions import hash_of


def set_password(unit: Unit, person_id: str, password: str, actor: Actor = SYSTEM) -> None:
    """Set a password as the command line and the demonstration do; the rule for new passwords is asked by the pages."""
    place_password(unit, person_id, passwords.hashed(password))
    record(unit, AuditTag.PASSWORD_CHANGED, actor=actor.id, role=actor.role, subject=of_person(person_id))


def change_password(unit: Unit, session_hash: str, actor: Actor, new_hash: str) -> str | None:
    """Keep the person's new password, end their other sessions and return this one's new token; None if it is ended."""
    token = renew_session(unit, session_hash, proven=False)
    if token is None:
        return None
    place_password(unit, actor.id, new_hash)
    ended = end_all_quietly(unit, actor.id, but=hash_of(token))
    record(unit, AuditTag.PASSWORD_CHANGED, actor=actor.id, role=actor.role, subject=of_person(actor.id), ended=ended)
    return token


def place_password(unit: Unit, person_id: str, new_hash: str) -> None:
    """Store the hash in place of an earlier one, without an entry in the log."""
    remove(unit, person_id, "password")
    row = Authenticator(
        id=new_id(),
        person_id=person_id,
        kind="password",
        secret=new_hash,
        confirmed_at=unit.now,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
