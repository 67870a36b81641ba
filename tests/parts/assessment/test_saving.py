"""Answers as they reach the server: stale, doubled, out of order, late, for another's attempt, in wrong shapes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.assessment.domain.journal import latest
from app.assessment.queries import journal_of
from app.assessment.services.saving import AnswerToSave, Saved, save_answer
from app.foundation.errors import BadInput
from tests.parts.learning.classroom import EXAM, PRACTICE, Classroom

TRUE, FALSE = ("true",), ("false",)


@pytest.fixture
def paper(room: Classroom) -> str:
    """An examination of ada's that is under way."""
    return room.start("ada", EXAM)


def stands(room: Classroom, paper: str) -> dict[str, tuple[str, ...]]:
    """Return the answers that stand at the end of the journal."""
    return latest(room.read(journal_of, room.attempt("ada", paper).id)).responses


def events(room: Classroom) -> int:
    """Return how many saves the journal holds."""
    return int(room.ask("SELECT count(*) FROM response_event")[0][0])


def test_a_save_is_an_event_of_its_own_with_both_times(room: Classroom, paper: str) -> None:
    """O17, U6: who wrote it, its running number, what was answered, when the device and when the server had it."""
    kept = AnswerToSave("w1", 7, "people", TRUE, True, 1_790_000_000_000)
    assert room.do(lambda unit: save_answer(unit, paper, room.people["ada"], kept)) is Saved.KEPT
    row = room.ask("SELECT writer, sequence, item, flagged, client_at FROM response_event")[0]
    assert tuple(row) == ("w1", 7, "people", True, 1_790_000_000_000)
    event = room.read(journal_of, room.attempt("ada", paper).id)[0]
    assert (event.answer, event.flag, event.server_at) == (TRUE, True, room.clock.now)


def test_a_repeated_save_counts_as_kept_and_changes_nothing(room: Classroom, paper: str) -> None:
    """U6: a resend after a lost answer, however often, is one event; the first arrival stands."""
    for answer in (TRUE, TRUE, FALSE):
        assert room.save("ada", paper, "people", answer, sequence=1) is Saved.KEPT
        room.clock.move(seconds=1)
    assert events(room) == 1
    assert stands(room, paper) == {"people": TRUE}


def test_an_older_save_of_a_window_never_overwrites_a_newer_one(room: Classroom, paper: str) -> None:
    """R3: out of order on the way; the higher running number stands."""
    room.save("ada", paper, "people", FALSE, sequence=5)
    room.clock.move(seconds=1)
    assert room.save("ada", paper, "people", TRUE, sequence=4) is Saved.KEPT
    assert stands(room, paper) == {"people": FALSE}


def test_between_windows_the_later_answer_stands(room: Classroom, paper: str) -> None:
    """R3: two windows of one person, and one that kept an older answer while its line was down."""
    room.save("ada", paper, "people", TRUE, writer="one")
    room.clock.move(seconds=10)
    room.save("ada", paper, "people", FALSE, writer="two")
    assert stands(room, paper) == {"people": FALSE}
    room.clock.move(seconds=5)
    late = room.save("ada", paper, "people", TRUE, writer="one", sequence=2, waited=timedelta(seconds=9))
    assert late is Saved.STALE
    assert stands(room, paper) == {"people": FALSE}


def test_after_the_clock_was_set_back_the_newest_answer_stands(room: Classroom, paper: str) -> None:
    """U22, U6: by script or by form, from the same window or another: nothing new loses to what was saved before."""
    room.save("ada", paper, "people", TRUE, writer="one")
    room.clock.move(minutes=-30)
    assert room.save("ada", paper, "people", FALSE, writer="two") is Saved.KEPT
    assert stands(room, paper)["people"] == FALSE
    assert room.save("ada", paper, "people", TRUE, writer="one", sequence=2) is Saved.KEPT
    assert stands(room, paper)["people"] == TRUE
    assert room.save_form("ada", paper, {"people": FALSE}) is Saved.KEPT
    assert stands(room, paper)["people"] == FALSE
    assert room.save("ada", paper, "people", FALSE, writer="four") is Saved.KEPT


