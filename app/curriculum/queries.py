"""Reads of curriculum: what is live, outlines and lesson texts of frozen versions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.curriculum.models import Asset, Course, CourseOwner, CourseVersion, LessonText, SourceFile
from app.curriculum.outline import CourseOutline, read_outline
from app.foundation.kept import Kept
from app.foundation.straight import Straight

_LIVE = (
    sa.select(CourseVersion.id, Course.key, CourseVersion.number, CourseVersion.outline, Course.open_to_join)
    .join_from(Course, CourseVersion, CourseVersion.id == Course.live_version_id)
    .order_by(CourseVersion.title)
)
_LIVE_ONE = _LIVE.where(Course.key == sa.bindparam("course"))
_LIVE_IDS = sa.select(Course.key, Course.live_version_id, Course.partner).where(Course.live_version_id.is_not(None))
_OUTLINE = Straight(
    sa.select(CourseVersion.id, Course.key, CourseVersion.number, CourseVersion.outline)
    .join(Course, Course.id == CourseVersion.course_id)
    .where(
        CourseVersion.id == sa.bindparam("version_id"),
        sa.or_(CourseVersion.state == "live", CourseVersion.state == "retired"),
    )
)
_LESSON = Straight(
    sa.select(LessonText.title, LessonText.html, LessonText.packed, LessonText.locale).where(
        LessonText.version_id == sa.bindparam("version_id"),
        LessonText.key == sa.bindparam("key"),
        LessonText.locale.in_((sa.bindparam("read_in"), sa.bindparam("language"))),
    )
)
_LESSONS = sa.select(LessonText.key, LessonText.locale, LessonText.html).where(
    LessonText.version_id == sa.bindparam("version_id"),
    LessonText.locale.in_(sa.bindparam("locales", expanding=True)),
)
_ASSET = sa.select(Asset.media_type, Asset.content).where(Asset.hash == sa.bindparam("hash"))
_SIZES = sa.select(Asset.hash, sa.func.length(Asset.content)).where(
    Asset.hash.in_(sa.bindparam("hashes", expanding=True))
)
_SHOWING = (
    sa.select(SourceFile.version_id)
    .where(SourceFile.version_id.in_(sa.bindparam("versions", expanding=True)), SourceFile.hash == sa.bindparam("hash"))
    .distinct()
)
_VERSIONS = (
    sa.select(
        CourseVersion.id, CourseVersion.number, CourseVersion.state, CourseVersion.revision, CourseVersion.title,
        CourseVersion.author_id, CourseVersion.reviewer_id, CourseVersion.review_note, CourseVersion.source_hash,
        CourseVersion.created_at, CourseVersion.published_at, Course.id.label("course_id"), Course.key,
    )
    .join(Course, Course.id == CourseVersion.course_id)
)  # fmt: skip
_OF_COURSE = _VERSIONS.where(Course.key == sa.bindparam("course")).order_by(CourseVersion.number.desc())
_BEFORE = (
    sa.select(CourseVersion.id)
    .join(Course, Course.id == CourseVersion.course_id)
    .where(
        Course.key == sa.bindparam("course"),
        CourseVersion.number < sa.bindparam("number"),
        CourseVersion.state == "retired",
    )
    .order_by(CourseVersion.number.desc())
)
_FILES = (
    sa.select(SourceFile.path, SourceFile.content)
    .where(SourceFile.version_id == sa.bindparam("version_id"))
    .order_by(SourceFile.path)
)
_OWNERS = (
    sa.select(CourseOwner.person_id)
    .join(Course, Course.id == CourseOwner.course_id)
    .where(Course.key == sa.bindparam("course"))
)

_outlines: Kept[CourseOutline] = Kept(200)
_lessons: Kept[LessonRecord] = Kept(400)


@dataclass(frozen=True, slots=True)
class LessonRecord:
    """A rendered lesson: its HTML and the same as raw deflate, ready to be spliced into a page."""

    title: str
    html: bytes
    packed: bytes
    locale: str


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A course version as its authors and reviewers see it."""

    id: str
    course: str
    course_id: str
    number: int
    state: str
    revision: int
    title: str
    author_id: str | None
    reviewer_id: str | None
    review_note: str
    source_hash: str
    created_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class LiveCourse:
    """A course that is live; one whose label is above GREEN is open to nobody who was not enrolled by another."""

    outline: CourseOutline
    open_to_join: bool


def live_courses(connection: sa.Connection) -> tuple[LiveCourse, ...]:
    """Return all live courses by title."""
    return tuple(_live(row) for row in connection.execute(_LIVE))


def live_course(connection: sa.Connection, course: str) -> LiveCourse | None:
    """Return the live version of a course."""
    row = connection.execute(_LIVE_ONE, {"course": course}).one_or_none()
    return None if row is None else _live(row)


