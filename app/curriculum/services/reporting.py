"""A reader says what is wrong with a passage or a question; an owner of the course answers, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.models import Course, CourseOwner, ReaderReport
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_

MOST_A_DAY = 20
LONGEST = 2_000


class EnoughReports(Refusal):
    """A person reports at most 20 things a day, so that no owner is buried."""

    code = "enough_reports"
    message = N_("You have made 20 reports today. Make the next one tomorrow; those made are kept.")
    status = 429


class AnsweredAlready(Refusal):
    """Another owner answered first; the answer stands."""

    code = "answered_already"
    message = N_("This report has been answered already. Look at the answer.")


@dataclass(frozen=True, slots=True)
class NewReport:
    """What is reported: an activity of a course version, perhaps one of its questions as it was asked."""

    course: str
    version_id: str
    activity: str
    text: str
    item: str = ""
    item_version_id: str | None = None


def report(unit: Unit, person_id: str, new: NewReport) -> str:
    """Keep a report and return its public id. Raises `EnoughReports`."""
    since = unit.now - timedelta(days=1)
    made = sa.select(sa.func.count()).select_from(ReaderReport)
    today = unit.session.scalar(made.where(ReaderReport.person_id == person_id, ReaderReport.made_at > since))
    if (today or 0) >= MOST_A_DAY:
        raise EnoughReports
    row = ReaderReport(
        id=new_id(),
        public_id=new_public_id(),
        course=new.course,
        version_id=new.version_id,
        activity=new.activity,
        item=new.item,
        item_version_id=new.item_version_id,
        person_id=person_id,
        text=new.text,
        made_at=unit.now,
        state="open",
    )
    unit.session.add(row)
    unit.session.flush()
    record(
        unit,
        AuditTag.READER_REPORTED,
        actor=person_id,
        subject=row.id,
        role="officer",
        course=new.course,
        activity=new.activity,
        item=new.item,
    )
    return row.public_id


def answer_report(unit: Unit, person_id: str, public_id: str, *, accepted: bool, answer: str) -> None:
    """An owner answers. Raises `NotFound` for anybody else's course, `AnsweredAlready`."""
    row = unit.session.scalar(
        sa.select(ReaderReport)
        .join(Course, Course.key == ReaderReport.course)
        .join(CourseOwner, sa.and_(CourseOwner.course_id == Course.id, CourseOwner.person_id == person_id))
        .where(ReaderReport.public_id == public_id)
    )
    if row is None:
        raise NotFound
    if row.state != "open":
        raise AnsweredAlready
    row.state = "accepted" if accepted else "declined"
    row.answer, row.answered_by, row.answered_at = answer, person_id, unit.now
    unit.session.flush()
    record(
        unit, AuditTag.READER_ANSWERED, actor=person_id, subject=row.id, role="trainer", state=row.state
    )  # fmt: skip
