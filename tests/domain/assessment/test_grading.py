"""From answers to marks: points, outcomes, red lines, the cut score, and the one rounding."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assessment.domain.grading import grade, passed, percent
from app.assessment.domain.question import Choice, Question

QUICK = settings(max_examples=50, deadline=None, database=None)
RIGHT, WRONG = ("a",), ("b",)
OPTIONS = (Choice("a", "A", "A", True, Fraction(1)), Choice("b", "B", "B", False, Fraction(1, 3)))


def item(key: str, **fields) -> Question:
    return Question(key, "single", "<p>Q</p>", "Q", OPTIONS, **fields)


def test_points_weigh_the_items() -> None:
    result = grade([item("one", points=3), item("two", points=1)], {"one": RIGHT, "two": WRONG})
    assert result.total == Fraction(3, 4)
    assert (result.earned, result.possible) == (Fraction(3), 4)
    assert result.items == {"one": Fraction(1), "two": Fraction(0)}


def test_a_partial_mark_stays_an_exact_third() -> None:
    result = grade([item("one", scoring="weights", points=2)], {"one": WRONG})
    assert result.items["one"] == Fraction(1, 3)
    assert result.earned == Fraction(2, 3)


def test_outcomes_add_up_their_own_items_only() -> None:
    paper = [
        item("one", outcome="keep", points=2),
        item("two", outcome="keep"),
        item("three", outcome="ask"),
        item("x"),
    ]
    result = grade(paper, {"one": RIGHT, "two": WRONG, "three": RIGHT, "x": RIGHT})
    assert result.outcomes == {"keep": (Fraction(2), 3), "ask": (Fraction(1), 1)}


def test_what_was_not_answered_is_named_and_earns_nothing() -> None:
    result = grade([item("one"), item("two"), item("three")], {"one": RIGHT, "two": ()})
    assert result.unanswered == ("two", "three")
    assert result.total == Fraction(1, 3)


@pytest.mark.parametrize(
    ("responses", "wrong"),
    [
        ({"red": RIGHT, "plain": WRONG}, ()),
        ({"red": WRONG, "plain": RIGHT}, ("red",)),
        ({"plain": RIGHT}, ("red",)),
    ],
)
def test_a_red_line_item_must_be_answered_and_right(responses, wrong) -> None:
    result = grade([item("red", redline=True), item("plain")], responses)
    assert result.redline_wrong == wrong
    assert result.redlines_right is (not wrong)


def test_a_red_line_item_answered_in_part_is_wrong() -> None:
    assert grade([item("red", redline=True, scoring="weights")], {"red": WRONG}).redline_wrong == ("red",)


def test_answers_to_other_items_count_for_nothing() -> None:
    assert grade([item("one")], {"one": RIGHT, "stray": WRONG}).total == 1


def test_a_paper_without_items_earns_nothing() -> None:
    assert grade([], {}).total == 0


def test_an_item_twice_on_the_paper_is_an_error() -> None:
    with pytest.raises(ValueError, match="twice"):
        grade([item("one"), item("one")], {})


@pytest.mark.parametrize(("right", "is_pass"), [(23, False), (24, True), (25, True)])
def test_the_cut_is_reached_at_exactly_eighty_per_cent_of_thirty(right: int, is_pass: bool) -> None:
    paper = [item(f"q{number}") for number in range(30)]
    result = grade(paper, {f"q{number}": RIGHT for number in range(right)})
    assert passed(result, Fraction(4, 5)) is is_pass


def test_thirds_that_sum_to_the_cut_pass() -> None:
    paper = [item(f"q{number}", scoring="weights") for number in range(3)]
    assert passed(grade(paper, dict.fromkeys(["q0", "q1", "q2"], WRONG)), Fraction(1, 3))


def test_a_float_is_no_cut_score() -> None:
    with pytest.raises(TypeError):
        passed(grade([item("one")], {}), 0.8)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(4, 5), 80),
        (Fraction(7999, 10000), 79),
        (Fraction(799999, 1000000), 79),
        (Fraction(2, 3), 66),
        (Fraction(0), 0),
        (Fraction(1), 100),
        (Fraction(29, 50), 58),
    ],
)
def test_per_cent_is_rounded_down_so_that_no_fail_looks_like_a_pass(share: Fraction, shown: int) -> None:
    assert percent(share) == shown


@QUICK
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from([RIGHT, WRONG, ()])), min_size=1, max_size=12))
def test_the_shown_per_cent_reaches_a_whole_cut_only_with_a_pass(entries) -> None:
    paper = [item(f"q{number}", points=points) for number, (points, _) in enumerate(entries)]
    result = grade(paper, {f"q{number}": response for number, (_, response) in enumerate(entries)})
    assert result.earned == sum(points for points, response in entries if response == RIGHT)
    for cut in range(0, 101, 5):
        assert passed(result, Fraction(cut, 100)) is (percent(result.total) >= cut)
