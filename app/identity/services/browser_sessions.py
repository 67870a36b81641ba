"""Signed-in browsers: opened, given a new token, ended. Only the cookie holds the token."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.db import UtcDateTime
from app.foundation.errors import NotFound
from app.foundation.ids import new_public_id
from app.foundation.transaction import Unit
from app.identity.account_queries import roles_of
from app.identity.models import PersonSession
from app.identity.passkey_queries import lacks_factor
from app.identity.services.actor import Actor, of_person
from app.identity.sessions import hash_of

KEPT = timedelta(days=30)
_OPEN = PersonSession.ended_at.is_(None)
_RENEW = (
    sa.update(PersonSession)
    .where(PersonSession.token_hash == sa.bindparam("old"), _OPEN)
    .values(
        token_hash=sa.bindparam("new"),
        stage=sa.bindparam("to_stage"),
        last_seen=sa.bindparam("now", type_=UtcDateTime),
        proven_at=sa.func.coalesce(sa.bindparam("proven", type_=UtcDateTime), PersonSession.proven_at),
    )
)
_ENDED = {"ended_at": sa.bindparam("now", type_=UtcDateTime)}
_END = sa.update(PersonSession).where(PersonSession.token_hash == sa.bindparam("hash"), _OPEN).values(_ENDED)
_END_ONE = (
    sa.update(PersonSession)
    .where(PersonSession.public_id == sa.bindparam("which"), PersonSession.person_id == sa.bindparam("person"), _OPEN)
    .values(_ENDED)
)
_END_ALL = (
    sa.update(PersonSession)
    .where(PersonSession.person_id == sa.bindparam("person"), PersonSession.token_hash != sa.bindparam("but"), _OPEN)
    .values(_ENDED)
)
_CHOOSE = (
    sa.update(PersonSession)
    .where(PersonSession.token_hash == sa.bindparam("hash"), _OPEN)
    .values(role=sa.bindparam("to_role"), stage=sa.bindparam("to_stage"))
)
_SEEN = (
    sa.update(PersonSession)
    .where(PersonSession.token_hash == sa.bindparam("hash"), _OPEN)
    .values(last_seen=sa.bindparam("now", type_=UtcDateTime))
)
_SWEEP = sa.delete(PersonSession).where(PersonSession.last_seen < sa.bindparam("before", type_=UtcDateTime))


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened: the token for the cookie and what is still to be passed."""

    token: str
    stage: str


def open_session(unit: Unit, person_id: str, *, role: str, stage: str, shared: bool, device: str) -> str:
    """Open a session and return its token: 256 random bits that are stored nowhere."""
    token = secrets.token_urlsafe(32)
    session = PersonSession(
        token_hash=hash_of(token),
        public_id=new_public_id(),
        person_id=person_id,
        role=role,
        stage=stage,
        shared_computer=shared,
        device=device[:80],
        created_at=unit.now,
        proven_at=unit.now,
        last_seen=unit.now,
    )
    unit.session.add(session)
    return token


def renew_session(unit: Unit, session_hash: str, *, stage: str = "full", proven: bool = True) -> str | None:
    """Give the session a new token and stage; None when another request was first or it is ended.

    `proven` says that every factor was given just now: sensitive acts are open for 15 minutes from here.
    """
    token = secrets.token_urlsafe(32)
    values = {
        "old": session_hash,
        "new": hash_of(token),
        "to_stage": stage,
        "now": unit.now,
        "proven": unit.now if proven else None,
    }
    return token if unit.connection.execute(_RENEW, values).rowcount == 1 else None


def end_quietly(unit: Unit, session_hash: str) -> bool:
    """End the session without an entry of its own in the log; for what records more than that."""
    return unit.connection.execute(_END, {"hash": session_hash, "now": unit.now}).rowcount == 1


def sign_out(unit: Unit, session_hash: str, actor: Actor) -> None:
    """End the session that the person signs out of."""
    if end_quietly(unit, session_hash):
        record(unit, AuditTag.SESSION_ENDED, actor=actor.id, role=actor.role, subject=of_person(actor.id), ended=1)


def end_session(unit: Unit, public_id: str, actor: Actor) -> bool:
    """End one of the person's own sessions; False when it is not theirs or already ended."""
    values = {"which": public_id, "person": actor.id, "now": unit.now}
    ended = unit.connection.execute(_END_ONE, values).rowcount == 1
    if ended:
        record(unit, AuditTag.SESSION_ENDED, actor=actor.id, role=actor.role, subject=of_person(actor.id), ended=1)
    return ended


def end_other_sessions(unit: Unit, session_hash: str, actor: Actor) -> int:
    """End all of the person's sessions but this one and return how many there were."""
    ended = end_all_quietly(unit, actor.id, but=session_hash)
    if ended:
        record(unit, AuditTag.SESSION_ENDED, actor=actor.id, role=actor.role, subject=of_person(actor.id), ended=ended)
    return ended


def end_all_quietly(unit: Unit, person_id: str, *, but: str = "") -> int:
    """End all sessions of a person but one, without an entry of its own in the log."""
    return unit.connection.execute(_END_ALL, {"person": person_id, "but": but, "now": unit.now}).rowcount


def choose_role(unit: Unit, session_hash: str, actor: Actor, role: str) -> str:
    """Make `role` the active one and return the session's stage: `enrol` where a staff role lacks what it needs.

    Raises `NotFound` when the person does not hold the role.
    """
    if role not in roles_of(unit.connection, actor.id, unit.now):
        raise NotFound
    stage = "enrol" if lacks_factor(unit.connection, actor.id, (role,), unit.now) else "full"
    unit.connection.execute(_CHOOSE, {"hash": session_hash, "to_role": role, "to_stage": stage})
    record(unit, AuditTag.ROLE_CHANGED_TO, actor=actor.id, role=role, subject=of_person(actor.id), before=actor.role)
    return stage


def note_seen(unit: Unit, session_hash: str) -> None:
    """Keep the session from idling out."""
    unit.connection.execute(_SEEN, {"hash": session_hash, "now": unit.now})


def sweep_sessions(unit: Unit) -> int:
    """Forget sessions last seen more than 30 days ago; for the nightly timetable."""
    return unit.connection.execute(_SWEEP, {"before": unit.now - KEPT}).rowcount
