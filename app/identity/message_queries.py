"""Reads of messages: somebody's own, newest first; what no letter has gone for yet; who wants no letter, and when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.identity.models import Agency, Message, MessageSetting, Person

PAGE = 50
_OWN = (
    sa.select(Message.id, Message.kind, Message.words, Message.at, Message.read_at)
    .where(Message.person_id == sa.bindparam("person_id"))
    .order_by(Message.id.desc())
    .limit(PAGE + 1)
)
_OWN_BEFORE = _OWN.where(Message.id < sa.bindparam("before"))
_NEW = sa.select(sa.func.count()).where(Message.person_id == sa.bindparam("person_id"), Message.read_at.is_(None))
_UNMAILED = sa.select(Message.id, Message.kind).where(
    Message.person_id == sa.bindparam("person_id"), Message.mailed_at.is_(None)
)
_WAITING = (
    sa.select(Message.person_id)
    .where(Message.mailed_at.is_(None), Message.person_id > sa.bindparam("after"))
    .distinct()
    .order_by(Message.person_id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_DIGEST = sa.select(MessageSetting.digest).where(MessageSetting.person_id == sa.bindparam("person_id"))
_TOLD = sa.select(Message.key, Message.at).where(Message.key.in_(sa.bindparam("keys", expanding=True)))
_ABOVE = aliased(Agency)
_QUIET = sa.select(
    sa.exists().where(
        Person.id == sa.bindparam("person_id"),
        Agency.id == Person.agency_id,
        sa.func.substr(Agency.path, 1, sa.func.length(_ABOVE.path)) == _ABOVE.path,
        sa.bindparam("day", type_=sa.Date).between(_ABOVE.quiet_from, _ABOVE.quiet_until),
    )
)


@dataclass(frozen=True, slots=True)
class ToldMessage:
    """A message: its kind, the words that fill its sentence, when it was told and read."""

    id: str
    kind: str
    words: Mapping[str, str]
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnmailedMessage:
    """A message that no letter has gone for."""

    id: str
    kind: str


def messages_of(connection: sa.Connection, person_id: str, before: str = "") -> tuple[ToldMessage, ...]:
    """Return up to 51 messages of somebody, newest first, after the one whose id is `before`."""
    values = {"person_id": person_id, "before": before}
    rows = connection.execute(_OWN_BEFORE if before else _OWN, values if before else {"person_id": person_id})
    return tuple(ToldMessage(row.id, row.kind, json.loads(row.words), row.at, row.read_at) for row in rows)


def new_messages(connection: sa.Connection, person_id: str) -> int:
    """Return how many messages somebody has not read."""
    return connection.scalar(_NEW, {"person_id": person_id}) or 0


def told_at(connection: sa.Connection, keys: Iterable[str]) -> dict[str, datetime]:
    """Return key → when it was told, of those of these keys that were."""
    return {row.key: row.at for row in connection.execute(_TOLD, {"keys": sorted(keys)})}


def unmailed_of(connection: sa.Connection, person_id: str) -> tuple[UnmailedMessage, ...]:
    """Return the messages that no letter has gone for."""
    return tuple(UnmailedMessage(*row) for row in connection.execute(_UNMAILED, {"person_id": person_id}))


def people_to_mail(connection: sa.Connection, after: str, most: int) -> tuple[str, ...]:
    """Return the ids, in order and after `after`, of people with messages that no letter has gone for."""
    return tuple(connection.scalars(_WAITING, {"after": after, "most": most}))


def wants_digest(connection: sa.Connection, person_id: str) -> bool:
    """Whether somebody wants the weekly letter; who never said does."""
    return connection.scalar(_DIGEST, {"person_id": person_id}) is not False


def is_quiet(connection: sa.Connection, person_id: str, day: date) -> bool:
    """Whether the person's agency, or one above it, keeps quiet days."""
    return bool(connection.scalar(_QUIET, {"person_id": person_id, "day": day}))
