"""Somebody moves to a newer version of their course (T13): what they did stays; the version before is not touched."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Event
from time import sleep
from typing import Any

import pytest

from app.accreditation.batch_queries import finishers
from app.accreditation.services.gathering import gather_evidence
from app.assessment.edition_queries import editions_sat
from app.assessment.facts import AttemptGraded, AttemptRegraded
from app.assessment.services.starting import start_attempt
from app.audit.queries import newest_entries
from app.curriculum.queries import live_course, outline_of
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.insight.services.examined import examined
from app.learning.agency_month_queries import finished_by_month
from app.learning.facts import CourseCompleted, MovedToVersion
from app.learning.pace_queries import Pace, pace_since
from app.learning.queries import Standing, standing_and_live, standing_in
from app.learning.services.choosing_language import choose_course_language
from app.learning.services.enrolling import missing_first
from app.learning.services.moving import AttemptUnderWay, NewerStill, move_to_version
from app.learning.services.progressing import (
    AnotherVersionRead,
    complete_if_all_done,
    hold_version,
    mark_lesson_done,
    note_attempt_graded,
)
from app.learning.version_queries import move_ahead
from app.learning.version_routes import language_lost
from tests.domain.curriculum.french import FRENCH, french_course, french_with
from tests.domain.curriculum.small_course import LESSON as LESSON_FILE
from tests.domain.curriculum.small_course import small_course
from tests.parts.learning.classroom import COURSE, LESSON, PRACTICE, Classroom
from tests.parts.learning.test_enrolling import second_version

NOTE = "modules/01-first-steps/20-note.md"
EXTRA = "modules/02-final/20-extra.quiz.md"

PRACTICE_LOOK = (
    b"---\nid: look\ntitle: Look\npass: 60%\n---\n\n## Is it on? {#on for=see}\n\n= true\n  > Right.\n  > false: No.\n"
)


def with_note() -> dict[str, bytes]:
    """The course with a lesson more and an examination more."""
    lesson = b"---\nid: write-down\ntitle: Write it down\n---\n\nNote what you see.\n"
    examination = small_course()["modules/02-final/10-examination.quiz.md"].replace(b"id: final", b"id: extra")
    return {**small_course(), NOTE: lesson, EXTRA: examination}


def without_lesson() -> dict[str, bytes]:
    """The course with its practice alone to learn by."""
    return {path: text for path, text in small_course().items() if path != LESSON_FILE}


def standing(room: Classroom, name: str = "ada") -> Standing:
    found = room.read(standing_in, room.people[name], COURSE)
    assert found
    return found


def move(room: Classroom, name: str = "ada", number: int = 2) -> None:
    room.do(partial(move_to_version, person_id=room.people[name], course=COURSE, number=number))


def finish(room: Classroom, name: str = "ada") -> None:
    """Join and complete the course."""
    room.join(name)
    room.finish_lesson(name)
    room.sit(name)
    assert standing(room, name).state == "completed"


def facts(room: Classroom, kind: type[Any]) -> list[Any]:
    """Return a list that fills with the facts of a kind."""
    heard: list[Any] = []
    reactions: Mapping[Any, Any] = room.works.database.reactions
    held = tuple(reactions.get(kind, ()))
    room.works.database.reactions = {**reactions, kind: (*held, lambda _unit, fact: heard.append(fact))}
    return heard


def test_what_is_done_stays_done_and_what_has_changed_since_is_marked_until_it_is_done_again(room: Classroom) -> None:
    room.join("ada")
    room.finish_lesson("ada")
    old, frozen = standing(room), room.outline()
    second_version(room)
    moved = facts(room, MovedToVersion)
    move(room)
    new = standing(room)
    assert (new.enrolment_id, new.version_id) == (old.enrolment_id, room.outline().version_id)
    assert new.revision > old.revision, "or browsers would show their copy of the page before"
    assert (new.is_done(LESSON), new.is_changed(LESSON)) == (True, True)
    assert [(one.person_id, one.version_id) for one in moved] == [(room.people["ada"], new.version_id)]
    assert room.read(outline_of, old.version_id) == frozen
    room.finish_lesson("ada")
    assert (standing(room).is_done(LESSON), standing(room).is_changed(LESSON)) == (True, False)


def test_a_practice_that_changed_stays_passed_whether_it_is_opened_again_or_not(room: Classroom) -> None:
    finish(room)
    second_version(room)
    move(room)
    assert standing(room).is_changed(PRACTICE)
    assert standing(room).state == "active", "its lesson has changed as well"
    public_id = room.start("ada")
    assert standing(room).is_changed(PRACTICE)
    room.save_form("ada", public_id, room.right("ada", public_id))
    room.hand_in("ada", public_id)
    assert standing(room).states[PRACTICE] == "done"
    assert len(room.read(editions_sat, room.people["ada"])) == 2, "figures of both papers stay open to her"


def test_what_is_alike_is_not_marked(room: Classroom) -> None:
    """A lesson and a practice whose words, files, rules and questions are the same in both versions."""
    finish(room)
    room.publish(with_note())
    move(room)
    assert dict(standing(room).states) == {LESSON: "done", PRACTICE: "done"}


def test_a_translation_that_was_mended_is_marked_for_who_reads_it(room: Classroom) -> None:
    """O13: what somebody did is what they read; the others did what stands there unchanged."""
    room.publish(french_course())
    for name in ("ada", "ben"):
        room.join(name)
        room.finish_lesson(name)
        room.sit(name)
    room.do(partial(choose_course_language, person_id=room.people["ada"], course=COURSE, language="fr"))
    lesson = french_with(FRENCH[LESSON_FILE], "Regardez avant", "Regardez bien avant")
    quiz = FRENCH["modules/01-first-steps/90-practice.quiz.md"]
    both = {**lesson, quiz: lesson[quiz].replace(b"Combien de mains", b"Combien de doigts")}
    for files, changed in ((lesson, {LESSON}), (both, {LESSON, PRACTICE})):
        number = room.publish(files).number
        for name in ("ada", "ben"):
            move(room, name, number)
        assert {key for key in (LESSON, PRACTICE) if standing(room).is_changed(key)} == changed
        assert [standing(room, "ben").is_changed(key) for key in (LESSON, PRACTICE)] == [False, False]


def test_a_paper_that_is_marked_again_leaves_the_mark_of_a_mended_translation(room: Classroom) -> None:
    room.publish(french_course())
    room.join("ada")
    room.do(partial(choose_course_language, person_id=room.people["ada"], course=COURSE, language="fr"))
    room.finish_lesson("ada")
    room.sit("ada")
    before = standing(room)
    quiz = FRENCH["modules/01-first-steps/90-practice.quiz.md"]
    move(room, number=room.publish(french_with(quiz, "Combien de mains", "Combien de doigts")).number)
    fact = AttemptRegraded("of-before", room.people["ada"], COURSE, PRACTICE, before.version_id, passed=True)
    room.do(lambda unit: note_attempt_graded(unit, fact))
    assert standing(room).is_changed(PRACTICE)


@pytest.mark.parametrize(
    ("reads", "lost"), [("", ("English", "French")), ("fr", None)], ids=["in the source language", "in French"]
)
def test_a_version_with_another_source_language_is_read_in_the_one_that_was_read(
    room: Classroom, reads: str, lost: tuple[str, str] | None
) -> None:
    """O13: whoever reads the source reads a language too; it is remembered for a version that has it again."""
    room.publish(french_course())
    room.join("ada")
    if reads:
        room.do(partial(choose_course_language, person_id=room.people["ada"], course=COURSE, language=reads))
    files = small_course()
    head = files["course.yml"].replace(b"languages: [en, fr]", b"languages: [fr, en]")
    number = room.publish({**files, "course.yml": head}).number
    now, live = room.read(standing_and_live, room.people["ada"], COURSE)
    ahead = room.read(move_ahead, room.people["ada"], now, live)
    assert language_lost(ahead, "en") == lost
    move(room, number=number)
    assert standing(room).locale == (reads or "en")
    move(room, number=room.publish(french_course()).number)
    outline = room.read(outline_of, standing(room).version_id, standing(room).locale)
    assert outline.read_in == (reads or "en")


def test_a_completion_stays_with_its_version_and_the_course_is_open_again_for_what_is_new(room: Classroom) -> None:
    """Nobody is counted as a finisher twice, and what was completed is evidence until it is completed anew."""
    finish(room)
    first = standing(room)
    room.publish(with_note())
    completed = facts(room, CourseCompleted)
    move(room)
    now = standing(room)
    assert (now.state, now.completed_at, now.earlier) == ("active", first.completed_at, first.version_id)
    evidence = room.read(gather_evidence, room.people["ada"], None, room.clock.now.date()).courses[COURSE]
    assert (evidence.completed_at, evidence.version) == (first.completed_at, 1)
    builds_on_it = replace(room.read(live_course, COURSE), outline=replace(room.outline(), prerequisites=(COURSE,)))
    assert room.read(missing_first, room.people["ada"], builds_on_it) == (), "courses that build on it stay open to her"
    assert room.read(finishers, COURSE, "any-scheme", 5) == (room.people["ada"],)
    assert (evidence.done, evidence.asked, set(evidence.papers)) == (2, 3, {"final", "extra"})
    room.clock.move(days=1)
    room.do(lambda unit: mark_lesson_done(unit, person_id=room.people["ada"], course=COURSE, lesson="write-down"))
    again = standing(room)
    assert (again.state, again.completed_at, again.earlier) == ("completed", room.clock.now, "")
    assert [(one.version_id, one.again) for one in completed] == [(again.version_id, True)]
    evidence = room.read(gather_evidence, room.people["ada"], None, room.clock.now.date()).courses[COURSE]
    assert (evidence.completed_at, evidence.version) == (room.clock.now, 2)


def test_what_is_counted_by_date_stays_where_the_first_completion_was(room: Classroom) -> None:
    """P4 X1: a newer version completed in a later month moves no officer to it, and its steps are no longer work."""
    begun = [room.clock.now + timedelta(days=31 * number, minutes=45) for number in range(-1, 11)]
    room.join("ada")
    room.clock.move(minutes=20)
    room.finish_lesson("ada")
    room.clock.move(minutes=20)
    room.sit("ada")

    def counted() -> tuple[object, Pace]:
        [(path,)] = room.ask("SELECT path FROM agency")
        by_month = room.read(finished_by_month, path, room.clock.now, begun)
        return by_month, room.read(pace_since, COURSE, begun[0], [], 1, 5)

    before = counted()
    assert before[0] == {(COURSE, 0): 1}
    files = with_note()
    room.publish({**files, LESSON_FILE: files[LESSON_FILE].replace(b"Look before", b"Always look before")})
    move(room)
    assert counted() == before
    room.clock.move(minutes=10)
    room.finish_lesson("ada")
    assert counted() == before
    room.do(lambda unit: mark_lesson_done(unit, person_id=room.people["ada"], course=COURSE, lesson="write-down"))
    assert standing(room).completed_at == room.clock.now
    assert counted() == before


def test_who_sat_and_passed_on_an_earlier_version_is_counted_once(room: Classroom) -> None:
    """P4: an examination that only the newer version has makes no second officer of them, beside the other or alone."""
    finish(room)
    room.confirm("ada")
    graded = facts(room, AttemptGraded)
    assert room.sit("ada", "final").passed
    alone = {path: text for path, text in with_note().items() if "10-examination" not in path}
    beside = room.publish(with_note()).version_id
    move(room)
    room.publish(alone)
    move(room, number=3)
    room.do(lambda unit: mark_lesson_done(unit, person_id=room.people["ada"], course=COURSE, lesson="write-down"))
    assert room.sit("ada", "extra").passed
    fact = graded[-1]
    for version in standing(room).version_id, beside:
        found = room.read(examined, replace(fact, edition=version), room.read(outline_of, version))
        assert (found.sat_first, found.passed_all) == (False, False), version


def test_who_has_done_all_that_the_newer_version_asks_has_completed_it(room: Classroom) -> None:
    room.join("ada")
    room.sit("ada")
    assert standing(room).state == "active"
    room.publish(without_lesson())
    completed = facts(room, CourseCompleted)
    move(room)
    assert (standing(room).state, standing(room).completed_at) == ("completed", room.clock.now)
    assert [(one.version_id, one.again) for one in completed] == [(room.outline().version_id, False)]


def test_what_fell_away_stays_in_the_record_and_counts_when_it_comes_back(room: Classroom) -> None:
    room.join("ada")
    room.finish_lesson("ada")
    room.publish(without_lesson())
    move(room)
    room.publish(small_course())
    move(room, number=3)
    assert standing(room).states[LESSON] == "changed", "done, and whether it says the same was not looked at"


def test_a_lesson_that_comes_back_as_a_practice_is_not_passed_by_having_been_read(room: Classroom) -> None:
    room.join("ada")
    room.finish_lesson("ada")
    room.publish(without_lesson())
    move(room)
    room.publish({**without_lesson(), "modules/01-first-steps/10-look.quiz.md": PRACTICE_LOOK})
    move(room, number=3)
    assert LESSON not in standing(room).states


def test_a_lesson_that_became_a_practice_is_not_passed_by_having_been_read(room: Classroom) -> None:
    room.join("ada")
    room.finish_lesson("ada")
    room.publish({**without_lesson(), "modules/01-first-steps/10-look.quiz.md": PRACTICE_LOOK})
    move(room)
    assert dict(standing(room).states) == {}
    assert room.sit("ada", LESSON).passed


def test_an_attempt_under_way_is_handed_in_first(room: Classroom) -> None:
    room.join("ada")
    public_id = room.start("ada")
    paper = room.attempt("ada", public_id)
    second_version(room)
    before = standing(room)
    with pytest.raises(AttemptUnderWay):
        move(room)
    assert standing(room) == before
    assert room.attempt("ada", public_id) == paper
    room.join("ben")
    room.hand_in("ada", public_id)
    move(room)
    assert standing(room).version_id == room.outline().version_id


def test_an_attempt_that_is_just_being_opened_is_one_under_way(room: Classroom) -> None:
    """Two windows: whoever comes second sees what the first did, and no paper is opened of a version that was left."""
    room.join("ada")
    held = standing(room)
    practice = next(one for one in room.outline().activities if one.key == PRACTICE)
    second_version(room)
    held_fast = Event()

    def opens(unit: Unit) -> None:
        hold_version(unit, held)
        held_fast.set()
        sleep(0.3)  # long enough for the other window to have moved, were it let
        start_attempt(unit, person_id=room.people["ada"], quiz_version_id=practice.quiz_id, seed="seed")

    with ThreadPoolExecutor(1) as other:
        opened = other.submit(room.do, opens)
        assert held_fast.wait(30)
        with pytest.raises(AttemptUnderWay):
            move(room)
        opened.result()
    [(public_id,)] = room.ask("SELECT public_id FROM attempt")
    room.hand_in("ada", public_id)
    move(room)
    with pytest.raises(AnotherVersionRead):
        room.do(opens)


def test_a_lesson_that_is_just_being_done_was_done_before_the_move(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two windows: what was read is the earlier version's, and is marked where the newer one says something else."""
    room.join("ada")
    second_version(room)
    begun = Event()

    def looks(*_: Any) -> None:
        begun.set()
        sleep(0.3)  # long enough for the other window to have moved, were it let

    monkeypatch.setattr("app.learning.services.progressing.refuse_if_waiting", looks)
    done = partial(mark_lesson_done, person_id=room.people["ada"], course=COURSE, lesson=LESSON, read=1)
    with ThreadPoolExecutor(1) as other:
        read = other.submit(room.do, done)
        assert begun.wait(30)
        move(room)
        read.result()
    assert standing(room).is_changed(LESSON)


