"""A PIN for one sitting at a shared computer: it opens the locked session again, and nothing else (U21)."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.db import UtcDateTime
from app.foundation.transaction import Unit
from app.identity.models import AccountLock, Person, PersonSession
from app.identity.services.actor import Actor, of_person
from app.identity.services.browser_sessions import end_quietly, renew_session
from app.identity.sessions import OFFICER_WHOLE

MOST_TRIES = 5
HOLDS_FOR = timedelta(hours=4)
"""How long after the last click a PIN still opens the session; an examination is shorter."""

LOCKED = (
    sa.select(PersonSession.person_id, PersonSession.role, PersonSession.pin_hash)
    .join(Person, Person.id == PersonSession.person_id)
    .where(
        PersonSession.token_hash == sa.bindparam("hash"),
        PersonSession.ended_at.is_(None),
        PersonSession.shared_computer,
        PersonSession.stage == "full",
        PersonSession.pin_hash.is_not(None),
        PersonSession.last_seen > sa.bindparam("seen_after", type_=UtcDateTime),
        PersonSession.created_at > sa.bindparam("opened_after", type_=UtcDateTime),
        Person.state == "active",
        ~sa.exists().where(AccountLock.person_id == PersonSession.person_id),
    )
)
_CHOOSE = (
    sa.update(PersonSession)
    .where(PersonSession.token_hash == sa.bindparam("which"), PersonSession.ended_at.is_(None))
    .values(pin_hash=sa.bindparam("pin"), pin_tries=0)
)
_MISSED = (
    sa.update(PersonSession)
    .where(PersonSession.token_hash == sa.bindparam("which"))
    .values(pin_tries=PersonSession.pin_tries + 1)
    .returning(PersonSession.pin_tries)
)
_FRESH_TRIES = sa.update(PersonSession).where(PersonSession.token_hash == sa.bindparam("which")).values(pin_tries=0)


def choose_pin(unit: Unit, keyring: Keyring, session_hash: str, actor: Actor, pin: str) -> None:
    """Keep the PIN of this session, as a keyed hash bound to the person; an earlier one no longer opens it."""
    unit.connection.execute(_CHOOSE, {"which": session_hash, "pin": keyring.search_hash(*_bound(actor.id, pin))})
    record(unit, AuditTag.PIN_CHOSEN, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def _bound(person_id: str, pin: str) -> tuple[str, str]:
    return "session.pin", f"{person_id} {pin}"


def is_locked(connection: sa.Connection, session_hash: str, now: datetime) -> bool:
    """Whether the browser holds a session that its PIN would open."""
    return connection.execute(LOCKED, {"hash": session_hash, **limits(now)}).one_or_none() is not None


def limits(now: datetime) -> dict[str, object]:
    """Return how old the last click and the sign-in of a locked session may be."""
    return {"seen_after": now - HOLDS_FOR, "opened_after": now - OFFICER_WHOLE}


def open_again(unit: Unit, keyring: Keyring, session_hash: str, pin: str) -> tuple[str | None, int]:
    """Open the locked session and return its new token; else None and how many tries are left: at 0 it is ended.

    A PIN proves too little for sensitive acts: those ask for every factor again.
    """
    row = unit.connection.execute(LOCKED, {"hash": session_hash, **limits(unit.now)}).one_or_none()
    if row is None:
        return None, 0
    missed = unit.connection.execute(_MISSED, {"which": session_hash}).scalar_one()
    subject = of_person(row.person_id)
    given = keyring.search_hashes(*_bound(row.person_id, pin))
    if missed <= MOST_TRIES and any(hmac.compare_digest(row.pin_hash, one) for one in given):
        unit.connection.execute(_FRESH_TRIES, {"which": session_hash})
        token = renew_session(unit, session_hash, proven=False)
        record(unit, AuditTag.PIN_USED, actor=row.person_id, role=row.role, subject=subject)
        return token, MOST_TRIES
    if missed >= MOST_TRIES:
        end_quietly(unit, session_hash)
    record(unit, AuditTag.PIN_FAILED, actor="anonymous", subject=subject, left=max(0, MOST_TRIES - missed))
    return None, max(0, MOST_TRIES - missed)


def end_locked(unit: Unit, session_hash: str) -> bool:
    """End a locked session from the sign-in page, where somebody else wants the computer; False when there is none."""
    row = unit.connection.execute(LOCKED, {"hash": session_hash, **limits(unit.now)}).one_or_none()
    if row is None or not end_quietly(unit, session_hash):
        return False
    subject = of_person(row.person_id)
    record(unit, AuditTag.SESSION_ENDED, actor="anonymous", subject=subject, ended=1, by="locked-screen")
    return True
