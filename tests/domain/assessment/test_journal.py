"""The journal folds to the same answers however often and in whatever order it is replayed (U6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.domain.journal import Event, latest

QUICK = settings(max_examples=100, deadline=None, database=None)
START = datetime(2025, 3, 1, 12, tzinfo=UTC)


def at(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


def save(sequence: int, answer: str | None, second: int, *, writer: str = "w", item: str = "q", flag=None) -> Event:
    return Event(writer, sequence, item, None if answer is None else (answer,), at(second), flag)


def test_the_last_answer_stands() -> None:
    assert latest([save(1, "a", 1), save(2, "b", 2)]).responses == {"q": ("b",)}


def test_an_older_save_that_arrives_late_does_not_overwrite_its_own_writer_s_newer_one() -> None:
    assert latest([save(2, "new", 1), save(1, "old", 9)]).responses == {"q": ("new",)}


def test_between_two_windows_the_save_that_arrived_last_stands() -> None:
    events = [save(7, "first", 1, writer="one"), save(1, "second", 2, writer="two")]
    assert latest(events).responses == {"q": ("second",)}


def test_a_late_old_save_of_one_window_does_not_bring_it_before_the_other() -> None:
    events = [save(5, "mine", 1, writer="one"), save(1, "yours", 2, writer="two"), save(4, "stale", 3, writer="one")]
    assert latest(events).responses == {"q": ("yours",)}


def test_a_resend_counts_as_it_first_arrived() -> None:
    events = [save(1, "a", 1, writer="one"), save(1, "b", 2, writer="two"), save(1, "a", 9, writer="one")]
    assert latest(events).responses == {"q": ("b",)}


def test_a_cleared_answer_stays_cleared() -> None:
    assert latest([save(1, "a", 1), Event("w", 2, "q", (), at(2))]).responses == {"q": ()}


def test_a_flag_and_an_answer_do_not_disturb_each_other() -> None:
    answers = latest([save(1, "a", 1), save(2, None, 2, flag=True), save(3, "b", 3)])
    assert answers.responses == {"q": ("b",)}
    assert answers.flags == {"q"}


def test_a_flag_can_be_taken_off() -> None:
    assert latest([save(1, None, 1, flag=True), save(2, None, 2, flag=False)]).flags == frozenset()


def test_items_are_folded_apart() -> None:
    answers = latest([save(1, "a", 1, item="q"), save(2, "b", 2, item="r")])
    assert answers.responses == {"q": ("a",), "r": ("b",)}


EVENTS = st.lists(
    st.builds(
        Event,
        writer=st.sampled_from(["one", "two"]),
        sequence=st.integers(1, 6),
        item=st.sampled_from("qr"),
        answer=st.none() | st.sampled_from([(), ("a",), ("b",)]),
        server_at=st.integers(0, 5).map(at),
        flag=st.none() | st.booleans(),
    ),
    max_size=14,
)


@QUICK
@given(EVENTS, st.randoms(use_true_random=False))
def test_replaying_twice_or_out_of_order_gives_the_same_answers(events, random) -> None:
    replayed = events + events
    random.shuffle(replayed)
    assert latest(replayed) == latest(events)


@QUICK
@given(EVENTS, st.integers(6, 60))
def test_a_resend_of_everything_at_a_later_moment_changes_nothing(events, later: int) -> None:
    resent = [Event(one.writer, one.sequence, one.item, one.answer, at(later), one.flag) for one in latest_of(events)]
    assert latest(events + resent) == latest(events)


def latest_of(events: list[Event]) -> list[Event]:
    """What a window holds to resend: for each (writer, sequence) the save it made."""
    made: dict[tuple[str, int], Event] = {}
    for event in events:
        made.setdefault((event.writer, event.sequence), event)
    return list(made.values())
