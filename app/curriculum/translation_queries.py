"""Reads of earlier texts: the one that a translation was made of."""

from __future__ import annotations

import sqlalchemy as sa

from app.curriculum.models import Course, CourseVersion, SourceFile, SourceRevision

_FILES = (
    sa.select(SourceFile.content)
    .join(CourseVersion, CourseVersion.id == SourceFile.version_id)
    .join(Course, Course.id == CourseVersion.course_id)
    .where(Course.key == sa.bindparam("course"), SourceFile.path == sa.bindparam("path"))
    .order_by(CourseVersion.number.desc())
    .limit(200)
)
_REVISIONS = (
    sa.select(SourceRevision.content)
    .join(CourseVersion, CourseVersion.id == SourceRevision.version_id)
    .join(Course, Course.id == CourseVersion.course_id)
    .where(
        Course.key == sa.bindparam("course"),
        SourceRevision.path == sa.bindparam("path"),
        SourceRevision.content.is_not(None),
    )
    .order_by(SourceRevision.saved_at.desc())
    .limit(200)
)


def earlier_texts(connection: sa.Connection, course: str, path: str) -> tuple[bytes, ...]:
    """Return what has stood at a path of the course, newest first: in its versions, then in saved revisions."""
    values = {"course": course, "path": path}
    found = [*connection.scalars(_FILES, values), *connection.scalars(_REVISIONS, values)]
    return tuple(dict.fromkeys(map(bytes, found)))
