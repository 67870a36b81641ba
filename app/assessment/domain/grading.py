"""From answers to marks: exact fractions throughout, rounded once, at display."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from types import MappingProxyType

from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question, Response


@dataclass(frozen=True, slots=True)
class Result:
    """What a paper earned.

    `total` is the share of the points, 0 to 1. `items` gives each item's share of its own points by item key.
    `outcomes` gives (earned, possible) points by outcome; items without an outcome count in the total only.
    `unanswered` and `redline_wrong` hold item keys in the order of the paper; an item answered in part is wrong.
    """

    total: Fraction
    earned: Fraction
    possible: int
    items: Mapping[str, Fraction]
    outcomes: Mapping[str, tuple[Fraction, int]]
    unanswered: tuple[str, ...]
    redline_wrong: tuple[str, ...]

    @property
    def redlines_right(self) -> bool:
        """Whether every red-line item earned its full mark; true of a paper that has none."""
        return not self.redline_wrong


def grade(paper: Sequence[Question], responses: Mapping[str, Response]) -> Result:
    """Mark each item of the paper and weigh it by its points.

    An item without a response is unanswered and earns 0. Responses to items that are not on the paper count for
    nothing. A paper without items earns 0. Raises ValueError where an item stands twice on the paper.
    """
    given = {question.key: responses.get(question.key, ()) for question in paper}
    if len(given) < len(paper):
        raise ValueError("an item stands twice on the paper")
    items = {question.key: type_named(question.type).mark(question, given[question.key]) for question in paper}
    earned = sum((items[question.key] * question.points for question in paper), Fraction(0))
    possible = sum(question.points for question in paper)
    return Result(
        total=earned / possible if possible else Fraction(0),
        earned=earned,
        possible=possible,
        items=MappingProxyType(items),
        outcomes=MappingProxyType(_by_outcome(paper, items)),
        unanswered=tuple(key for key, response in given.items() if not response),
        redline_wrong=tuple(question.key for question in paper if question.redline and items[question.key] < 1),
    )


def passed(result: Result, cut: Fraction) -> bool:
    """Say whether the total reaches the cut score (0 to 1). Red-line items are a condition of their own.

    Raises TypeError for a float: 0.8 is not four fifths, and a pass must not hang on the difference.
    """
    if isinstance(cut, float):
        raise TypeError("a cut score is an exact fraction")
    return result.total >= cut


def percent(share: Fraction) -> int:
    """Return whole per cent for display, rounded down, so that 79.99 % is never shown as a passed 80."""
    return floor(share * 100)


def _by_outcome(paper: Sequence[Question], items: Mapping[str, Fraction]) -> dict[str, tuple[Fraction, int]]:
    found: dict[str, tuple[Fraction, int]] = {}
    for question in paper:
        if question.outcome is not None:
            earned, possible = found.get(question.outcome, (Fraction(0), 0))
            found[question.outcome] = (earned + items[question.key] * question.points, possible + question.points)
    return found
