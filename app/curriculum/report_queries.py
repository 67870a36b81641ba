"""Reads of readers' reports: for the owners of a course, and for who made them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.curriculum.models import Course as CourseRow
from app.curriculum.models import CourseOwner, CourseVersion, ReaderReport

PAGE = 50


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader said about an activity, or about one of its questions (`item`), and the answer."""

    public_id: str
    course: str
    title: str
    number: int
    activity: str
    item: str
    item_version_id: str | None
    text: str
    made_at: datetime
    state: str
    answer: str
    answered_at: datetime | None


_REPORTS = (
    sa.select(
        ReaderReport.public_id,
        ReaderReport.course,
        CourseVersion.title,
        CourseVersion.number,
        ReaderReport.activity,
        ReaderReport.item,
        ReaderReport.item_version_id,
        ReaderReport.text,
        ReaderReport.made_at,
        ReaderReport.state,
        ReaderReport.answer,
        ReaderReport.answered_at,
    )
    .join(CourseVersion, CourseVersion.id == ReaderReport.version_id)
    .limit(PAGE)
)
_OPEN_FIRST = sa.case((ReaderReport.state == "open", 0), else_=1)
_OWNED = (
    sa.select(CourseOwner.person_id)
    .join(CourseRow, CourseRow.id == CourseOwner.course_id)
    .where(CourseRow.key == ReaderReport.course, CourseOwner.person_id == sa.bindparam("person_id"))
)
_OF_COURSE = _REPORTS.where(ReaderReport.course == sa.bindparam("course"), _OWNED.exists()).order_by(
    _OPEN_FIRST, ReaderReport.made_at.desc()
)
_OF_PERSON = _REPORTS.where(ReaderReport.person_id == sa.bindparam("person_id")).order_by(ReaderReport.made_at.desc())
_ONE = _REPORTS.where(ReaderReport.public_id == sa.bindparam("public_id"), _OWNED.exists())
_FAULTY = sa.select(ReaderReport.item_version_id).where(
    ReaderReport.course == sa.bindparam("course"),
    ReaderReport.state == "accepted",
    ReaderReport.item_version_id.is_not(None),
)
_OPEN_COUNTS = (
    sa.select(ReaderReport.course, sa.func.count().label("reports"))
    .where(ReaderReport.state == "open", _OWNED.exists())
    .group_by(ReaderReport.course)
)


def reports_on(connection: sa.Connection, course: str, owner_id: str) -> tuple[Report, ...]:
    """Return the reports on a course for one of its owners, the open ones first; the newest 50."""
    rows = connection.execute(_OF_COURSE, {"course": course, "person_id": owner_id})
    return tuple(Report(**row._mapping) for row in rows)


def reports_by(connection: sa.Connection, person_id: str) -> tuple[Report, ...]:
    """Return what a person has reported, newest first."""
    return tuple(Report(**row._mapping) for row in connection.execute(_OF_PERSON, {"person_id": person_id}))


def report_for(connection: sa.Connection, public_id: str, owner_id: str) -> Report | None:
    """Return one report for an owner of its course."""
    row = connection.execute(_ONE, {"public_id": public_id, "person_id": owner_id}).first()
    return None if row is None else Report(**row._mapping)


def open_reports(connection: sa.Connection, owner_id: str) -> dict[str, int]:
    """Return course → how many reports wait for an answer, over the courses of an owner."""
    return {row.course: row.reports for row in connection.execute(_OPEN_COUNTS, {"person_id": owner_id})}


def faulty_items(connection: sa.Connection, course: str) -> frozenset[str]:
    """Return the item versions of a course whose challenge an owner accepted."""
    return frozenset(connection.scalars(_FAULTY, {"course": course}))
