"""Reads of proposed roles: those that wait for a second operator, and whether there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.identity.models import AccountLock, Person, RoleGrant, RoleProposal
from app.identity.queries import IN_FORCE, PAGE, shown_values

_OPEN = (
    sa.select(
        RoleProposal.public_id,
        RoleProposal.person_id,
        Person.public_id.label("person_public_id"),
        Person.name,
        RoleProposal.role,
        RoleProposal.act,
        RoleProposal.reason,
        RoleProposal.asked_by,
        RoleProposal.asked_at,
        Person.cover,
    )
    .join(Person, Person.id == RoleProposal.person_id)
    .where(RoleProposal.state == "open", RoleProposal.asked_at > sa.bindparam("since", type_=UtcDateTime))
    .order_by(RoleProposal.asked_at)
    .limit(PAGE)
)
_ACTS = (RoleGrant.role == "operator", IN_FORCE, RoleGrant.person_id.not_in(sa.select(AccountLock.person_id)))
_ANOTHER = sa.select(sa.exists().where(*_ACTS, RoleGrant.person_id.not_in(sa.bindparam("people", expanding=True))))
_IS_ONE = sa.select(sa.exists().where(*_ACTS, RoleGrant.person_id == sa.bindparam("person_id")))


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A role to be given or ended (`act`) that waits for a second operator."""

    public_id: str
    person_id: str
    person_public_id: str
    name: str
    role: str
    act: str
    reason: str
    asked_by: str
    asked_at: datetime


def open_proposals(connection: sa.Connection, since: datetime) -> tuple[OpenProposal, ...]:
    """Return the proposals made after `since` that nobody answered, the oldest first."""
    return tuple(OpenProposal(**shown_values(row)) for row in connection.execute(_OPEN, {"since": since}))


def another_operator(connection: sa.Connection, people: tuple[str, ...], now: datetime) -> bool:
    """Whether somebody but these people could answer as an operator now."""
    return bool(connection.scalar(_ANOTHER, {"people": list(people), "now": now}))


def acts_as_operator(connection: sa.Connection, person_id: str, now: datetime) -> bool:
    """Whether this person is an operator now, and not locked out."""
    return bool(connection.scalar(_IS_ONE, {"person_id": person_id, "now": now}))