def test_nobody_moves_to_what_they_have_not_seen_described(room: Classroom) -> None:
    """Nor without an enrolment, nor anywhere where they are on the newest version; then nothing is written."""
    with pytest.raises(NotFound):
        move(room)
    room.join("ada")
    move(room, number=1)
    assert room.tags("learning:enrolment:moved") == 0
    second_version(room)
    room.publish(with_note())
    with pytest.raises(NewerStill):
        move(room, number=2)
    assert standing(room).version_id != room.outline().version_id
    move(room, number=3)
    assert standing(room).version_id == room.outline().version_id


def test_the_log_names_both_versions_and_what_has_changed(room: Classroom) -> None:
    room.join("ada")
    room.finish_lesson("ada")
    old = standing(room).version_id
    second_version(room)
    move(room)
    entry = room.read(lambda connection: newest_entries(connection, limit=1))[0]
    assert (entry.tag, entry.subject) == ("learning:enrolment:moved", standing(room).enrolment_id)
    new = room.outline().version_id
    assert entry.data == {"course": COURSE, "before": old, "version": new, "changed": [LESSON]}


def test_many_clicks_move_once_beside_a_lesson_that_is_being_done(room: Classroom) -> None:
    """Whichever comes first, the lesson is done, the version is the newer one, and the log has one move."""
    room.join("ada")
    room.publish(with_note())

    def act(at: int) -> None:
        move(room) if at % 2 else room.finish_lesson("ada")

    with ThreadPoolExecutor(4) as several:
        list(several.map(act, range(8)))
    assert room.tags("learning:enrolment:moved") == 1
    now = standing(room)
    assert (now.version_id, now.is_done(LESSON), now.state) == (room.outline().version_id, True, "active")


def test_a_window_that_still_had_the_version_before_completes_nothing_of_the_newer_one(room: Classroom) -> None:
    """It looked before the move and writes after it: what counts is the version that the person is on now."""
    room.join("ada")
    before = standing(room)
    room.finish_lesson("ada")
    room.publish(with_note())
    move(room)
    room.sit("ada")
    room.do(lambda unit: complete_if_all_done(unit, before, room.people["ada"]))
    assert standing(room).state == "active"


def test_an_older_version_is_no_move_ahead(room: Classroom) -> None:
    room.join("ada")
    second_version(room)
    room.join("ben")
    held, live = room.read(standing_and_live, room.people["ben"], COURSE)
    first = standing(room).version_id
    assert held
    assert live == held.version_id
    assert room.read(move_ahead, room.people["ben"], held, first) is None
    assert room.read(move_ahead, room.people["ben"], held, "") is None
