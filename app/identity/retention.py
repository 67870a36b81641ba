"""What is erased of people: old tries, sessions, messages, requests; the names of who left long ago without proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.foundation.retention import Erasing, deleting
from app.foundation.transaction import Unit
from app.identity.hashes import ERASED
from app.identity.models import (
    AccountLock,
    AccountRecovery,
    Authenticator,
    MailAddress,
    Mandate,
    Message,
    MessageSetting,
    Passkey,
    Person,
    PersonNameToken,
    PersonSession,
    RoleGrant,
    RoleProposal,
    SignInFailure,
    TextNumber,
    UnreachableMail,
    VettingRecord,
)

_BEFORE = sa.bindparam("before", type_=UtcDateTime)
_IDS: Any = sa.bindparam("ids", expanding=True)

CLASSES = (
    deleting("sign-in-tries", SignInFailure.id, sa.null(), SignInFailure.at < _BEFORE),
    deleting("sessions", PersonSession.public_id, PersonSession.person_id, PersonSession.last_seen < _BEFORE),
    deleting("messages", Message.id, Message.person_id, Message.at < _BEFORE),
    deleting(
        "recovery-requests",
        AccountRecovery.id,
        AccountRecovery.person_id,
        AccountRecovery.asked_at < _BEFORE,
        AccountRecovery.state != "open",
    ),
    deleting(
        "role-proposals",
        RoleProposal.id,
        RoleProposal.person_id,
        RoleProposal.asked_at < _BEFORE,
        RoleProposal.state != "open",
    ),
    deleting(
        "vetting-records",
        VettingRecord.id,
        VettingRecord.person_id,
        sa.or_(VettingRecord.last_day < sa.func.date(_BEFORE), VettingRecord.withdrawn_at < _BEFORE),
    ),
    deleting("mandates", Mandate.id, Mandate.person_id, Mandate.last_day < sa.func.date(_BEFORE)),
)
_OF_PEOPLE = tuple(
    sa.delete(table).where(table.person_id.in_(_IDS))
    for table in (
        PersonNameToken,
        Authenticator,
        Passkey,
        PersonSession,
        TextNumber,
        MailAddress,
        UnreachableMail,
        Message,
        MessageSetting,
        AccountLock,
    )
)
_REASONS = sa.update(RoleGrant).where(RoleGrant.person_id.in_(_IDS)).values(reason=None, ended_reason=None)
_NAMELESS = (
    sa.update(Person)
    .where(Person.id.in_(_IDS))
    .values(
        name="–",
        name_original=None,
        cover=None,
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
    """Return how those are made nameless who hold no role or no access since `before`, but for whom `keep` selects.

    The row stays: what they did is evidence of others' work, and stands in the log by its id.
    """
    grants = sa.select(RoleGrant.person_id).where(
        sa.or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until >= _BEFORE)
    )
    due = sa.select(Person.id, Person.id.label("person_id")).where(
        Person.created_at < _BEFORE,
        Person.sign_in_hash.not_like(ERASED + "%"),
        sa.or_(Person.left_at < _BEFORE, Person.id.not_in(grants)),
        Person.id.not_in(keep),
    )
    return Erasing("people-without-credential", due, _make_nameless)


def _make_nameless(unit: Unit, ids: Sequence[str]) -> None:
    for statement in (*_OF_PEOPLE, _REASONS, _NAMELESS):
        unit.connection.execute(statement, {"ids": list(ids)})
