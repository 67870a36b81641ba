"""Tables: scheme versions as they were applied, who issues, who may assess."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId


class SchemeVersion(Base):
    """A scheme as it was when it was applied; the newest of a key is the one in force."""

    __tablename__ = "scheme_version"
    __table_args__ = (sa.UniqueConstraint("scheme", "number"),)

    id: Mapped[PrimaryId]
    scheme: Mapped[str] = mapped_column(sa.String(60))
    number: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(64))
    document: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class SchemeChange(Base):
    """Another version of a scheme as one person proposes it; another puts it in force. Insert only."""

    __tablename__ = "scheme_change"

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    scheme: Mapped[str] = mapped_column(sa.String(60), index=True)
    based_on: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("scheme_version.id"))
    document: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(sa.String(64))
    note: Mapped[str] = mapped_column(Sealed("scheme_change.note"))
    proposed_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    at: Mapped[datetime]


class SchemeChangeAnswer(Base):
    """The one answer to a change: approved or objected by another person, or taken back by the first. Insert only."""

    __tablename__ = "scheme_change_answer"
    __table_args__ = (sa.CheckConstraint("answer IN ('approved', 'objected', 'taken-back')", name="answer"),)

    change_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("scheme_change.id"), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(12))
    answered_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(Sealed("scheme_change_answer.note"))
    at: Mapped[datetime]


class IssuerProfile(Base):
    """Who issues, as it stands on certificates: name, emblem, signatories. A change is a new row. Insert only."""

    __tablename__ = "issuer_profile"

    id: Mapped[PrimaryId]
    number: Mapped[int] = mapped_column(unique=True)
    document: Mapped[dict[str, Any]]
    made_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]


class AssessorAppointment(Base):
    """Somebody appointed by name to assess the practicals of a scheme; `ends_on` is the last day, set in advance."""

    __tablename__ = "assessor_appointment"
    __table_args__ = (
        sa.Index("uq_assessor_appointment_open", "person_id", "scheme", unique=True,
                 sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    scheme: Mapped[str] = mapped_column(sa.String(60))
    appointed_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    appointed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ends_on: Mapped[date | None]
