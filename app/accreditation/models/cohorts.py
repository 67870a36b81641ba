"""Tables: cohorts of officers who train together, their practical days, who has a place on them and who was there."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.crypto import Sealed
from app.foundation.db import Base, PrimaryId


class Cohort(Base):
    """Officers of an agency, and of those below it, who go for an accreditation together by a day."""

    __tablename__ = "cohort"
    __table_args__ = (sa.CheckConstraint("ends_on >= starts_on", name="days"),)

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    agency_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("agency.id"), index=True)
    scheme: Mapped[str] = mapped_column(sa.String(60))
    name: Mapped[str] = mapped_column(Sealed("cohort.name"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CohortMember(Base):
    """An officer of a cohort."""

    __tablename__ = "cohort_member"

    cohort_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("cohort.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True, index=True)


class PracticalDay(Base):
    """A day on which a cohort practises: where, how many places, how many minutes count as hours of training."""

    __tablename__ = "practical_day"
    __table_args__ = (
        sa.CheckConstraint("seats BETWEEN 1 AND 500", name="seats"),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name="minutes"),
    )

    id: Mapped[PrimaryId]
    public_id: Mapped[str] = mapped_column(sa.String(16), unique=True)
    cohort_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("cohort.id"), index=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(Sealed("practical_day.place"))
    seats: Mapped[int]
    minutes: Mapped[int]
    planned_by: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    planned_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class DayAssessor(Base):
    """An appointed assessor who comes on the day."""

    __tablename__ = "practical_day_assessor"

    day_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("practical_day.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True)


class DaySeat(Base):
    """A place on the day; afterwards whether the officer was there. Nobody says it of themselves."""

    __tablename__ = "practical_day_seat"
    __table_args__ = (
        sa.CheckConstraint("state IN ('assigned', 'attended', 'absent')", name="state"),
        sa.CheckConstraint("(state = 'assigned') = (noted_by IS NULL)", name="noted"),
        sa.CheckConstraint("noted_by IS NULL OR noted_by <> person_id", name="not_own"),
    )

    day_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("practical_day.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.String(32), sa.ForeignKey("person.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(sa.String(8))
    noted_by: Mapped[str | None] = mapped_column(sa.String(32), sa.ForeignKey("person.id"))
    noted_at: Mapped[datetime | None]
