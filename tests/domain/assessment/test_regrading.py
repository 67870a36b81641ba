"""Marking again: by which key an answer counts now, and which of two results stands (A23)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from app.assessment.domain.question import Choice, Question
from app.assessment.domain.regrading import Outcome, asks_the_same, counted_as, which_stands


def choice(key: str, *, right: bool = False, text: str = "") -> Choice:
    """Return an option."""
    words = text or key
    return Choice(key, f"<p>{words}</p>", words, right, Fraction(int(right)))


ASKED = Question("q", "single", "<p>What first?</p>", "What first?", (choice("a", right=True), choice("b")), points=2)
FIXED = replace(ASKED, choices=(choice("a"), choice("b", right=True)))
SHUFFLED = replace(FIXED, choices=tuple(reversed(FIXED.choices)))
OTHER_STEM = replace(FIXED, stem_html="<p>What last?</p>")
OTHER_WORDS = replace(FIXED, choices=(choice("a"), choice("b", right=True, text="B!")))
MORE = replace(FIXED, choices=(*FIXED.choices, choice("c")))
OTHER_TYPE = replace(FIXED, type="multiple")
WORTH_MORE = replace(FIXED, points=9, redline=True)


@pytest.mark.parametrize(
    ("present", "faulty", "counted"),
    [
        (ASKED, False, ASKED),
        (FIXED, False, FIXED),
        (FIXED, True, FIXED),
        (SHUFFLED, False, SHUFFLED),
        (WORTH_MORE, False, FIXED),
        *((one, False, ASKED) for one in (OTHER_STEM, OTHER_WORDS, MORE, OTHER_TYPE, None)),
        *((one, True, None) for one in (OTHER_STEM, OTHER_WORDS, MORE, OTHER_TYPE, None)),
    ],
)
def test_an_answer_is_marked_by_the_present_key_only_where_the_words_are_those_that_were_read(
    present: Question | None, faulty: bool, counted: Question | None
) -> None:
    """A23: what reads otherwise or is gone keeps its key, and is left out where its owner agreed that it was faulty.

    What it weighs, and whether it is a red line, stay as they were asked.
    """
    assert counted_as(ASKED, present, faulty) == counted


def test_the_order_of_options_and_the_points_are_no_other_words() -> None:
    assert asks_the_same(ASKED, SHUFFLED)
    assert asks_the_same(ASKED, WORTH_MORE)
    assert not asks_the_same(ASKED, OTHER_STEM)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((False, "1/2"), (True, "4/5"), "better"),
        ((False, "1/2"), (False, "3/5"), "better"),
        ((True, "4/5"), (True, "1"), "better"),
        ((False, "1/2"), (False, "1/2"), "same"),
        ((True, "4/5"), (True, "9/10"), "better"),
        ((True, "4/5"), (False, "9/10"), "kept"),
        ((False, "1/2"), (False, "1/3"), "kept"),
        ((True, "1"), (True, "4/5"), "kept"),
    ],
)
def test_the_better_result_stands(before: tuple[bool, str], after: tuple[bool, str], verdict: str) -> None:
    """A23, O31: an appeal does no harm: a pass is never taken away, nor a mark."""
    old, new = (Outcome(passed, Fraction(score)) for passed, score in (before, after))
    assert which_stands(old, new) == verdict