def test_an_answer_counts_until_the_end_and_five_seconds_for_the_way(room: Classroom, paper: str) -> None:
    """S3: accepted after deadline and grace: none."""
    room.clock.move(minutes=10, seconds=5)
    assert room.save("ada", paper, "people", TRUE) is Saved.KEPT
    room.clock.move(seconds=0.001)
    assert room.save("ada", paper, "note", (), sequence=2) is Saved.CLOSED
    assert room.save("ada", paper, "people", TRUE, sequence=1) is Saved.KEPT, "a resend of what was kept in time"
    assert room.save_form("ada", paper, {"people": FALSE}) is Saved.CLOSED
    assert stands(room, paper) == {"people": TRUE}


def test_a_closed_attempt_takes_no_answer(room: Classroom, paper: str) -> None:
    """Handing in ends it; the answer that comes after is refused and told so."""
    room.hand_in("ada", paper)
    assert room.save("ada", paper, "people", TRUE) is Saved.CLOSED
    assert room.save_form("ada", paper, {"people": TRUE}) is Saved.CLOSED
    assert events(room) == 0


def test_nobody_answers_for_another(room: Classroom, paper: str) -> None:
    """S2: another's attempt, a missing one and an item of another paper look alike."""
    practice = room.start("ada", PRACTICE)
    assert room.save("ben", paper, "people", TRUE) is Saved.UNKNOWN
    assert room.save("ada", "0123456789abcdef", "people", TRUE) is Saved.UNKNOWN
    assert room.save("ada", practice, "people", TRUE) is Saved.UNKNOWN
    assert room.save("ada", paper, "peopl", TRUE) is Saved.UNKNOWN
    assert events(room) == 0


WRONG: list[dict[str, Any]] = [
    {"writer": ""}, {"writer": "x" * 13}, {"writer": "a b"}, {"writer": "ü"}, {"sequence": -1}, {"sequence": 5_001},
    {"item": ""}, {"item": "People"}, {"item": "a" * 61}, {"item": "a%"}, {"item": "a b"},
    {"answer": ("x" * 201,)}, {"answer": ("a",) * 31}, {"answer": ("a\0",)}, {"answer": ("a\ud83d",)},
    {"client_at": -1}, {"client_at": 2**53},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_what_no_page_sends_is_refused_before_the_database(wrong: dict[str, Any]) -> None:
    """S5: SQLite would take what PostgreSQL refuses; both are spared."""
    right = {"writer": "w", "sequence": 1, "item": "people", "answer": TRUE, "flagged": False, "client_at": None}
    AnswerToSave(**right)
    with pytest.raises(BadInput):
        AnswerToSave(**{**right, **wrong})


def test_a_page_sent_without_scripts_saves_what_was_changed_on_it(room: Classroom, paper: str) -> None:
    """O9, R3: what was left alone never undoes what another window saved meanwhile."""
    room.save("ada", paper, "people", TRUE)
    room.clock.move(seconds=1)
    unchanged: dict[str, tuple[str, ...]] = {"people": (), "note": ("a1",)}
    assert room.save_form("ada", paper, unchanged) is Saved.KEPT
    assert stands(room, paper) == {"people": TRUE, "note": ("a1",)}
    room.clock.move(seconds=1)
    assert room.save_form("ada", paper, {"people": ()}, people=TRUE) is Saved.KEPT
    assert stands(room, paper)["people"] == (), "an answer can be taken back"


def test_two_pages_sent_in_the_same_moment_are_both_kept(room: Classroom, paper: str) -> None:
    """U6: two windows without scripts within one millisecond: neither is taken for a resend of the other."""
    assert room.save_form("ada", paper, {"people": TRUE}) is Saved.KEPT
    assert room.save_form("ada", paper, {"note": ("a1",)}) is Saved.KEPT
    assert stands(room, paper) == {"people": TRUE, "note": ("a1",)}


def test_the_journal_is_replayed_to_the_same_marks(room: Classroom, paper: str) -> None:
    """U6: every event sent again in any order gives the same answers and the same score."""
    answers = room.right("ada", paper)
    sends = [(item, value, number) for number, (item, value) in enumerate(answers.items())]
    for item, value, number in sends:
        room.save("ada", paper, item, (), sequence=number)
        room.save("ada", paper, item, value, sequence=number + 100)
    before = stands(room, paper)
    for item, value, number in reversed(sends):
        assert room.save("ada", paper, item, value, sequence=number + 100) is Saved.KEPT
        assert room.save("ada", paper, item, (), sequence=number) is Saved.KEPT
    assert stands(room, paper) == before
    assert room.hand_in("ada", paper).score == 1
