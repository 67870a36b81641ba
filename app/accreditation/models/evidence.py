"""Tables: what was recorded of a person's practice, what others said of it, what officers asked for; files of both."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId


class EvidenceEntry(Base):
    """What was recorded or claimed of a person's practice. Insert only; what became of it stands in its rulings.

    `key` names what it is evidence of (a practical's sheet, a kind of case, a body); the details in `body` are sealed
    JSON. `valid_until` is the own expiry of another body's certificate. `token` makes sending it twice harmless.
    `agency_id` is the agency that an assessor served when they sent their sheet; where they go later changes nothing.
    """

    __tablename__ = "evidence"
    __table_args__ = (
        sa.CheckConstraint(
            "kind IN ('practical', 'logged-case', 'employer-statement', 'prior-learning', 'other-certificate', "
            "'contact-hours', 'code-of-conduct', 'interview')", name="kind"),
        sa.CheckConstraint("outcome IN ('passed', 'failed')", name="outcome"),
        sa.CheckConstraint("kind NOT IN ('practical', 'interview') OR (outcome IS NOT NULL AND recorded_by <> person_id"
                           " AND involvement_id IS NOT NULL)", name="assessed"),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    token: Mapped[str] = mapped_column(sa.String(40), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    key: Mapped[str] = mapped_column(sa.String(80))
    outcome: Mapped[str | None] = mapped_column(sa.String(8))
    minutes: Mapped[int | None]
    happened_on: Mapped[date]
    valid_until: Mapped[date | None]
    body: Mapped[str] = mapped_column(Sealed("evidence.body"))
    recorded_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    involvement_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("involvement.id"))
    created_at: Mapped[datetime]
    agency_id: Mapped[str | None] = mapped_column(sa.String(32))


class EvidenceRuling(Base):
    """Somebody else's word on a piece of evidence: accepted, refused, or annulled later. Insert only.

    The first word may be the officer's own: annulled, which takes a claim back before anybody answers.
    """

    __tablename__ = "evidence_ruling"
    __table_args__ = (
        sa.UniqueConstraint("evidence_id", "position"),
        sa.CheckConstraint("verdict IN ('accepted', 'refused', 'annulled')", name="verdict"),
    )

    id: Mapped[PrimaryId]
    evidence_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("evidence.id"))
    position: Mapped[int]
    verdict: Mapped[str] = mapped_column(sa.String(8))
    ruled_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Sealed("evidence_ruling.reason"))
    at: Mapped[datetime]


class EvidenceFile(Base):
    """A photograph or document that belongs to a piece of evidence, stored by its hash. Insert only."""

    __tablename__ = "evidence_file"

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    evidence_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("evidence.id"), index=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    storage_key: Mapped[str] = mapped_column(sa.String(120))
    media_type: Mapped[str] = mapped_column(sa.String(40))
    size: Mapped[int]
    created_at: Mapped[datetime]


class EvidenceRequest(Base):
    """An officer asks for what somebody else records: to be assessed, or a statement of the agency. Ended once.

    `key` is the sheet, `note` when and where it suits; open while `ended_at` is empty, and one at a time.
    """

    __tablename__ = "evidence_request"
    __table_args__ = (
        sa.CheckConstraint("kind IN ('practical', 'interview', 'employer-statement')", name="kind"),
        sa.CheckConstraint("outcome IN ('recorded', 'refused', 'taken-back')", name="outcome"),
        sa.Index("uq_evidence_request_open", "person_id", "kind", "key", unique=True,
                 sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(sa.String(20))
    scheme: Mapped[str] = mapped_column(sa.String(60), index=True)
    key: Mapped[str] = mapped_column(sa.String(80))
    note: Mapped[str] = mapped_column(Sealed("evidence_request.note"))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(sa.String(10))
    reason: Mapped[str | None] = mapped_column(Sealed("evidence_request.reason"))


class HandedInFile(Base):
    """A file that a candidate hands in with a request to be assessed on it, stored by its hash. Insert only."""

    __tablename__ = "handed_in_file"
    __table_args__ = (sa.UniqueConstraint("request_id", "position"),)

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    request_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("evidence_request.id"))
    position: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    storage_key: Mapped[str] = mapped_column(sa.String(120))
    media_type: Mapped[str] = mapped_column(sa.String(40))
    size: Mapped[int]
    created_at: Mapped[datetime]