def live_versions(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Return course key → (live version id, partner key)."""
    return {row.key: (row.live_version_id, row.partner) for row in connection.execute(_LIVE_IDS)}


def outline_of(connection: sa.Connection, version_id: str, locale: str = "") -> CourseOutline | None:
    """Return the outline of a frozen version, in a language where it has been translated; in the source's without one.

    Kept in the process, since it never changes.
    """
    if locale:
        return _outlines.get((version_id, locale), lambda: _in_language(connection, version_id, locale))
    return _outlines.get(version_id, lambda: _read_outline(connection, version_id))


def versions_before(connection: sa.Connection, course: str, number: int) -> tuple[str, ...]:
    """Return the versions of a course that were live before the one of that number, the newest first."""
    return tuple(connection.scalars(_BEFORE, {"course": course, "number": number}))


def lesson_of(connection: sa.Connection, outline: CourseOutline, key: str) -> LessonRecord | None:
    """Return a lesson of a frozen version in the language that its outline is read in, else in the source language.

    Kept in the process, since it never changes.
    """
    wanted = (outline.version_id, key, outline.read_in)
    return _lessons.get(wanted, lambda: _read_lesson(connection, outline, key))


def lesson_pages(connection: sa.Connection, outline: CourseOutline) -> dict[str, bytes]:
    """Return lesson key → HTML of all lessons of a frozen version, each in the language it is read in."""
    locales = [outline.language, outline.read_in]
    rows = connection.execute(_LESSONS, {"version_id": outline.version_id, "locales": locales}).all()
    return {row.key: row.html for row in sorted(rows, key=lambda row: locales.index(row.locale))}


def asset_of(connection: sa.Connection, digest: str) -> tuple[str, bytes] | None:
    """Return media type and bytes of a figure."""
    row = connection.execute(_ASSET, {"hash": digest}).one_or_none()
    return None if row is None else (row.media_type, row.content)


def file_sizes(connection: sa.Connection, addresses: Iterable[str]) -> dict[str, int]:
    """Return address → bytes of those of the figures and films that are kept; others are left out."""
    hashes = {address.rpartition("/")[2].partition(".")[0]: address for address in addresses}
    return {hashes[row[0]]: row[1] for row in connection.execute(_SIZES, {"hashes": list(hashes)})}


def versions_showing(connection: sa.Connection, version_ids: Iterable[str], digest: str) -> tuple[str, ...]:
    """Return those of the versions in whose folder a figure stands."""
    return tuple(connection.scalars(_SHOWING, {"versions": list(version_ids), "hash": digest}))


def versions_of(connection: sa.Connection, course: str) -> tuple[VersionRecord, ...]:
    """Return all versions of a course, newest first."""
    return tuple(_version(row) for row in connection.execute(_OF_COURSE, {"course": course}))


def source_files(connection: sa.Connection, version_id: str) -> dict[str, bytes]:
    """Return the course folder of a version: path → bytes."""
    return {row.path: row.content for row in connection.execute(_FILES, {"version_id": version_id})}


def owners_of(connection: sa.Connection, course: str) -> frozenset[str]:
    """Return the ids of the trainers who may edit the course."""
    return frozenset(connection.execute(_OWNERS, {"course": course}).scalars())


def _live(row: Any) -> LiveCourse:
    outline = read_outline(row.id, row.key, row.number, row.outline)
    return LiveCourse(outline, row.open_to_join and outline.for_everybody)


def _read_outline(connection: sa.Connection, version_id: str) -> CourseOutline | None:
    row = _OUTLINE.one_or_none(connection, {"version_id": version_id})
    return None if row is None else read_outline(row.id, row.key, row.number, row.outline)


def _in_language(connection: sa.Connection, version_id: str, locale: str) -> CourseOutline | None:
    outline = outline_of(connection, version_id)
    return outline and outline.in_language(locale)


def _read_lesson(connection: sa.Connection, outline: CourseOutline, key: str) -> LessonRecord | None:
    locales = {"read_in": outline.read_in, "language": outline.language}
    rows = _LESSON.all(connection, {"version_id": outline.version_id, "key": key, **locales})
    best = min(rows, key=lambda row: row.locale != outline.read_in, default=None)
    return None if best is None else LessonRecord(best.title, best.html, best.packed, best.locale)


def _version(row: Any) -> VersionRecord:
    return VersionRecord(
        id=row.id,
        course=row.key,
        course_id=row.course_id,
        number=row.number,
        state=row.state,
        revision=row.revision,
        title=row.title,
        author_id=row.author_id,
        reviewer_id=row.reviewer_id,
        review_note=row.review_note,
        source_hash=row.source_hash,
        created_at=row.created_at,
        published_at=row.published_at,
    )
