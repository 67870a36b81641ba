"""Tables: cases before the desk, proposals of two persons, decisions, batches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId


class Application(Base):
    """A case before the desk: one person, one scheme, one cycle; a refused one may be followed by another `turn`.

    `evidence_hash` is that of the evidence as it was when somebody last opened or proposed on it.
    """

    __tablename__ = "application"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "scheme", "cycle", "turn"),
        sa.CheckConstraint("state IN ('waiting', 'deferred', 'decided')", name="state"),
        sa.CheckConstraint("reason IN ('requirements-met', 'sampled', 'appeal', 'renewal')", name="reason"),
        sa.CheckConstraint("(claimed_by IS NULL) = (claimed_at IS NULL)", name="claimed"),
    )

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    scheme: Mapped[str] = mapped_column(sa.String(60), index=True)
    cycle: Mapped[int]
    turn: Mapped[int]
    scheme_version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("scheme_version.id"))
    reason: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[str] = mapped_column(sa.String(8), index=True)
    evidence_hash: Mapped[str] = mapped_column(sa.String(64))
    claimed_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    claimed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Proposal(Base):
    """The first person's half of what two persons do: a decision on a case, or a withdrawal. Insert only."""

    __tablename__ = "proposal"
    __table_args__ = (
        sa.CheckConstraint("action IN ('grant', 'refuse', 'defer', 'withdraw')", name="action"),
        sa.CheckConstraint("(application_id IS NULL) <> (credential_id IS NULL)", name="about_one"),
    )

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    application_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("application.id"), index=True)
    credential_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("credential.id"), index=True)
    action: Mapped[str] = mapped_column(sa.String(8))
    body: Mapped[str] = mapped_column(Sealed("proposal.body"))
    evidence_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    proposed_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    involvement_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("involvement.id"))
    at: Mapped[datetime]


class ProposalAnswer(Base):
    """The one answer to a proposal: approved or objected by another person, or taken back by the first. Insert only."""

    __tablename__ = "proposal_answer"
    __table_args__ = (sa.CheckConstraint("answer IN ('approved', 'objected', 'taken-back')", name="answer"),)

    proposal_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("proposal.id"), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(12))
    answered_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Sealed("proposal_answer.note"))
    at: Mapped[datetime]


class Decision(Base):
    """A decision with the evidence it stood on, frozen. A person decides only with an involvement that let them in."""

    __tablename__ = "decision"
    __table_args__ = (sa.CheckConstraint("outcome IN ('grant', 'refuse', 'defer')", name="outcome"),)

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    scheme_version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("scheme_version.id"))
    outcome: Mapped[str] = mapped_column(sa.String(8))
    decider: Mapped[str] = mapped_column(sa.String(40))
    grounds: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    application_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("application.id"), index=True)
    reasons: Mapped[dict[str, Any] | None]
    involvement_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("involvement.id"))
    approver: Mapped[str | None] = mapped_column(sa.String(40))
    approver_involvement_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("involvement.id"))


class GrantBatch(Base):
    """Certificates issued together: who asked for it, who agreed where the scheme wants two, and how far it is.

    `token` makes asking twice one batch. A proposed one that was objected to or taken back is dropped.
    """

    __tablename__ = "grant_batch"
    __table_args__ = (
        sa.CheckConstraint("state IN ('running', 'proposed', 'done', 'dropped')", name="state"),
        sa.CheckConstraint("answered_by IS NULL OR state = 'dropped' OR answered_by <> asked_by", name="second"),
    )

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    token: Mapped[str] = mapped_column(sa.String(40), unique=True)
    scheme: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[str] = mapped_column(sa.String(8))
    asked_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Sealed("grant_batch.note"))
    archive_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    archive_size: Mapped[int | None]


class GrantBatchRow(Base):
    """One person of a batch: waiting, granted, or refused with its reason. Written once more than made.

    `seen` marks the evidence and the rules as they were when the batch was asked for; none where nothing was to grant.
    """

    __tablename__ = "grant_batch_row"
    __table_args__ = (sa.CheckConstraint("outcome IN ('waiting', 'granted', 'refused')", name="outcome"),)

    batch_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("grant_batch.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True)
    position: Mapped[int] = mapped_column(server_default="0")
    outcome: Mapped[str] = mapped_column(sa.String(8))
    reason: Mapped[dict[str, Any] | None]
    credential_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("credential.id"))
    seen: Mapped[str | None] = mapped_column(sa.String(64))
