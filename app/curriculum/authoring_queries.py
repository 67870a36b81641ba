"""Reads of authoring: whose courses, which version is on the desk, what waits for review, what was said and saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.curriculum.models import Course, CourseOwner, CourseVersion, ReviewComment, SourceFile, SourceRevision

OPEN_STATES = ("draft", "in_review", "approved")


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """A course in its owner's list: its live version, and the one under way."""

    key: str
    title: str
    live_number: int | None
    live_version_id: str | None
    open_number: int | None
    open_state: str | None


@dataclass(frozen=True, slots=True)
class DeskVersion:
    """The version that lies on the desk: the one under way, else the live one."""

    course: str
    id: str
    number: int
    state: str
    revision: int
    title: str
    author_id: str | None
    reviewer_id: str | None
    review_note: str
    source_hash: str
    live_version_id: str | None

    @property
    def open_to_edit(self) -> bool:
        """Whether a save is taken: into the draft, or into a new one made of the live version."""
        return self.state in {"draft", "live"}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version that waits for a reviewer, or for its publication."""

    course: str
    title: str
    number: int
    state: str
    author_id: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """What was said about a line."""

    id: str
    path: str
    line: int
    text: str
    person_id: str
    written_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class SavedText:
    """A revision of a file, without its text."""

    number: int
    person_id: str
    saved_at: datetime
    size: int


_LIVE, _OPEN = aliased(CourseVersion), aliased(CourseVersion)
_MINE = (
    sa.select(
        Course.key,
        sa.func.coalesce(_OPEN.title, _LIVE.title).label("title"),
        _LIVE.number.label("live_number"),
        Course.live_version_id,
        _OPEN.number.label("open_number"),
        _OPEN.state.label("open_state"),
    )
    .join(CourseOwner, CourseOwner.course_id == Course.id)
    .join(_LIVE, _LIVE.id == Course.live_version_id, isouter=True)
    .join(_OPEN, sa.and_(_OPEN.course_id == Course.id, _OPEN.state.in_(OPEN_STATES)), isouter=True)
    .where(CourseOwner.person_id == sa.bindparam("person_id"), sa.or_(_LIVE.id.is_not(None), _OPEN.id.is_not(None)))
    .order_by("title", Course.key)
)
_VERSION_COLUMNS = (
    Course.key,
    CourseVersion.id,
    CourseVersion.number,
    CourseVersion.state,
    CourseVersion.revision,
    CourseVersion.title,
    CourseVersion.author_id,
    CourseVersion.reviewer_id,
    CourseVersion.review_note,
    CourseVersion.source_hash,
    Course.live_version_id,
)
_NEWEST_FIRST = sa.case((CourseVersion.state == "live", 1), else_=0)
_SHOWN = (
    sa.select(*_VERSION_COLUMNS)
    .join(Course, Course.id == CourseVersion.course_id)
    .where(Course.key == sa.bindparam("course"), CourseVersion.state.in_((*OPEN_STATES, "live")))
    .order_by(_NEWEST_FIRST)
    .limit(1)
)
_OWNED = sa.select(CourseOwner.person_id).where(
    CourseOwner.course_id == Course.id, CourseOwner.person_id == sa.bindparam("person_id")
)
_ON_DESK = _SHOWN.where(_OWNED.exists())
_EDITED = sa.select(SourceRevision.id).where(
    SourceRevision.version_id == CourseVersion.id, SourceRevision.person_id == sa.bindparam("person_id")
)
_OWN_WORK = sa.or_(CourseVersion.author_id == sa.bindparam("person_id"), _EDITED.exists())
_WAITING = (
    sa.select(
        Course.key,
        CourseVersion.title,
        CourseVersion.number,
        CourseVersion.state,
        CourseVersion.author_id,
        sa.func.coalesce(_OWN_WORK, sa.false()).label("own"),
    )
    .join(Course, Course.id == CourseVersion.course_id)
    .where(CourseVersion.state.in_(("in_review", "approved")))
    .order_by(CourseVersion.title, Course.key)
    .limit(200)
)
_COMMENTS = (
    sa.select(
        ReviewComment.id,
        ReviewComment.path,
        ReviewComment.line,
        ReviewComment.text,
        ReviewComment.person_id,
        ReviewComment.written_at,
        ReviewComment.settled_at,
    )
    .where(ReviewComment.version_id == sa.bindparam("version_id"))
    .order_by(ReviewComment.path, ReviewComment.line, ReviewComment.id)
    .limit(500)
)
_REVISIONS = (
    sa.select(
        SourceRevision.number,
        SourceRevision.person_id,
        SourceRevision.saved_at,
        sa.func.coalesce(sa.func.length(SourceRevision.content), 0).label("size"),
    )
    .where(SourceRevision.version_id == sa.bindparam("version_id"), SourceRevision.path == sa.bindparam("path"))
    .order_by(SourceRevision.number.desc())
    .limit(200)
)
_REVISION = sa.select(SourceRevision.content).where(
    SourceRevision.version_id == sa.bindparam("version_id"),
    SourceRevision.path == sa.bindparam("path"),
    SourceRevision.number == sa.bindparam("number"),
)
_HASHES = sa.select(SourceFile.path, SourceFile.hash).where(SourceFile.version_id == sa.bindparam("version_id"))


def courses_of(connection: sa.Connection, person_id: str) -> tuple[OwnCourse, ...]:
    """Return the courses that a trainer owns, by title."""
    return tuple(OwnCourse(*row) for row in connection.execute(_MINE, {"person_id": person_id}))


def desk_version(connection: sa.Connection, course: str, person_id: str) -> DeskVersion | None:
    """Return the version on an owner's desk; None for anybody else."""
    row = connection.execute(_ON_DESK, {"course": course, "person_id": person_id}).first()
    return None if row is None else DeskVersion(*row)


def version_in_review(connection: sa.Connection, course: str) -> DeskVersion | None:
    """Return the version of a course that is in review or approved."""
    row = connection.execute(_SHOWN, {"course": course}).first()
    found = None if row is None else DeskVersion(*row)
    return found if found and found.state in {"in_review", "approved"} else None


def versions_waiting(connection: sa.Connection, person_id: str) -> tuple[Waiting, ...]:
    """Return what waits for review or publication; `own` says that this person had a hand in it."""
    return tuple(Waiting(*row) for row in connection.execute(_WAITING, {"person_id": person_id}))


def comments_on(connection: sa.Connection, version_id: str) -> tuple[Comment, ...]:
    """Return the comments on a version by file and line."""
    return tuple(Comment(*row) for row in connection.execute(_COMMENTS, {"version_id": version_id}))


def revisions_of(connection: sa.Connection, version_id: str, path: str) -> tuple[SavedText, ...]:
    """Return the saved revisions of a file, newest first; number 0 is what stood there before the first save."""
    rows = connection.execute(_REVISIONS, {"version_id": version_id, "path": path})
    return tuple(SavedText(*row) for row in rows)


def revision_text(connection: sa.Connection, version_id: str, path: str, number: int) -> str | None:
    """Return the text of a revision; None where there is none, or where the file was taken out by it."""
    values = {"version_id": version_id, "path": path, "number": number}
    content = connection.execute(_REVISION, values).scalar_one_or_none()
    return None if content is None else bytes(content).decode("utf-8", "replace")


def file_hashes(connection: sa.Connection, version_id: str) -> dict[str, str]:
    """Return path → SHA-256 of the files of a version."""
    return {row.path: row.hash for row in connection.execute(_HASHES, {"version_id": version_id})}
