"""Who may edit a course."""

from __future__ import annotations

import sqlalchemy as sa

from app.curriculum.models import Course, CourseOwner
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit


def own_course(unit: Unit, course: str, person_id: str) -> None:
    """Make a trainer an owner of the course; who owns it already stays so. Raises `NotFound`."""
    course_id = unit.session.scalar(sa.select(Course.id).where(Course.key == course))
    if course_id is None:
        raise NotFound
    if unit.session.get(CourseOwner, (course_id, person_id)) is None:
        unit.session.add(CourseOwner(course_id=course_id, person_id=person_id, since=unit.now))
        unit.session.flush()
