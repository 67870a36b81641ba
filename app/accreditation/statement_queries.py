"""Reads the frozen statements on which credentials rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accreditation.models import Appeal, Credential, Decision

_STATEMENT = sa.select(Credential.statement, Credential.statement_hash, Decision.decider, Decision.at).join(
    Decision, Decision.id == Credential.decision_id
)
_CASE = sa.select(sa.literal("case:") + Decision.application_id).join(Credential, Credential.decision_id == Decision.id)
_APPEAL = sa.select(sa.literal("appeal:") + Appeal.id)
_SUBJECTS = sa.union_all(
    _CASE.where(Credential.id == sa.bindparam("credential_id"), Decision.application_id.is_not(None)),
    _APPEAL.where(Appeal.credential_id == sa.bindparam("credential_id")),
)
_STATEMENT_BY_NUMBER = _STATEMENT.where(Credential.number == sa.bindparam("number"))
_STATEMENT_BY_ID = _STATEMENT.where(Credential.id == sa.bindparam("credential_id"))
_STATEMENTS = sa.select(Credential.id, Credential.statement).where(
    Credential.id.in_(sa.bindparam("credentials", expanding=True))
)


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """The canonical text of a statement, its hash, and who decided when."""

    text: str
    hash: str
    decider: str
    decided_at: datetime


def statement_of(connection: sa.Connection, number: str) -> StoredStatement | None:
    """Return the frozen statement of a number."""
    row = connection.execute(_STATEMENT_BY_NUMBER, {"number": number}).one_or_none()
    return None if row is None else StoredStatement(row.statement, row.statement_hash, row.decider, row.at)


def subjects_of(connection: sa.Connection, credential_id: str) -> list[str]:
    """Return by which names the log knows a credential: itself, the case it was decided on, appeals about it."""
    return [credential_id, *connection.scalars(_SUBJECTS, {"credential_id": credential_id})]


def statement_by_id(connection: sa.Connection, credential_id: str) -> StoredStatement | None:
    """Return the frozen statement of a credential."""
    row = connection.execute(_STATEMENT_BY_ID, {"credential_id": credential_id}).one_or_none()
    return None if row is None else StoredStatement(row.statement, row.statement_hash, row.decider, row.at)


def statements_by_id(connection: sa.Connection, credentials: list[str]) -> dict[str, str]:
    """Return credential id → canonical text of its statement, for the register's answers."""
    return {row.id: row.statement for row in connection.execute(_STATEMENTS, {"credentials": credentials})}
