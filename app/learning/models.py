"""Tables of learning: enrolment in a course version, progress by activity."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId


class Enrolment(Base):
    """A person on a course version; one open enrolment per person and course. `revision` changes with the progress.

    `locale` is the language in which the person reads the course; nothing is its source language.
    `moved_at` is when something in it was last begun or done. `completed_at` is when it was last completed, on the
    version `completed_version_id`; nothing: on the one the person is on. `first_completed_at` is what counts by date: a
    newer version completed later moves nobody to another month.
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
    moved_at: Mapped[datetime | None]
    completed_version_id: Mapped[str | None] = mapped_column(sa.String(32))
    first_completed_at: Mapped[datetime | None]


class Progress(Base):
    """How far an activity is: in_progress or done. `changed_at` is when its person moved to a version that has another
    content for it than what they did; nothing once it is done again.
    """

    __tablename__ = "progress"
    __table_args__ = (sa.CheckConstraint("state IN ('in_progress', 'done')", name="state"),)

    enrolment_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("enrolment.id"), primary_key=True)
    activity: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    state: Mapped[str] = mapped_column(sa.String(12))
    at: Mapped[datetime]
    changed_at: Mapped[datetime | None]


class Nomination(Base):
    """An officer proposed for a course that is not open to join: nominated → approved → accepted, by three persons.

    `agency_id` is the officer's agency on that day. Reasons are sealed, since they may name somebody.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        sa.CheckConstraint("state IN ('nominated', 'approved', 'accepted', 'declined', 'withdrawn')", name="state"),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> nominated_by", name="second_person"),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> person_id", name="not_own"),
        sa.CheckConstraint(
            "nominated_by <> person_id AND (approved_by IS NULL OR approved_by <> person_id)", name="own"),
        sa.CheckConstraint(
            "state <> 'accepted' OR (approved_by IS NOT NULL AND decided_by IS NOT NULL AND decided_by <> approved_by"
            " AND decided_by <> nominated_by)", name="accepted"),
        sa.Index("uq_nomination_open", "person_id", "course", unique=True,
                 sqlite_where=sa.text("state IN ('nominated', 'approved')"),
                 postgresql_where=sa.text("state IN ('nominated', 'approved')")),
    )  # fmt: skip

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    course: Mapped[str] = mapped_column(sa.String(60))
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), index=True)
    agency_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("agency.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(10), index=True)
    reason: Mapped[str] = mapped_column(Sealed("nomination.reason"))
    nominated_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    nominated_at: Mapped[datetime]
    approved_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Sealed("nomination.answer"))


class CourseQuota(Base):
    """How many officers of an agency and those below it may be accepted on a course by nomination."""

    __tablename__ = "course_quota"
    __table_args__ = (sa.CheckConstraint("places >= 0", name="places"),)

    course: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    agency_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("agency.id"), primary_key=True)
    places: Mapped[int]
