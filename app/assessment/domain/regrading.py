"""Marking a paper again: by which key each of its items counts now, and which of the two results stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from app.assessment.domain.question import Question
from app.assessment.domain.record import public_view

Verdict = Literal["better", "same", "kept"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a paper ended: whether it passes, and the share of its points, 0 to 1."""

    passed: bool
    score: Fraction


def counted_as(asked: Question, present: Question | None, faulty: bool) -> Question | None:  # noqa: FBT001
    """Return the question by whose key an answer to `asked` is marked now; None where it is left out of the paper.

    The present key marks what is still asked in the same words; it weighs what it weighed then. An item that reads
    otherwise now, or is asked no longer, keeps the key that it was asked with: nobody is marked on words that they did
    not see. Where its owner agreed that it was `faulty`, it counts for nothing (ISO/IEC 17024:2012, 9.3, 9.8).
    """
    if present is not None and asks_the_same(asked, present):
        return replace(present, points=asked.points, redline=asked.redline, outcome=asked.outcome)
    return None if faulty else asked


def asks_the_same(first: Question, second: Question) -> bool:
    """Whether a paper with either reads the same, in whatever order the options stand; points do not count."""
    orders = [sorted(choice.key for choice in one.options) for one in (first, second)]
    if orders[0] != orders[1]:
        return False
    views = [replace(public_view(one, orders[0]), points=0) for one in (first, second)]
    return views[0] == views[1]


def which_stands(before: Outcome, after: Outcome) -> Verdict:
    """Say whether the new marks stand: only where they are better, for an appeal does its person no harm."""
    ranks = [(one.passed, one.score) for one in (before, after)]
    if ranks[0] == ranks[1]:
        return "same"
    return "better" if ranks[1] > ranks[0] else "kept"
