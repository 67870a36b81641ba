"""What trainers are told of their course: thresholds, steps, and that no figure says "all" or "none"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

import pytest

from app.insight.domain.health import Hard, Tried, cautious_share, hardest, median_minutes, tried


@dataclass(frozen=True, slots=True)
class Handed:
    """A first try."""

    passed: bool
    open_for: timedelta = timedelta(minutes=12)


@pytest.mark.parametrize(
    ("passed", "of", "shown"),
    [(29, 29, Tried(None, None)), (30, 30, Tried(95, 12)), (0, 30, Tried(5, 12)), (15, 30, Tried(50, 12)),
     (16, 30, Tried(55, 12)), (499, 500, Tried(95, 12))],
)  # fmt: skip
def test_a_pass_rate_needs_thirty_and_never_says_all_or_none(passed: int, of: int, shown: Tried) -> None:
    """T16: who knows that everybody passed knows it of each."""
    assert tried([Handed(n < passed) for n in range(of)]) == shown


def test_a_median_needs_ten() -> None:
    worked = [timedelta(minutes=n) for n in range(10)]
    assert (median_minutes(worked), median_minutes(worked[:9])) == (5, None)


def test_the_hardest_items_are_five_that_enough_were_asked() -> None:
    """T16: item analysis in steps of five, from thirty on; an item of fewer stays out however hard."""
    earned = {f"q{n}": [Fraction(n, 10)] * 38 for n in range(1, 8)} | {"few": [Fraction(0)] * 29}
    found = hardest(earned.items())
    assert found[0] == Hard("q1", 30, 10)
    assert [one.key for one in found] == ["q1", "q2", "q3", "q4", "q5"]
    assert cautious_share(Fraction(1)) == 95
