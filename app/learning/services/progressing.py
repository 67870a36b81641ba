"""Progress: a lesson is marked as done, a practice quiz is passed, and with the last of them the course."""

from __future__ import annotations

import sqlalchemy as sa

from app.assessment.facts import AttemptGraded, AttemptRegraded, AttemptStarted
from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import outline_of
from app.foundation.db import UtcDateTime
from app.foundation.errors import NotFound, Refusal
from app.foundation.straight import Straight
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.learning.facts import CourseCompleted, LearningBegun
from app.learning.models import Enrolment, Progress
from app.learning.queries import Standing, standing_in
from app.learning.release import refuse_if_waiting
from app.learning.version_queries import alike_in

_TOUCH = Straight(
    sa.update(Enrolment)
    .where(Enrolment.id == sa.bindparam("enrolment"))
    .values(
        revision=Enrolment.revision + 1,
        last_activity=sa.bindparam("activity"),
        moved_at=sa.bindparam("at", type_=UtcDateTime),
    )
)
_MOVED = Straight(
    sa.update(Enrolment)
    .where(Enrolment.id == sa.bindparam("enrolment"))
    .values(moved_at=sa.bindparam("at", type_=UtcDateTime))
)
_BEGUN = Straight(sa.insert(Progress))
_LOCK = Straight(sa.select(Enrolment.version_id).where(Enrolment.id == sa.bindparam("enrolment")).with_for_update())
_NOT_COMPLETED = (
    Enrolment.id == sa.bindparam("enrolment"),
    (Enrolment.state == "active") | Enrolment.completed_version_id.is_not(None),
)
_COMPLETE = (
    sa.update(Enrolment)
    .where(*_NOT_COMPLETED)
    .values(
        state="completed",
        completed_at=sa.bindparam("at"),
        completed_version_id=None,
        first_completed_at=sa.func.coalesce(Enrolment.first_completed_at, sa.bindparam("at", type_=UtcDateTime)),
    )
    .execution_options(synchronize_session=False)
)
_COMPLETED_TOO = (
    sa.update(Enrolment)
    .where(*_NOT_COMPLETED)
    .values(state="completed", completed_version_id=None)
    .execution_options(synchronize_session=False)
)


class AnotherVersionRead(Refusal):
    """What the person sends was read in another version than they are on now."""

    code = "another_version_read"
    message = N_("You are on another version of this course now. Open the page again.")
    status = 409


def mark_lesson_done(unit: Unit, *, person_id: str, course: str, lesson: str, read: int | None = None) -> None:
    """Mark a lesson as done that was read in the version with the number `read`; twice, it changes nothing.

    Raises `NotFound` when not enrolled or no such lesson, `ModuleNotOpen` where an earlier module comes first,
    `AnotherVersionRead`.
    """
    standing, outline = _place(unit, person_id, course)
    if lock_enrolment(unit, standing) != standing.version_id:  # another window has moved on since
        standing, outline = _place(unit, person_id, course)
    if read not in (None, outline.number):
        raise AnotherVersionRead
    activity = outline.by_key(lesson)
    if activity is None or activity.kind != "lesson":
        raise NotFound
    refuse_if_waiting(outline, standing, activity)
    _note(unit, standing, lesson, "done", person_id)


def note_attempt_started(unit: Unit, fact: AttemptStarted) -> None:
    """A quiz that was opened is in progress, and is where the person resumes."""
    standing = standing_in(unit.connection, fact.person_id, fact.owner)
    outline = outline_of(unit.connection, standing.version_id) if standing else None
    if standing and outline and outline.by_key(fact.quiz_key):
        _note(unit, standing, fact.quiz_key, "in_progress", fact.person_id)


