"""Who may edit a course: made an owner by another owner, ended by any of them; a course keeps one at least."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.models import Course, CourseOwner
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.messaging import tell


class LastOwner(Refusal):
    """Nobody would be left to answer for the course."""

    code = "last_owner"
    message = N_("A course keeps at least one owner. Add another one first, then end this one.")


def own_course(unit: Unit, course: str, person_id: str) -> None:
    """Make a trainer an owner of the course; who owns it already stays so. Raises `NotFound`."""
    course_id = unit.session.scalar(sa.select(Course.id).where(Course.key == course))
    if course_id is None:
        raise NotFound
    if unit.session.get(CourseOwner, (course_id, person_id)) is None:
        unit.session.add(CourseOwner(course_id=course_id, person_id=person_id, since=unit.now))
        unit.session.flush()


def add_owner(unit: Unit, course: str, title: str, by: str, person_id: str) -> bool:
    """An owner makes a trainer an owner too; False where they are one. Raises `NotFound` for who owns it not.

    Both see the figures of the same officers: with windows of their own they could be held against each other (T16).
    """
    row, owner = _owned(unit, course, by)
    if unit.session.get(CourseOwner, (row.id, person_id)) is not None:
        return False
    unit.session.add(CourseOwner(course_id=row.id, person_id=person_id, since=owner.since))
    unit.session.flush()
    record(unit, AuditTag.COURSE_OWNER_ADDED, actor=by, subject=row.id, role="trainer", person=person_id)
    tell(unit, person_id, "course-owner", new_id(), course=title, course_key=course)
    return True


def end_owner(unit: Unit, course: str, title: str, by: str, person_id: str) -> None:
    """An owner ends another one, or themselves; what they wrote stays. Raises `NotFound`, `LastOwner`."""
    row, _ = _owned(unit, course, by)
    ended = unit.session.get(CourseOwner, (row.id, person_id))
    if ended is None:
        raise NotFound
    count = sa.select(sa.func.count()).select_from(CourseOwner).where(CourseOwner.course_id == row.id)
    if unit.session.scalar(count) == 1:
        raise LastOwner
    unit.session.delete(ended)
    unit.session.flush()
    record(unit, AuditTag.COURSE_OWNER_ENDED, actor=by, subject=row.id, role="trainer", person=person_id)
    if person_id != by:
        tell(unit, person_id, "course-owner-ended", new_id(), course=title)


def _owned(unit: Unit, course: str, by: str) -> tuple[Course, CourseOwner]:
    """Return the course, its row locked so that two owners do not end each other at once, and the owner who acts."""
    row = unit.session.scalar(sa.select(Course).where(Course.key == course).with_for_update())
    owner = unit.session.get(CourseOwner, (row.id, by)) if row else None
    if row is None or owner is None:
        raise NotFound
    return row, owner
