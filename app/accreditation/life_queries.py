"""Reads of lives: withdrawals that wait for a second person, suspensions that are due, the chain of a credential."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.life import CredentialState
from app.accreditation.models import Credential, CredentialEvent, Proposal, ProposalAnswer
from app.accreditation.queries import CredentialRecord, credentials_of

_PROPOSALS = (
    sa.select(
        Proposal.public_id,
        Proposal.credential_id,
        Credential.number,
        Credential.title,
        Credential.person_id,
        Proposal.body,
        Proposal.proposed_by,
        Proposal.at,
        ProposalAnswer.answer,
        ProposalAnswer.answered_by,
        ProposalAnswer.note,
        ProposalAnswer.at.label("answered_at"),
    )
    .join(Credential, Credential.id == Proposal.credential_id)
    .outerjoin(ProposalAnswer, ProposalAnswer.proposal_id == Proposal.id)
    .where(Proposal.action == "withdraw")
    .order_by(Proposal.at)
)
_ONE = _PROPOSALS.where(Proposal.public_id == sa.bindparam("public_id"))
_OPEN = _PROPOSALS.where(ProposalAnswer.proposal_id.is_(None))
_OF_CREDENTIAL = _PROPOSALS.where(Proposal.credential_id == sa.bindparam("credential_id"))
_WAITING = (
    sa.select(sa.func.count())
    .select_from(Proposal)
    .outerjoin(ProposalAnswer, ProposalAnswer.proposal_id == Proposal.id)
    .where(
        Proposal.action == "withdraw",
        ProposalAnswer.proposal_id.is_(None),
        Proposal.proposed_by != sa.bindparam("person_id"),
    )
)
_LATER = sa.orm.aliased(CredentialEvent)
_DUE = (
    sa.select(Credential.number, Credential.title, CredentialEvent.ends_on, CredentialEvent.condition)
    .join(CredentialEvent, CredentialEvent.credential_id == Credential.id)
    .where(
        CredentialEvent.kind == "suspended",
        CredentialEvent.ends_on <= sa.bindparam("today", type_=sa.Date),
        ~sa.exists().where(
            _LATER.credential_id == CredentialEvent.credential_id, _LATER.position > CredentialEvent.position
        ),
    )
    .order_by(CredentialEvent.ends_on)
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A proposal to withdraw a credential, with its answer if it has one; the words are for staff."""

    public_id: str
    credential_id: str
    number: str
    title: str
    person_id: str
    grounds: str
    reason: str
    proposed_by: str
    at: datetime
    answer: str | None
    answered_by: str | None
    note: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueSuspension:
    """A suspension whose day has come."""

    number: str
    title: str
    ends_on: date
    condition: str


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One certificate of a chain of editions and renewals, with its state today."""

    number: str
    cycle: int
    edition: int
    issued_on: date
    valid_until: date
    state: CredentialState
    this: bool


def withdrawal(connection: sa.Connection, public_id: str) -> Withdrawal | None:
    """Return a proposal to withdraw."""
    row = connection.execute(_ONE, {"public_id": public_id}).one_or_none()
    return None if row is None else _withdrawal(row)


def open_withdrawals(connection: sa.Connection) -> tuple[Withdrawal, ...]:
    """Return the proposals that wait for a second person, oldest first."""
    return tuple(_withdrawal(row) for row in connection.execute(_OPEN))


def withdrawals_of(connection: sa.Connection, credential_id: str) -> tuple[Withdrawal, ...]:
    """Return every proposal to withdraw a credential, oldest first."""
    return tuple(_withdrawal(row) for row in connection.execute(_OF_CREDENTIAL, {"credential_id": credential_id}))


def withdrawals_waiting(connection: sa.Connection, person_id: str) -> int:
    """Return how many proposals wait for somebody other than who made them, as `person_id` would find them."""
    return int(connection.scalar(_WAITING, {"person_id": person_id}) or 0)


def suspensions_due(connection: sa.Connection, today: date) -> tuple[DueSuspension, ...]:
    """Return the suspensions that are to be looked at again by `today`, the oldest day first."""
    rows = connection.execute(_DUE, {"today": today})
    return tuple(DueSuspension(row.number, row.title, row.ends_on, row.condition or "") for row in rows)


def chain_of(connection: sa.Connection, credential: CredentialRecord, today: date) -> tuple[ChainLink, ...]:
    """Return every certificate of the person in the scheme, oldest first: editions that replace, cycles that renew."""
    same = [one for one in credentials_of(connection, credential.person_id) if one.scheme == credential.scheme]
    return tuple(
        ChainLink(
            one.number,
            one.cycle,
            one.edition,
            one.issued_on,
            one.valid_until,
            one.state(today),
            one.id == credential.id,
        )
        for one in sorted(same, key=lambda one: (one.cycle, one.edition))
    )


def _withdrawal(row: Any) -> Withdrawal:
    body = json.loads(row.body)
    return Withdrawal(
        public_id=row.public_id,
        credential_id=row.credential_id,
        number=row.number,
        title=row.title,
        person_id=row.person_id,
        grounds=body["grounds"],
        reason=body["reason"],
        proposed_by=row.proposed_by,
        at=row.at,
        answer=row.answer,
        answered_by=row.answered_by,
        note=row.note or "",
        answered_at=row.answered_at,
    )
