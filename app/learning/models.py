"""Tables of learning: enrolment in a course version, progress by activity."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base, PrimaryId


class Enrolment(Base):
    """A person on a course version; one open enrolment per person and course. `revision` changes with the progress.

    `locale` is the language in which the person reads the course; nothing is its source language.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        sa.Index("uq_enrolment_open", "person_id", "course", unique=True,
                 sqlite_where=sa.text("state IN ('active', 'completed')"),
                 postgresql_where=sa.text("state IN ('active', 'completed')")),
        sa.CheckConstraint(
            "state IN ('nominated', 'approved', 'active', 'completed', 'withdrawn', 'lapsed')", name="state"),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    course: Mapped[str] = mapped_column(sa.String(60))
    version_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("course_version.id"))
    state: Mapped[str] = mapped_column(sa.String(10))
    revision: Mapped[int] = mapped_column(default=0)
    last_activity: Mapped[str] = mapped_column(sa.String(125), default="")
    joined_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    locale: Mapped[str | None] = mapped_column(sa.String(12))


class Progress(Base):
    """How far an activity is: in_progress or done."""

    __tablename__ = "progress"
    __table_args__ = (sa.CheckConstraint("state IN ('in_progress', 'done')", name="state"),)

    enrolment_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("enrolment.id"), primary_key=True)
    activity: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(12))
    at: Mapped[datetime]
