"""Reads about the owners of a course: since when somebody is one."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.curriculum.models import Course, CourseOwner
from app.foundation.db import UtcDateTime

_SINCE = (
    sa.select(sa.func.coalesce(CourseOwner.since, Course.created_at, type_=UtcDateTime))
    .join(Course, Course.id == CourseOwner.course_id)
    .where(Course.key == sa.bindparam("course"), CourseOwner.person_id == sa.bindparam("person_id"))
)


def owned_since(connection: sa.Connection, course: str, person_id: str) -> datetime | None:
    """Return since when somebody owns a course; None where they do not."""
    return connection.execute(_SINCE, {"course": course, "person_id": person_id}).scalar_one_or_none()
