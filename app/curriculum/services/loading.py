"""A course folder is loaded: on a demonstration it goes live, elsewhere it waits for a second person."""

from __future__ import annotations

from collections.abc import Mapping

from app.curriculum.domain.changes import FileChange, changes
from app.curriculum.domain.course import CourseSource
from app.curriculum.domain.course_state import revision_of, taken_from
from app.curriculum.domain.folder import read_course
from app.curriculum.domain.writing.folder import canonical_folder
from app.curriculum.models import CourseVersion
from app.curriculum.queries import VersionRecord, owners_of, source_files, versions_of
from app.curriculum.services.drafting import open_draft
from app.curriculum.services.editing import OPEN, InReview, owned_course
from app.curriculum.services.identities import refuse_other_types
from app.curriculum.services.publishing import CourseHasErrors, ShowCheck, keep_assets, publish_version
from app.curriculum.services.replacing import replace_files
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_


class MovedOn(Refusal):
    """The course has changed since the folder was taken from it; `changed` is what stands now against the folder."""

    code = "course_moved_on"
    message = N_(
        "Somebody has changed %(course)s since this folder was taken from it: version %(number)s is not what it began "
        "with. Nothing was loaded. Export that version, put your changes into it, and load that."
    )

    def __init__(self, version: VersionRecord, changed: tuple[FileChange, ...]) -> None:
        super().__init__(course=version.course, number=version.number)
        self.changed = changed


class NobodyNamed(Refusal):
    """The folder would go into a draft that trainers work on, and none of them is said to bring it."""

    code = "nobody_named"
    message = N_(
        "Trainers work on a draft of this course. Say which of its owners brings this folder: --by SIGN-IN-NAME."
    )


class OtherCourse(Refusal):
    """The folder is that of another course."""

    code = "other_course"
    message = N_("This is the folder of the course %(other)s, not of this one.")


def load_course(
    unit: Unit,
    files: Mapping[str, bytes],
    *,
    show_check: ShowCheck,
    publish: bool,
    state: str = "",
    person_id: str | None = None,
) -> str:
    """Load a folder and say what became of it; a folder that says what is live already changes nothing.

    `state` is the text of its `.course-state`, `person_id` whose work it is. Raises `CourseHasErrors`,
    `IdOfAnotherType`, `MovedOn`, `NobodyNamed`, `InReview` or `DraftIsOpen`.
    """
    source = checked_source(files)
    versions = versions_of(unit.connection, source.id)
    if _is_live(unit, versions, source, files):
        return f"{source.id}: this text is live already; nothing was changed."
    open_one = next((one for one in versions if one.state in OPEN), None)
    if open_one is not None and open_one.state != "draft":
        raise InReview
    refuse_other_types(unit.connection, source.id, files)
    refuse_moved_on(unit, versions, files, state)
    if open_one is None:
        version = open_draft(unit, source, files, author_id=person_id, state="draft" if publish else "in_review")
    else:
        version = _into_draft(unit, open_one, files, person_id)
        if not publish:
            version.state, version.title, version.source_hash = "in_review", source.title, source.hash
    if not publish:
        keep_assets(unit, source)
        return f"{source.id}: loaded as version {version.number}; a trainer reviews and publishes it."
    publish_version(unit, version, actor=person_id or "system", show_check=show_check)
    return f"{source.id}: version {version.number} is live."


def load_into_draft(
    unit: Unit, *, course: str, person_id: str, files: Mapping[str, bytes], state: str
) -> None:  # fmt: skip
    """Put an owner's folder in the place of the draft, or of a new one; it waits for its author to ask for review.

    Raises `NotFound`, `CourseHasErrors`, `OtherCourse`, `IdOfAnotherType`, `MovedOn` or `InReview`.
    """
    owned_course(unit, course, person_id)
    source = checked_source(files)
    if source.id != course:
        raise OtherCourse(other=source.id)
    versions = versions_of(unit.connection, course)
    if any(one.state in OPEN and one.state != "draft" for one in versions):
        raise InReview
    refuse_other_types(unit.connection, course, files)
    refuse_moved_on(unit, versions, files, state)
    replace_files(unit, course=course, person_id=person_id, files=files)
    keep_assets(unit, source)


def checked_source(files: Mapping[str, bytes]) -> CourseSource:
    """Return the course of a folder. Raises `CourseHasErrors`."""
    reading = read_course(files)
    if reading.course is None:
        errors = sum(finding.level == "error" for finding in reading.findings)
        raise CourseHasErrors(count=errors, findings=reading.findings)
    return reading.course


def refuse_moved_on(
    unit: Unit, versions: tuple[VersionRecord, ...], files: Mapping[str, bytes], state: str
) -> None:  # fmt: skip
    """Raise `MovedOn` where what stands now, the open version or else the live one, is not what the folder began with.

    A folder that says nothing of where it was taken from may begin a draft, and replaces none.
    """
    standing = standing_version(versions)
    if standing is None or (standing.state == "live" and not taken_from(state)):
        return
    held = source_files(unit.connection, standing.id)
    if taken_from(state) != revision_of(held):
        raise MovedOn(standing, changes(canonical_folder(held), canonical_folder(files)))


def standing_version(versions: tuple[VersionRecord, ...]) -> VersionRecord | None:
    """Return the version that a folder would be loaded onto: the one under way, else the live one."""
    states = {one.state: one for one in versions if one.state in (*OPEN, "live")}
    return next((states[state] for state in (*OPEN, "live") if state in states), None)


def _is_live(
    unit: Unit, versions: tuple[VersionRecord, ...], source: CourseSource, files: Mapping[str, bytes]
) -> bool:  # fmt: skip
    live = next((one for one in versions if one.state == "live"), None)
    if live is None or live.source_hash == source.hash:
        return live is not None
    held = source_files(unit.connection, live.id)
    return held.keys() == files.keys() and revision_of(held) == revision_of(files)


def _into_draft(
    unit: Unit, open_one: VersionRecord, files: Mapping[str, bytes], person_id: str | None
) -> CourseVersion:  # fmt: skip
    if person_id is None or person_id not in owners_of(unit.connection, open_one.course):
        raise NobodyNamed
    return replace_files(unit, course=open_one.course, person_id=person_id, files=files)
