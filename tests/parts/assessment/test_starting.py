"""An attempt exists, with form and deadline, before its first item is shown; when the next may begin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.assessment.domain.attempt_rules import AlreadyPassed, AttemptLimitReached, WaitNotOver
from app.assessment.queries import attempts_at, quiz_by_id
from app.audit.services import ClockBehind
from tests.parts.learning.classroom import COURSE, EXAM, PRACTICE, Classroom

FULL = f"{COURSE}/{EXAM}"


def test_form_and_deadline_stand_before_the_first_item_is_shown(room: Classroom) -> None:
    """O18: what was started is stored: which items in which order, which options in which order, until when."""
    attempt = room.attempt("ada", room.start("ada", EXAM))
    assert attempt.state == "in_progress"
    assert attempt.number == 1
    assert {entry.key for entry in attempt.form} == {"people", "note"}
    assert all(entry.order for entry in attempt.form)
    assert attempt.opened_at == room.clock.now
    assert attempt.deadline == room.clock.now + timedelta(minutes=10)


def test_who_comes_back_finds_the_same_paper_and_the_time_that_is_left(room: Classroom) -> None:
    """O18, O8: after a power cut the attempt goes on with the same items in the same order and the same end."""
    first = room.attempt("ada", room.start("ada", EXAM, seed="one"))
    room.clock.move(minutes=4)
    again = room.attempt("ada", room.start("ada", EXAM, seed="another"))
    assert (again.public_id, again.form, again.deadline) == (first.public_id, first.form, first.deadline)
    assert room.tags("assessment:attempt:started") == 1


def test_practice_without_a_limit_has_no_deadline_and_is_repeated_at_will(room: Classroom) -> None:
    """O24: practice may be taken again at once, passed or not."""
    numbers = []
    for _ in range(3):
        attempt = room.sit("ada", PRACTICE)
        assert attempt.deadline is None
        assert attempt.passed
        numbers.append(attempt.number)
    assert numbers == [1, 2, 3]


def test_the_wait_runs_from_the_latest_handing_in(room: Classroom) -> None:
    """The examination waits 48 hours between attempts; the refusal says until when, and nothing is started."""
    room.sit("ada", EXAM, wrong=("people", "note"))
    handed_in = room.clock.now
    room.clock.move(hours=47, minutes=59)
    with pytest.raises(WaitNotOver) as refused:
        room.start("ada", EXAM)
    assert refused.value.values["opens_at"] == handed_in + timedelta(hours=48)
    assert len(room.read(attempts_at, room.people["ada"], FULL)) == 1
    room.clock.move(minutes=1)
    assert room.attempt("ada", room.start("ada", EXAM)).number == 2


def test_attempts_run_out(room: Classroom) -> None:
    """Three attempts are allowed; the fourth is refused."""
    for _ in range(3):
        room.sit("ada", EXAM, wrong=("people", "note"))
        room.clock.move(hours=48)
    with pytest.raises(AttemptLimitReached) as refused:
        room.start("ada", EXAM)
    assert refused.value.values == {"attempts": 3}
    assert room.attempt("ben", room.start("ben", EXAM)).number == 1, "another person's attempts count for nothing"


def test_a_passed_examination_is_not_taken_again(room: Classroom) -> None:
    """There is nothing left to do; a second pass would prove nothing."""
    assert room.sit("ada", EXAM).passed
    room.clock.move(hours=48)
    with pytest.raises(AlreadyPassed):
        room.start("ada", EXAM)


def test_starting_after_the_time_is_over_closes_what_was_open_first(room: Classroom) -> None:
    """An overdue attempt is marked with what the server holds, and then the rules of the next one apply."""
    public_id = room.start("ada", EXAM)
    room.save("ada", public_id, "people", ("true",))
    room.clock.move(minutes=11)
    with pytest.raises(WaitNotOver):
        room.start("ada", EXAM)
    assert room.attempt("ada", public_id).state == "in_progress", "raised, so rolled back: the sweep closes it"
    room.clock.move(hours=48)
    second = room.attempt("ada", room.start("ada", EXAM))
    first = room.attempt("ada", public_id)
    assert (first.state, first.closed_by, second.number) == ("released", "deadline", 2)
    assert first.submitted_at == first.deadline


def test_nothing_starts_while_the_clock_is_behind_its_own_records(room: Classroom) -> None:
    """X18, U22: a clock set back would give away time; the refusal is clear and nothing is stored."""
    room.clock.move(hours=-1)
    with pytest.raises(ClockBehind) as refused:
        room.start("ada", EXAM)
    assert refused.value.status == 503
    assert "clock" in refused.value.message
    assert room.read(attempts_at, room.people["ada"], FULL) == ()
    room.clock.move(hours=1, seconds=1)
    room.start("ada", EXAM)


def test_a_second_form_brings_other_items_where_the_pool_has_them(room: Classroom) -> None:
    """T6: each form holds the red-line item the rules ask for, whatever the seed."""
    activity = room.outline().by_key(EXAM)
    assert activity
    assert room.read(quiz_by_id, activity.quiz_id).rules.redlines == 1
    for name, seed in (("ada", "a"), ("ben", "b"), ("cleo", "c")):
        attempt = room.attempt(name, room.start(name, EXAM, seed))
        assert any(question.redline for question in room.questions(attempt).values())
