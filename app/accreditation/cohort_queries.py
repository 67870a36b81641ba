"""Reads of cohorts and practical days: those of a subtree, who is in them, who has a place and who was there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.models import AssessorAppointment, Cohort, CohortMember, DayAssessor, DaySeat, PracticalDay
from app.identity.queries import AGENCIES_OF_SUBTREE, OFFICERS_OF_SUBTREE, within, within_agencies

MOST = 200
_SIZE = (
    sa.select(sa.func.count())
    .where(CohortMember.cohort_id == Cohort.id)
    .correlate(Cohort)
    .scalar_subquery()
    .label("size")
)
_COHORTS = sa.select(
    Cohort.id,
    Cohort.public_id,
    Cohort.scheme,
    Cohort.name,
    Cohort.starts_on,
    Cohort.ends_on,
    Cohort.ended_at,
    _SIZE,
).where(Cohort.agency_id.in_(AGENCIES_OF_SUBTREE))
_LIST = _COHORTS.order_by(Cohort.ended_at.is_not(None), Cohort.starts_on.desc(), Cohort.id).limit(MOST + 1)
_ONE = _COHORTS.where(Cohort.public_id == sa.bindparam("public_id"))
_WITHIN = OFFICERS_OF_SUBTREE.subquery()
_MEMBERS = (
    sa.select(_WITHIN.c.id)
    .join(CohortMember, CohortMember.person_id == _WITHIN.c.id)
    .where(CohortMember.cohort_id == sa.bindparam("cohort"))
    .order_by(_WITHIN.c.id)
)
_TAKEN = (
    sa.select(sa.func.count()).where(DaySeat.day_id == PracticalDay.id).correlate(PracticalDay).scalar_subquery()
).label("taken")
_DAYS = sa.select(
    PracticalDay.id,
    PracticalDay.public_id,
    PracticalDay.held_on,
    PracticalDay.place,
    PracticalDay.seats,
    PracticalDay.minutes,
    PracticalDay.cancelled_at,
    _TAKEN,
    Cohort.public_id.label("cohort"),
    Cohort.id.label("cohort_id"),
    Cohort.name,
    Cohort.scheme,
).join(Cohort, Cohort.id == PracticalDay.cohort_id)
_DAYS_OF = _DAYS.where(PracticalDay.cohort_id == sa.bindparam("cohort")).order_by(PracticalDay.held_on, PracticalDay.id)
_DAY = _DAYS.where(PracticalDay.public_id == sa.bindparam("public_id"), Cohort.agency_id.in_(AGENCIES_OF_SUBTREE))
_AHEAD = (
    _DAYS.join(DaySeat, DaySeat.day_id == PracticalDay.id)
    .where(
        DaySeat.person_id == sa.bindparam("person"),
        PracticalDay.held_on >= sa.bindparam("today", type_=sa.Date),
        PracticalDay.cancelled_at.is_(None),
    )
    .order_by(PracticalDay.held_on, PracticalDay.id)
)
_SEATS = sa.select(DaySeat.person_id, DaySeat.state).where(DaySeat.day_id == sa.bindparam("day"))
_ASSESSORS = sa.select(DayAssessor.person_id).where(DayAssessor.day_id == sa.bindparam("day"))
_APPOINTED = (
    sa.select(AssessorAppointment.person_id)
    .where(AssessorAppointment.scheme == sa.bindparam("scheme"), AssessorAppointment.ended_at.is_(None))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class CohortRecord:
    """A cohort, how many officers it has, and when it was closed if it was."""

    id: str
    public_id: str
    scheme: str
    name: str
    starts_on: date
    ends_on: date
    ended_at: datetime | None
    size: int


@dataclass(frozen=True, slots=True)
class DayRecord:
    """A practical day with the places taken; `cohort` is the public id of its cohort, `name` that cohort's name."""

    id: str
    public_id: str
    held_on: date
    place: str
    seats: int
    minutes: int
    cancelled_at: datetime | None
    taken: int
    cohort: str
    cohort_id: str
    name: str
    scheme: str


def cohorts_of(connection: sa.Connection, agency_path: str) -> tuple[CohortRecord, ...]:
    """Return up to 201 cohorts of the subtree, the open ones first, the newest before the others (X1)."""
    return tuple(CohortRecord(*row) for row in connection.execute(_LIST, within_agencies(agency_path)))


def cohort_of(connection: sa.Connection, agency_path: str, public_id: str) -> CohortRecord | None:
    """Return the cohort, or None: unknown and outside the subtree look alike (X1)."""
    row = connection.execute(_ONE, {**within_agencies(agency_path), "public_id": public_id}).one_or_none()
    return None if row is None else CohortRecord(*row)


def members_of(connection: sa.Connection, agency_path: str, now: datetime, cohort_id: str) -> tuple[str, ...]:
    """Return the ids of its officers, as far as they are in the subtree and have not left (X1)."""
    return tuple(connection.scalars(_MEMBERS, {**within(agency_path, now), "cohort": cohort_id}))


def days_of(connection: sa.Connection, cohort_id: str) -> tuple[DayRecord, ...]:
    """Return the practical days of a cohort, the first before the others."""
    return tuple(_day(row) for row in connection.execute(_DAYS_OF, {"cohort": cohort_id}))


def day_within(connection: sa.Connection, agency_path: str, public_id: str) -> DayRecord | None:
    """Return the practical day, or None: unknown and outside the subtree look alike (X1)."""
    row = connection.execute(_DAY, {**within_agencies(agency_path), "public_id": public_id}).one_or_none()
    return None if row is None else _day(row)


def days_ahead(connection: sa.Connection, person_id: str, today: date) -> tuple[DayRecord, ...]:
    """Return the practical days on which somebody has a place, today's and later ones."""
    return tuple(_day(row) for row in connection.execute(_AHEAD, {"person": person_id, "today": today}))


def seats_on(connection: sa.Connection, day_id: str) -> Mapping[str, str]:
    """Return person → assigned, attended or absent, of everybody who has a place."""
    return {row.person_id: row.state for row in connection.execute(_SEATS, {"day": day_id})}


def assessors_on(connection: sa.Connection, day_id: str) -> tuple[str, ...]:
    """Return the ids of the assessors who come."""
    return tuple(connection.scalars(_ASSESSORS, {"day": day_id}))


def assessors_for(connection: sa.Connection, scheme: str) -> tuple[str, ...]:
    """Return the ids of who is appointed to assess for an accreditation now."""
    return tuple(connection.scalars(_APPOINTED, {"scheme": scheme}))


def _day(row: Any) -> DayRecord:
    return DayRecord(*row)
