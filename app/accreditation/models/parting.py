"""Tables: who had which part in whose accreditation, and which conflicts were declared."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId


class Involvement(Base):
    """Who had which part in whose accreditation. Insert only; the gate that keeps the parts apart stands on it (U3).

    `clear_from` is the moment from which it no longer bars its actor from other parts; none: it always does.
    """

    __tablename__ = "involvement"
    __table_args__ = (
        sa.CheckConstraint(
            "part IN ('trainer', 'marker', 'assessor', 'supervisor', 'decider', 'approver', 'panel')", name="part"
        ),
        sa.CheckConstraint("candidate_id <> actor_id", name="two_persons"),
        sa.UniqueConstraint("candidate_id", "actor_id", "part", "source"),
    )

    id: Mapped[PrimaryId]
    candidate_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    actor_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    part: Mapped[str] = mapped_column(sa.String(12))
    source: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime]
    clear_from: Mapped[datetime | None]


class ConflictDeclaration(Base):
    """A conflict of interest that somebody declared about a person or an agency; ended, never deleted."""

    __tablename__ = "conflict_declaration"
    __table_args__ = (
        sa.CheckConstraint("(about_person_id IS NULL) <> (about_agency_id IS NULL)", name="about_one"),
        sa.CheckConstraint("kind IN ('family', 'manager', 'business', 'other')", name="kind"),
    )

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    about_person_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    about_agency_id: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("agency.id"))
    kind: Mapped[str] = mapped_column(sa.String(12))
    note: Mapped[str] = mapped_column(Sealed("conflict_declaration.note"))
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
