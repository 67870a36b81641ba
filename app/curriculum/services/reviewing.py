"""Two persons stand behind a version: its author asks for review, another trainer approves, sends back, publishes."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.domain.folder import read_course
from app.curriculum.domain.wording import is_wording_alone
from app.curriculum.models import Course, CourseVersion, ReviewComment, SourceRevision
from app.curriculum.queries import source_files
from app.curriculum.services.editing import owned_course, version_under_way
from app.curriculum.services.identities import refuse_other_types
from app.curriculum.services.publishing import CourseHasErrors, ShowCheck, publish_version
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_


class OwnWork(Refusal):
    """Who edited a version does not review it (T4)."""

    code = "own_work"
    message = N_("You have edited this version yourself. Another trainer reviews and publishes it.")
    status = 403


class NotInThisState(Refusal):
    """The version is not where this step begins; somebody else was quicker."""

    code = "not_in_this_state"
    message = N_("This version has moved on meanwhile. Look at the course again.")


class NothingChanged(Refusal):
    """The draft says what is live already."""

    code = "nothing_changed"
    message = N_("This draft says the same as the live version. There is nothing to review.")


class MoreThanWording(Refusal):
    """More than wording differs, so a second person looks at it."""

    code = "more_than_wording"
    message = N_("More than the wording of lessons has changed. Ask another trainer to review it.")


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on a line of a file; line 0 speaks about the whole file."""

    path: str
    line: int
    text: str


def ask_for_review(unit: Unit, course: str, person_id: str) -> None:
    """Hand the draft to the other trainers.

    Raises `CourseHasErrors`, `IdOfAnotherType`, `NothingChanged` or `NotInThisState`.
    """
    row = owned_course(unit, course, person_id)
    version = _in(version_under_way(unit, row.id), "draft")
    files = source_files(unit.connection, version.id)
    reading = read_course(files)
    if reading.course is None:
        errors = sum(finding.level == "error" for finding in reading.findings)
        raise CourseHasErrors(count=errors, findings=reading.findings)
    refuse_other_types(unit.connection, course, files)
    live = unit.session.get(CourseVersion, row.live_version_id) if row.live_version_id else None
    if live is not None and live.source_hash == reading.course.hash:
        raise NothingChanged
    version.state, version.title, version.source_hash = "in_review", reading.course.title, reading.course.hash
    _note(unit, AuditTag.COURSE_REVIEW_ASKED, version, person_id, source=version.source_hash)


def take_back(unit: Unit, course: str, person_id: str) -> None:
    """An owner takes the version back from review to change it."""
    row = owned_course(unit, course, person_id)
    version = _in(version_under_way(unit, row.id), "in_review", "approved")
    version.state, version.reviewer_id = "draft", None
    _note(unit, AuditTag.COURSE_SENT_BACK, version, person_id, by="author")


def give_up(unit: Unit, course: str, person_id: str) -> None:
    """An owner gives the draft up: it is retired without ever having been live; its revisions stay."""
    row = owned_course(unit, course, person_id)
    version = _in(version_under_way(unit, row.id), "draft", "in_review", "approved")
    version.state = "retired"
    _note(unit, AuditTag.COURSE_RETIRED, version, person_id, given_up=True)


def comment(unit: Unit, course: str, person_id: str, remark: Remark) -> None:
    """A reviewer, or an owner, says something about a line. Raises `NotInThisState` outside of a review."""
    version = _in(_under_way(unit, course), "draft", "in_review", "approved")
    unit.session.add(
        ReviewComment(
            id=new_id(),
            version_id=version.id,
            path=remark.path,
            line=remark.line,
            text=remark.text,
            person_id=person_id,
            written_at=unit.now,
        )
    )
    unit.session.flush()
    _note(unit, AuditTag.COURSE_COMMENTED, version, person_id, path=remark.path, line=remark.line)


def settle(unit: Unit, course: str, person_id: str, comment_id: str) -> None:
    """An owner notes that a comment was dealt with. Raises `NotFound`."""
    row = owned_course(unit, course, person_id)
    version = version_under_way(unit, row.id)
    found = unit.session.get(ReviewComment, comment_id)
    if version is None or found is None or found.version_id != version.id:
        raise NotFound
    found.settled_at = found.settled_at or unit.now
    unit.session.flush()


def send_back(unit: Unit, course: str, person_id: str, note: str) -> None:
    """The reviewer refuses the version and says why; it is a draft again. Raises `OwnWork`."""
    version = _in(_under_way(unit, course), "in_review", "approved")
    refuse_own_work(unit, version, person_id)
    version.state, version.reviewer_id, version.review_note = "draft", None, note
    _note(unit, AuditTag.COURSE_SENT_BACK, version, person_id, by="reviewer")


def approve(unit: Unit, course: str, person_id: str, source_hash: str) -> CourseVersion:
    """The reviewer approves what they looked at. Raises `OwnWork`; `NotInThisState` where the text is another one."""
    version = _in(_under_way(unit, course), "in_review")
    refuse_own_work(unit, version, person_id)
    if version.source_hash != source_hash:
        raise NotInThisState
    version.state, version.reviewer_id, version.review_note = "approved", person_id, ""
    unit.session.flush()
    _note(unit, AuditTag.COURSE_APPROVED, version, person_id, source=source_hash)
    return version


def approve_and_publish(
    unit: Unit, course: str, person_id: str, source_hash: str, show_check: ShowCheck
) -> None:  # fmt: skip
    """The reviewer approves the version and it goes live at once."""
    version = approve(unit, course, person_id, source_hash)
    publish_version(unit, version, actor=person_id, show_check=show_check)


def publish_approved(unit: Unit, course: str, person_id: str, show_check: ShowCheck) -> None:
    """An owner publishes what another trainer has approved."""
    row = owned_course(unit, course, person_id)
    version = _in(version_under_way(unit, row.id), "approved")
    publish_version(unit, version, actor=person_id, show_check=show_check)


def publish_wording(unit: Unit, course: str, person_id: str, show_check: ShowCheck) -> None:
    """An owner publishes a change of wording alone without a second person; the log says that it was one.

    Raises `MoreThanWording` where anything else differs from the live version.
    """
    row = owned_course(unit, course, person_id)
    version = _in(version_under_way(unit, row.id), "draft")
    live = source_files(unit.connection, row.live_version_id) if row.live_version_id else {}
    if not is_wording_alone(live, source_files(unit.connection, version.id)):
        raise MoreThanWording
    _note(unit, AuditTag.COURSE_APPROVED, version, person_id, wording_only=True)
    publish_version(unit, version, actor=person_id, show_check=show_check)


def refuse_own_work(unit: Unit, version: CourseVersion, person_id: str) -> None:
    """Raise `OwnWork` where the person opened the version or saved any text of it; the database refuses it too."""
    edits = sa.select(SourceRevision.id).filter_by(version_id=version.id, person_id=person_id).limit(1)
    if version.author_id == person_id or unit.session.scalar(edits) is not None:
        raise OwnWork


def _under_way(unit: Unit, course: str) -> CourseVersion | None:
    row = unit.session.scalar(sa.select(Course).where(Course.key == course))
    if row is None:
        raise NotFound
    return version_under_way(unit, row.id)


def _in(version: CourseVersion | None, *states: str) -> CourseVersion:
    if version is None or version.state not in states:
        raise NotInThisState
    return version


def _note(unit: Unit, tag: AuditTag, version: CourseVersion, person_id: str, **data: object) -> None:
    unit.session.flush()
    record(unit, tag, actor=person_id, subject=version.id, role="trainer", number=version.number, **data)
