"""Reads of cohorts: whom a course's finishers are, batches with how far they are, their rows and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.models import CertificateFile, Credential, GrantBatch, GrantBatchRow

PAGE = 50
_ID = sa.bindparam("batch_id", type_=sa.String)
# Named by its columns only: the tables of learning are its own.
_ENROLMENT = sa.table(
    "enrolment",
    sa.column("person_id", sa.String),
    sa.column("course", sa.String),
    sa.column("state", sa.String),
    sa.column("completed_at"),
).c
_HOLDS = sa.exists().where(
    Credential.person_id == _ENROLMENT.person_id, Credential.scheme == sa.bindparam("scheme", type_=sa.String)
)
# Who moved to a newer version that asks more has finished the earlier one all the same.
_FINISHED = sa.and_(
    _ENROLMENT.course == sa.bindparam("course"),
    _ENROLMENT.state.in_(("active", "completed")),
    _ENROLMENT.completed_at.is_not(None),
)
_FINISHERS = (
    sa.select(_ENROLMENT.person_id)
    .where(_FINISHED, ~_HOLDS)
    .distinct()
    .order_by(_ENROLMENT.person_id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_BATCHES = sa.select(
    GrantBatch.id,
    GrantBatch.public_id,
    GrantBatch.scheme,
    GrantBatch.title,
    GrantBatch.state,
    GrantBatch.asked_by,
    GrantBatch.created_at,
    GrantBatch.finished_at,
    GrantBatch.answered_by,
    GrantBatch.answered_at,
    GrantBatch.note,
    GrantBatch.archive_sha256,
    GrantBatch.archive_size,
)
_BATCH = _BATCHES.where(GrantBatch.public_id == sa.bindparam("public_id"))
_NEWEST = _BATCHES.order_by(GrantBatch.created_at.desc(), GrantBatch.id.desc()).limit(PAGE)
_PRINTED = sa.exists().where(CertificateFile.credential_id == GrantBatchRow.credential_id, CertificateFile.original)
_COUNTS = (
    sa.select(
        GrantBatchRow.batch_id,
        GrantBatchRow.outcome,
        sa.func.count().label("people"),
        sa.func.sum(sa.case((_PRINTED, 1), else_=0)).label("printed"),
    )
    .where(GrantBatchRow.batch_id.in_(sa.bindparam("batches", expanding=True)))
    .group_by(GrantBatchRow.batch_id, GrantBatchRow.outcome)
)
_ROWS = (
    sa.select(
        GrantBatchRow.person_id,
        GrantBatchRow.position,
        GrantBatchRow.outcome,
        GrantBatchRow.reason,
        Credential.number,
        Credential.valid_until,
    )
    .outerjoin(Credential, Credential.id == GrantBatchRow.credential_id)
    .where(
        GrantBatchRow.batch_id == _ID,
        GrantBatchRow.position > sa.bindparam("after", type_=sa.Integer),
        GrantBatchRow.outcome.in_(sa.bindparam("outcomes", expanding=True)),
    )
    .order_by(GrantBatchRow.position)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_PEOPLE_WAITING = (
    sa.select(GrantBatchRow.person_id)
    .where(GrantBatchRow.batch_id == _ID, GrantBatchRow.outcome == "waiting")
    .order_by(GrantBatchRow.position)
)
_FILES = (
    sa.select(Credential.number, CertificateFile.sha256, CertificateFile.storage_key)
    .select_from(GrantBatchRow)
    .join(Credential, Credential.id == GrantBatchRow.credential_id)
    .join(CertificateFile, sa.and_(CertificateFile.credential_id == Credential.id, CertificateFile.original))
    .where(GrantBatchRow.batch_id == _ID)
    .order_by(Credential.number)
)
_CREDENTIALS = (
    sa.select(GrantBatchRow.credential_id)
    .where(GrantBatchRow.batch_id == _ID, GrantBatchRow.credential_id.is_not(None))
    .order_by(GrantBatchRow.position)
)


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A batch: who asked, who answered, where it stands, and its file where that is made."""

    id: str
    public_id: str
    scheme: str
    title: str
    state: str
    asked_by: str
    created_at: datetime
    finished_at: datetime | None
    answered_by: str | None
    answered_at: datetime | None
    note: str | None
    archive_sha256: str | None
    archive_size: int | None


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How many people of a batch were granted, left out, wait; how many certificates are made."""

    granted: int = 0
    refused: int = 0
    waiting: int = 0
    printed: int = 0

    @property
    def total(self) -> int:
        """How many people there are in it."""
        return self.granted + self.refused + self.waiting

    @property
    def all_printed(self) -> bool:
        """Whether every certificate that was granted is made."""
        return 0 < self.granted == self.printed


@dataclass(frozen=True, slots=True)
class BatchRow:
    """Somebody of a batch with what came of it."""

    person_id: str
    position: int
    outcome: str
    reason: Mapping[str, Any] | None
    number: str | None
    valid_until: Any


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A certificate of a batch as it lies in the storage."""

    number: str
    sha256: str
    storage_key: str


def finishers(connection: sa.Connection, course: str, scheme: str, most: int) -> tuple[str, ...]:
    """Return the ids of up to `most` people who finished the course and hold nothing of the scheme."""
    return tuple(connection.scalars(_FINISHERS, {"course": course, "scheme": scheme, "most": most}))


def batch_by_public_id(connection: sa.Connection, public_id: str) -> BatchRecord | None:
    """Return a batch."""
    row = connection.execute(_BATCH, {"public_id": public_id}).one_or_none()
    return None if row is None else BatchRecord(**row._mapping)


def newest_batches(connection: sa.Connection) -> tuple[BatchRecord, ...]:
    """Return the newest 50 batches."""
    return tuple(BatchRecord(**row._mapping) for row in connection.execute(_NEWEST))


def batch_counts(connection: sa.Connection, batches: list[str]) -> dict[str, BatchCounts]:
    """Return batch id → its counts."""
    found: dict[str, dict[str, int]] = {batch_id: {} for batch_id in batches}
    for row in connection.execute(_COUNTS, {"batches": batches}):
        found[row.batch_id][row.outcome] = row.people
        found[row.batch_id]["printed"] = found[row.batch_id].get("printed", 0) + (row.printed or 0)
    return {batch_id: BatchCounts(**counts) for batch_id, counts in found.items()}


def batch_rows(
    connection: sa.Connection, batch_id: str, outcomes: list[str], after: int = 0, most: int = PAGE + 1
) -> tuple[BatchRow, ...]:
    """Return rows of a batch with these outcomes after a position; one more than a page holds."""
    values = {"batch_id": batch_id, "outcomes": outcomes, "after": after, "most": most}
    return tuple(BatchRow(*row) for row in connection.execute(_ROWS, values))


def people_waiting(connection: sa.Connection, batch_id: str) -> tuple[str, ...]:
    """Return the ids of the people whose turn has not come."""
    return tuple(connection.scalars(_PEOPLE_WAITING, {"batch_id": batch_id}))


def batch_files(connection: sa.Connection, batch_id: str) -> tuple[BatchFile, ...]:
    """Return the certificates of a batch that are made, by number."""
    return tuple(BatchFile(*row) for row in connection.execute(_FILES, {"batch_id": batch_id}))


def credentials_of_batch(connection: sa.Connection, batch_id: str) -> tuple[str, ...]:
    """Return the ids of the credentials that came of a batch."""
    return tuple(connection.scalars(_CREDENTIALS, {"batch_id": batch_id}))