def note_attempt_graded(unit: Unit, fact: AttemptGraded | AttemptRegraded) -> None:
    """A quiz that was passed is done, whether at once or when its paper was marked again."""
    standing = standing_in(unit.connection, fact.person_id, fact.owner)
    outline = outline_of(unit.connection, standing.version_id) if standing else None
    if not fact.passed or standing is None or outline is None or outline.by_key(fact.quiz_key) is None:
        return
    # A paper of another version says nothing of this one, unless the quiz is the same in both.
    if fact.edition == standing.version_id or fact.quiz_key in alike_in(
        unit.connection, fact.edition, standing.version_id, standing.locale
    ):
        _note(unit, standing, fact.quiz_key, "done", fact.person_id)


def lock_enrolment(unit: Unit, standing: Standing) -> str:
    """Let nobody else write to the enrolment until the unit ends; return the id of the version that it is on."""
    row = _LOCK.first(unit.connection, {"enrolment": standing.enrolment_id})
    return str(row.version_id) if row else ""


def hold_version(unit: Unit, standing: Standing) -> None:
    """Let nobody move on until the unit ends. Raises `AnotherVersionRead` where they did since `standing` was read."""
    if lock_enrolment(unit, standing) != standing.version_id:
        raise AnotherVersionRead


def _place(unit: Unit, person_id: str, course: str) -> tuple[Standing, CourseOutline]:
    standing = standing_in(unit.connection, person_id, course)
    outline = outline_of(unit.connection, standing.version_id) if standing else None
    if standing is None or outline is None:
        raise NotFound
    return standing, outline


def _note(unit: Unit, standing: Standing, activity: str, state: str, person_id: str) -> None:
    held = standing.states.get(activity)
    if held == state or (standing.is_done(activity) and state != "done"):
        _MOVED.count(unit.connection, {"enrolment": standing.enrolment_id, "at": unit.now})
        return
    if held is None:
        begun = {"enrolment_id": standing.enrolment_id, "activity": activity, "state": state, "at": unit.now}
        _BEGUN.count(unit.connection, {**begun, "changed_at": None})
    else:
        unit.session.execute(
            sa.update(Progress)
            .where(Progress.enrolment_id == standing.enrolment_id, Progress.activity == activity)
            .values(state=state, at=Progress.at if held == "changed" else unit.now, changed_at=None)
            .execution_options(synchronize_session=False)
        )
    unit.session.flush()
    _TOUCH.count(unit.connection, {"enrolment": standing.enrolment_id, "activity": activity, "at": unit.now})
    if not standing.last_activity:  # what was begun stays begun, whatever a newer version made of it
        unit.announce(LearningBegun(person_id, standing.course, standing.version_id))
    if state == "done":
        record(
            unit,
            AuditTag.ACTIVITY_COMPLETED,
            actor=person_id,
            subject=standing.enrolment_id,
            role="officer",
            activity=activity,
        )
        complete_if_all_done(unit, standing, person_id)


def complete_if_all_done(unit: Unit, standing: Standing, person_id: str, *, by_moving: bool = False) -> None:
    """Complete the version that the person is on with the last that it asks; what is completed stays as it is.

    Who had completed an earlier version, and has all of this one `by_moving` to it, keeps the day of that completion.
    Read anew under the lock of the enrolment's row: two windows may each finish one of the last two activities, and one
    may have moved to another version meanwhile.
    """
    now = standing_in(unit.connection, person_id, standing.course)
    outline = outline_of(unit.connection, now.version_id) if now else None
    if now is None or outline is None or not now.has_learnt(outline.to_learn):
        return
    again = now.completed_at is not None
    if again and by_moving:
        known = outline_of(unit.connection, now.earlier)
        if known and known.reviewed and not outline.reviewed:
            return  # what an expert has reviewed stays the evidence
        unit.connection.execute(_COMPLETED_TOO, {"enrolment": standing.enrolment_id})
        return
    completed = unit.connection.execute(_COMPLETE, {"enrolment": standing.enrolment_id, "at": unit.now})
    if completed.rowcount == 1:
        record(
            unit,
            AuditTag.ENROLMENT_COMPLETED,
            actor=person_id,
            subject=standing.enrolment_id,
            role="officer",
            course=standing.course,
        )
        unit.announce(CourseCompleted(person_id, standing.course, outline.version_id, again))
