"""An attempt is closed and marked once: handed in, or by the sweep with what the server holds."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from app.assessment.queries import journal_of
from app.assessment.services.closing import close_attempt, journal_hash
from app.audit.queries import newest_entries
from app.foundation.errors import NotFound
from tests.domain.curriculum.small_course import changed
from tests.parts.learning.classroom import EXAM, PRACTICE, Classroom

HANDED_IN, BY_DEADLINE = "assessment:attempt:handed-in", "assessment:attempt:closed-by-deadline"


def test_handing_in_marks_what_was_saved(room: Classroom) -> None:
    """The score is exact, per item and per outcome; who gave how much of which outcome can be read later."""
    result = room.sit("ada", PRACTICE, wrong=("hands",))
    assert (result.state, result.score, result.passed) == ("released", Fraction(1, 2), False)
    assert result.result
    assert result.result["items"] == {"first": "1", "hands": "0"}
    assert result.result["outcomes"] == {"see": ["1", "1"], "act": ["0", "1"]}
    assert result.result["unanswered"] == ["hands"]
    assert result.submitted_at == room.clock.now


def test_handing_in_twice_is_handing_in_once(room: Classroom) -> None:
    """A15: a double click, an hour later, with other answers: the first result stands and is told once."""
    public_id = room.start("ada", EXAM)
    room.save_form("ada", public_id, room.right("ada", public_id))
    first = room.hand_in("ada", public_id)
    room.clock.move(hours=1)
    again = room.hand_in("ada", public_id)
    assert again == first
    assert room.tags(HANDED_IN) == 1


def test_nobody_hands_in_for_another(room: Classroom) -> None:
    """S2: another's attempt and a missing one are not there."""
    public_id = room.start("ada", EXAM)
    for person, which in (("ben", public_id), ("ada", "0123456789abcdef")):
        with pytest.raises(NotFound):
            room.do(lambda unit, p=person, w=which: close_attempt(unit, w, room.people[p], closed_by="person"))
    assert room.attempt("ada", public_id).state == "in_progress"


def test_a_wrong_red_line_fails_whatever_the_score(room: Classroom) -> None:
    """A red-line item where a wrong act destroys evidence fails the examination alone."""
    room.publish(changed("modules/02-final/10-examination.quiz.md", "pass: 80%", "pass: 50%"))
    failed = room.sit("ada", EXAM, wrong=("people",))
    passed = room.sit("ben", EXAM, wrong=("note",))
    assert (failed.score, failed.passed) == (Fraction(1, 2), False)
    assert (passed.score, passed.passed) == (Fraction(1, 2), True)
    assert failed.result
    assert failed.result["redlines_wrong"] == ["people"]


def test_an_answer_that_cannot_be_read_is_not_answered(room: Classroom) -> None:
    """A number that is no number costs its own mark and nothing else."""
    public_id = room.start("ada", PRACTICE)
    room.save_form("ada", public_id, {**room.right("ada", public_id), "hands": ("12,5 kg",)})
    result = room.hand_in("ada", public_id)
    assert result.score == Fraction(1, 2)
    assert result.result
    assert result.result["unanswered"] == ["hands"]


def test_the_sweep_closes_what_is_overdue_with_what_the_server_holds(room: Classroom) -> None:
    """O18: after the end and its grace, whoever is away is marked with what was saved; nobody else is touched."""
    late, open_ended = room.start("ada", EXAM), room.start("ada", PRACTICE)
    room.save_form("ada", late, room.right("ada", late))
    room.clock.move(minutes=5)
    young = room.start("ben", EXAM)
    room.clock.move(minutes=5, seconds=5)
    room.sweep()
    assert room.attempt("ada", late).state == "in_progress", "within the grace an answer may still be on its way"
    room.clock.move(seconds=15)
    room.sweep()
    closed = room.attempt("ada", late)
    assert (closed.state, closed.closed_by, closed.passed) == ("released", "deadline", True)
    assert closed.submitted_at == closed.deadline
    assert room.attempt("ben", young).state == "in_progress"
    assert room.attempt("ada", open_ended).state == "in_progress"
    room.clock.move(seconds=15)
    room.sweep()
    assert room.tags(BY_DEADLINE) == 1


def test_whoever_comes_first_closes_it(room: Classroom) -> None:
    """The person a moment before the sweep, or after it: one result, and the time that counts is the deadline's."""
    public_id = room.start("ada", EXAM)
    room.clock.move(minutes=30)
    by_hand = room.hand_in("ada", public_id)
    room.sweep()
    assert by_hand.submitted_at == by_hand.deadline
    assert room.attempt("ada", public_id) == by_hand
    assert (room.tags(HANDED_IN), room.tags(BY_DEADLINE)) == (1, 0)


def test_an_attempt_handed_in_with_the_clock_set_back_does_not_end_before_it_began(room: Classroom) -> None:
    """R5, U22: the moment of handing in is never before the opening."""
    public_id = room.start("ada", EXAM)
    room.clock.move(hours=-3)
    closed = room.hand_in("ada", public_id)
    assert closed.submitted_at == closed.opened_at
    room.clock.move(hours=3)
    assert room.attempt("ada", public_id).state == "released", "the clock set right again opens nothing"


def test_the_log_carries_the_hash_of_the_journal(room: Classroom) -> None:
    """U6, S9: no saved answer can be changed unseen, though saves have no entries of their own."""
    public_id = room.start("ada", EXAM)
    room.save_form("ada", public_id, room.right("ada", public_id))
    room.hand_in("ada", public_id)
    entry = next(
        one for one in room.read(lambda connection: newest_entries(connection, limit=50)) if one.tag == HANDED_IN
    )
    assert entry.data["journal"] == journal_hash(room.read(journal_of, room.attempt("ada", public_id).id))


def test_the_sweep_goes_on_after_an_attempt_that_cannot_be_marked(room: Classroom) -> None:
    """One broken record keeps nobody else from a result."""
    broken, good = room.start("ada", EXAM), room.start("ben", EXAM)
    room.do(lambda unit: unit.connection.exec_driver_sql(
        f"UPDATE attempt SET form = '[{{\"key\": \"gone\", \"version\": \"gone\", \"order\": []}}]' "
        f"WHERE public_id = '{broken}'"))  # fmt: skip
    room.clock.move(minutes=11)
    room.sweep()
    assert room.attempt("ben", good).state == "released"
    assert room.attempt("ada", broken).state == "in_progress"
    assert room.attempt("ada", broken).deadline == room.clock.now - timedelta(minutes=1)
