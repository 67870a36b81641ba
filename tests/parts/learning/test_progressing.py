"""Progress: what is done stays done, the course is completed once, and what opens the examination."""

from __future__ import annotations

from typing import Any

import pytest

from app.foundation.errors import NotFound
from app.learning.facts import CourseCompleted
from app.learning.pages import next_step
from app.learning.queries import Standing, standing_in
from app.learning.release import NOT_CONFIRMED, NOT_LEARNT, Lock, why_locked
from app.learning.services.progressing import mark_lesson_done
from tests.parts.learning.classroom import COURSE, EXAM, LESSON, PRACTICE, Classroom


def standing(room: Classroom, name: str = "ada") -> Standing:
    """Return where the person stands."""
    found = room.read(standing_in, room.people[name], COURSE)
    assert found
    return found


def listened(room: Classroom) -> list[Any]:
    """Collect every CourseCompleted from here on."""
    heard: list[Any] = []

    def hears(_unit: object, fact: object) -> None:
        heard.append(fact)

    known = room.works.database.reactions
    room.works.database.reactions = {**known, CourseCompleted: (*known[CourseCompleted], hears)}
    return heard


def test_progress_is_kept_with_its_moment_and_changes_the_page_s_tag(room: Classroom) -> None:
    """O8: what is done is on the server; the revision makes a kept copy of the page stale."""
    room.join("ada")
    assert standing(room).revision == 0
    room.finish_lesson("ada")
    after = standing(room)
    assert (after.states, after.revision, after.last_activity) == ({LESSON: "done"}, 1, LESSON)
    room.finish_lesson("ada")
    assert standing(room) == after, "a second click changes nothing"
    assert room.tags("learning:activity:completed") == 1


def test_a_person_resumes_at_the_first_thing_that_is_not_done(room: Classroom) -> None:
    """O8, O7: lesson, then practice, then examination, then nothing; on whatever device."""
    room.join("ada")
    outline, seen = room.outline(), []

    def step() -> str:
        found = next_step(outline, standing(room), None)
        return found.activity.key if found else "-"

    seen.append(step())
    room.finish_lesson("ada")
    seen.append(step())
    room.start("ada", PRACTICE)
    assert standing(room).states[PRACTICE] == "in_progress"
    seen.append(step())
    room.sit("ada", PRACTICE)
    seen.append(step())
    room.sit("ada", EXAM)
    seen.append(step())
    assert seen == [LESSON, PRACTICE, PRACTICE, EXAM, "-"]


def test_a_course_is_completed_once(room: Classroom) -> None:
    """With the last of its lessons and practice, never again; examinations are not part of it."""
    heard = listened(room)
    room.join("ada")
    room.sit("ada", PRACTICE)
    assert standing(room).state == "active"
    room.clock.move(hours=1)
    room.finish_lesson("ada")
    done = standing(room)
    assert (done.state, done.completed_at) == ("completed", room.clock.now)
    room.clock.move(hours=1)
    room.finish_lesson("ada")
    room.sit("ada", PRACTICE)
    room.sit("ada", EXAM)
    assert standing(room).completed_at == done.completed_at
    assert heard == [CourseCompleted(room.people["ada"], COURSE, done.version_id)]
    assert room.tags("learning:enrolment:completed") == 1


def test_a_practice_that_was_not_passed_is_not_done(room: Classroom) -> None:
    """It stays in progress, and what was passed once stays done after a worse try."""
    room.join("ada")
    room.sit("ada", PRACTICE, wrong=("first", "hands"))
    assert standing(room).states == {PRACTICE: "in_progress"}
    room.sit("ada", PRACTICE)
    room.sit("ada", PRACTICE, wrong=("first", "hands"))
    assert standing(room).states == {PRACTICE: "done"}


def test_the_examination_says_what_opens_it(room: Classroom) -> None:
    """A25: first everything learnt, then the identity confirmed; each reason on its own, in this order."""
    room.join("ada")
    outline = room.outline()
    exam = outline.examinations[0]
    assert why_locked(outline, standing(room), exam, None) == Lock(NOT_LEARNT)
    assert why_locked(outline, standing(room), exam, room.clock.now) == Lock(NOT_LEARNT)
    room.finish_lesson("ada")
    assert why_locked(outline, standing(room), exam, room.clock.now) == Lock(NOT_LEARNT)
    room.sit("ada", PRACTICE)
    assert why_locked(outline, standing(room), exam, None) == Lock(NOT_CONFIRMED)
    assert why_locked(outline, standing(room), exam, room.clock.now) is None
    for other in outline.to_learn:
        assert why_locked(outline, standing(room), other, None) is None, "nothing else is ever locked"


def test_nobody_marks_what_is_not_theirs_to_mark(room: Classroom) -> None:
    """S2: not without enrolment, not a quiz, not an examination, not what the course does not have."""
    with pytest.raises(NotFound):
        room.finish_lesson("ben")
    room.join("ben")
    for key in (PRACTICE, EXAM, "no-such-lesson"):
        with pytest.raises(NotFound):
            room.do(lambda unit, k=key: mark_lesson_done(unit, person_id=room.people["ben"], course=COURSE, lesson=k))
    assert standing(room, "ben").states == {}


def test_an_attempt_without_enrolment_leaves_no_progress(room: Classroom) -> None:
    """What was taken before joining does not count for the course, and breaks nothing."""
    room.sit("cleo", PRACTICE)
    assert room.ask("SELECT count(*) FROM progress")[0][0] == 0
