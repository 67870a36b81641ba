"""What is erased of people: old tries, sessions and requests; the names of who left long ago without proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.foundation.retention import Erasing
from app.foundation.transaction import Unit
from app.identity.hashes import ERASED
from app.identity.models import (
    AccountRecovery,
    Authenticator,
    MailAddress,
    Passkey,
    Person,
    PersonNameToken,
    PersonSession,
    RoleGrant,
    RoleProposal,
    SignInFailure,
    TextNumber,
    UnreachableMail,
)

_BEFORE = sa.bindparam("before", type_=UtcDateTime)
_IDS: Any = sa.bindparam("ids", expanding=True)


def _deleting(column: Any) -> Any:
    statement = sa.delete(column.class_).where(column.in_(_IDS))

    def erase(unit: Unit, ids: Sequence[str]) -> None:
        unit.connection.execute(statement, {"ids": list(ids)})

    return erase


TRIES = Erasing(
    "sign-in-tries",
    sa.select(SignInFailure.id, sa.null()).where(SignInFailure.at < _BEFORE),
    _deleting(SignInFailure.id),
)
SESSIONS = Erasing(
    "sessions",
    sa.select(PersonSession.public_id, PersonSession.person_id).where(PersonSession.last_seen < _BEFORE),
    _deleting(PersonSession.public_id),
)
RECOVERIES = Erasing(
    "recovery-requests",
    sa.select(AccountRecovery.id, AccountRecovery.person_id).where(
        AccountRecovery.asked_at < _BEFORE, AccountRecovery.state != "open"
    ),
    _deleting(AccountRecovery.id),
)
PROPOSALS = Erasing(
    "role-proposals",
    sa.select(RoleProposal.id, RoleProposal.person_id).where(
        RoleProposal.asked_at < _BEFORE, RoleProposal.state != "open"
    ),
    _deleting(RoleProposal.id),
)
_OF_PEOPLE = tuple(
    sa.delete(table).where(table.person_id.in_(_IDS))
    for table in (PersonNameToken, Authenticator, Passkey, PersonSession, TextNumber, MailAddress, UnreachableMail)
)
_NAMELESS = (
    sa.update(Person)
    .where(Person.id.in_(_IDS))
    .values(
        name="–",
        name_original=None,
        rank="",
        service_number=None,
        service_hash=None,
        email=None,
        sign_in_name="–",
        sign_in_hash=sa.literal(ERASED) + Person.id,
        sign_in_hash_even=None,
        state="left",
    )
)


def people_who_left(keep: Any) -> Erasing:
    """Return how those are made nameless who hold no role since `before`, but for the ids that `keep` selects.

    The row stays: what they did is evidence of others' work, and stands in the log by its id.
    """
    grants = sa.select(RoleGrant.person_id).where(
        sa.or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until >= _BEFORE)
    )
    due = sa.select(Person.id, Person.id.label("person_id")).where(
        Person.created_at < _BEFORE,
        Person.sign_in_hash.not_like(ERASED + "%"),
        Person.id.not_in(grants),
        Person.id.not_in(keep),
    )
    return Erasing("people-without-credential", due, _make_nameless)


def _make_nameless(unit: Unit, ids: Sequence[str]) -> None:
    for statement in (*_OF_PEOPLE, _NAMELESS):
        unit.connection.execute(statement, {"ids": list(ids)})
