"""A text of a course is saved: into the open draft, or into a new one made of what is live; each save is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.domain.course_reading import MOST_BYTES, MOST_FILES
from app.curriculum.domain.text_files import TEXT_LIMIT
from app.curriculum.models import Course, CourseOwner, CourseVersion, SourceFile, SourceRevision
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_

OPEN = ("draft", "in_review", "approved")
Edit = Callable[[str | None], str]
"""Takes the text of the file as it stands now, or nothing where there is no file, and returns the new text."""


def whole(text: str) -> Edit:
    """Return the edit that puts `text` in place of whatever stands there."""
    return lambda _before: text


class InReview(Refusal):
    """The version waits for its reviewer and is not changed meanwhile."""

    code = "version_in_review"
    message = N_("This course is in review. Take it back first, then change it and ask again.")


class TextMoved(Refusal):
    """Somebody else saved the text since this editor was opened: `theirs` stands now, `mine` is not saved."""

    code = "text_moved"
    message = N_("Somebody else has saved this text since you opened it. Compare both and choose.")

    def __init__(self, theirs: str | None, mine: str = "") -> None:
        super().__init__()
        self.theirs, self.mine = theirs, mine


class TextTooLong(Refusal):
    """The text is longer than a file of a course may be."""

    code = "text_too_long"
    message = N_("This text is longer than 400 kB. Split it into two lessons.")
    status = 422


class CourseTooLarge(Refusal):
    """The files of the course would be more, or larger together, than a course folder may be."""

    code = "course_too_large"
    message = N_(
        "With this the course would be larger than 20 MB. Take out pictures and films that it no longer needs."
    )
    status = 422


@dataclass(frozen=True, slots=True)
class Revision:
    """A save: the number of the version and of the revision of the file."""

    version_id: str
    number: int


def edit_text(unit: Unit, *, course: str, person_id: str, path: str, edit: Edit) -> Revision:
    """Save a file for an owner of the course. Raises `NotFound`, `InReview`, `TextTooLong`, or what `edit` raises."""
    version = open_version(unit, course, person_id)
    if version.state != "draft":
        raise InReview
    row = unit.session.get(SourceFile, (version.id, path))
    before = row.content.decode("utf-8", "replace") if row else None
    content = edit(before).encode()
    if len(content) > TEXT_LIMIT:
        raise TextTooLong
    return _keep(unit, version, path, content, person_id)


def edit_file(unit: Unit, *, course: str, person_id: str, path: str, content: bytes) -> Revision:
    """Save bytes, such as those of a picture. Raises `NotFound`, `InReview` or `CourseTooLarge`."""
    version = open_version(unit, course, person_id)
    if version.state != "draft":
        raise InReview
    held = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(sa.func.length(SourceFile.content)), 0))
    files, size = unit.session.execute(held.where(SourceFile.version_id == version.id)).one()
    if files >= MOST_FILES or size + len(content) > MOST_BYTES:
        raise CourseTooLarge
    return _keep(unit, version, path, content, person_id)


def take_out_text(unit: Unit, *, course: str, person_id: str, path: str) -> Revision:
    """Take a file out of the draft; its last text stays among the revisions."""
    version = open_version(unit, course, person_id)
    if version.state != "draft":
        raise InReview
    if unit.session.get(SourceFile, (version.id, path)) is None:
        raise NotFound
    return _keep(unit, version, path, None, person_id)


def open_version(unit: Unit, course: str, person_id: str) -> CourseVersion:
    """Return the version under way, or a new draft that begins as a copy of the live one. Raises `NotFound`."""
    row = owned_course(unit, course, person_id)
    version = version_under_way(unit, row.id)
    return version or _draft_of_live(unit, row, person_id)


def owned_course(unit: Unit, course: str, person_id: str) -> Course:
    """Return the course of one of its owners. Raises `NotFound` for anybody else."""
    row = unit.session.scalar(
        sa.select(Course)
        .join(CourseOwner, CourseOwner.course_id == Course.id)
        .where(Course.key == course, CourseOwner.person_id == person_id)
    )
    if row is None:
        raise NotFound
    return row


def version_under_way(unit: Unit, course_id: str) -> CourseVersion | None:
    """Return the draft, or the version that is in review or approved."""
    return unit.session.scalar(
        sa.select(CourseVersion).where(CourseVersion.course_id == course_id, CourseVersion.state.in_(OPEN))
    )


def _draft_of_live(unit: Unit, course: Course, person_id: str) -> CourseVersion:
    live = unit.session.get(CourseVersion, course.live_version_id) if course.live_version_id else None
    if live is None:
        raise NotFound
    newest = unit.session.scalar(sa.select(sa.func.max(CourseVersion.number)).filter_by(course_id=course.id)) or 0
    draft = CourseVersion(
        id=new_id(),
        course_id=course.id,
        number=newest + 1,
        state="draft",
        title=live.title,
        source_hash=live.source_hash,
        outline={},
        author_id=person_id,
        created_at=unit.now,
    )
    unit.session.add(draft)
    unit.session.flush()
    for file in unit.session.scalars(sa.select(SourceFile).where(SourceFile.version_id == live.id)):
        unit.session.add(SourceFile(version_id=draft.id, path=file.path, content=file.content, hash=file.hash))
    unit.session.flush()
    return draft


def _keep(unit: Unit, version: CourseVersion, path: str, content: bytes | None, person_id: str) -> Revision:
    digest = hashlib.sha256(content).hexdigest() if content is not None else ""
    row = unit.session.get(SourceFile, (version.id, path))
    number = _newest(unit, version.id, path)
    if row is not None and row.hash == digest:
        return Revision(version.id, number)
    if row is not None and number == 0:
        # What stood there before the first save is the revision that one can go back to.
        _add(unit, version, path, 0, row.content, version.author_id or person_id)
    if content is None:
        unit.session.delete(row)
    elif row is None:
        unit.session.add(SourceFile(version_id=version.id, path=path, content=content, hash=digest))
    else:
        row.content, row.hash = content, digest
    version.revision += 1
    _add(unit, version, path, number + 1, content, person_id)
    unit.session.flush()
    record(
        unit,
        AuditTag.COURSE_EDITED,
        actor=person_id,
        subject=version.id,
        role="trainer",
        path=path,
        source=digest,
        revision=version.revision,
    )
    return Revision(version.id, number + 1)


def _newest(unit: Unit, version_id: str, path: str) -> int:
    found = sa.select(sa.func.max(SourceRevision.number)).filter_by(version_id=version_id, path=path)
    return unit.session.scalar(found) or 0


def _add(
    unit: Unit, version: CourseVersion, path: str, number: int, content: bytes | None, person_id: str
) -> None:  # fmt: skip
    unit.session.add(
        SourceRevision(
            id=new_id(),
            version_id=version.id,
            path=path,
            number=number,
            content=content,
            person_id=person_id,
            saved_at=unit.now,
        )
    )
    unit.session.flush()
