"""A course folder comes in: as a new draft, or as the next state of the draft that is open."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.domain.course import CourseSource
from app.curriculum.models import Course, CourseOwner, CourseVersion, SourceFile
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_


class DraftIsOpen(Refusal):
    """Another draft of the course is under way; it is published or given up first."""

    code = "draft_is_open"
    message = N_("A draft of this course is open already. Publish it or give it up before loading another.")


def course_row(unit: Unit, source: CourseSource, owners: tuple[str, ...] = ()) -> Course:
    """Return the course of the source, made when it is new; `owners` are added to those it has."""
    course = unit.session.scalar(sa.select(Course).where(Course.key == source.id))
    if course is None:
        course = Course(id=new_id(), key=source.id, partner=source.partner, created_at=unit.now)
        unit.session.add(course)
        unit.session.flush()
    known = set(unit.session.scalars(sa.select(CourseOwner.person_id).where(CourseOwner.course_id == course.id)))
    for owner in owners:
        if owner not in known:
            unit.session.add(CourseOwner(course_id=course.id, person_id=owner, since=unit.now))
    unit.session.flush()
    return course


def open_draft(
    unit: Unit, source: CourseSource, files: Mapping[str, bytes], *, author_id: str | None, state: str = "draft"
) -> CourseVersion:
    """Add a version of the course with its files. Raises `DraftIsOpen` where one is under way."""
    course = course_row(unit, source, (author_id,) if author_id else ())
    numbers = sa.select(CourseVersion.number, CourseVersion.state).where(CourseVersion.course_id == course.id)
    versions = unit.session.execute(numbers).all()
    if any(row.state in {"draft", "in_review", "approved"} for row in versions):
        raise DraftIsOpen
    version = CourseVersion(
        id=new_id(),
        course_id=course.id,
        number=max((row.number for row in versions), default=0) + 1,
        state=state,
        title=source.title,
        source_hash=source.hash,
        outline={},
        author_id=author_id,
        created_at=unit.now,
    )
    unit.session.add(version)
    unit.session.flush()
    keep_files(unit, version.id, files)
    record(
        unit,
        AuditTag.COURSE_LOADED,
        actor=author_id or "system",
        subject=version.id,
        course=source.id,
        number=version.number,
        source=source.hash,
    )
    return version


def keep_files(unit: Unit, version_id: str, files: Mapping[str, bytes]) -> None:
    """Store the files of a draft in place of those it had; unchanged ones keep their rows."""
    rows = unit.session.execute(sa.select(SourceFile.path, SourceFile.hash).where(SourceFile.version_id == version_id))
    held = {row.path: row.hash for row in rows}
    wanted = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    gone = [path for path in held if wanted.get(path) != held[path]]
    if gone:
        unit.session.execute(
            sa.delete(SourceFile).where(SourceFile.version_id == version_id, SourceFile.path.in_(gone))
        )
    for path, digest in wanted.items():
        if held.get(path) != digest:
            unit.session.add(SourceFile(version_id=version_id, path=path, content=files[path], hash=digest))
    unit.session.flush()
