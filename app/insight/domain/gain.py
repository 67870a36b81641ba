"""What officers learnt: the mean gain from pre-test to post-test of the same officers, with its interval (U15)."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor, sqrt

from app.insight.domain.disclosure import rounded
from app.insight.domain.means import UNITS, in_steps, later_of, step_of_mean
from app.insight.domain.measures import Exact, Row, Sum, Sums, Table

BEFORE, AFTER, GAIN = "before", "after", "gain"
"""What is summed of each officer who took both tests: the two scores, and the second less the first."""

Z95 = 1.959964
"""95 % of a normal distribution lie within so many standard deviations of its mean."""


def gains(exact: Exact, before: Table) -> Table:
    """Return the rows (course, officers, before, after, gain, low, high), in hundredths, of officers with both tests.

    `low` and `high` are the ends of the 95 % interval of the mean gain, rounded outwards. Nothing is said of fewer than
    100 officers; a row stays as it was until at least twenty more stand behind it.
    """
    shown = {str(row["course"]): row for row in before}
    means = {"before": BEFORE, "after": AFTER, "gain": GAIN}
    made = {course: row_of(course, exact.sums, means) for course, what in exact.sums if what == GAIN}
    now = {course: row for course, row in made.items() if row is not None}
    return [later_of(shown.get(course), now.get(course)) for course in sorted(shown.keys() | now.keys())]


def interval(one: Sum) -> tuple[float, float]:
    """Return the ends of the 95 % interval of the mean of two values or more, as shares of 1 (normal distribution)."""
    mean = one.total / one.officers
    spread = max(0.0, one.squares - one.officers * mean * mean) / (one.officers - 1)
    half = Z95 * sqrt(spread / one.officers)
    return (mean - half) / UNITS, (mean + half) / UNITS


def row_of(course: str, sums: Sums, means: Mapping[str, str]) -> Row | None:
    """Return a course's row as it may be shown, None below 100; `means` is column → what is summed, with `gain`."""
    gain = sums[course, means["gain"]]
    step = step_of_mean(gain.officers)
    if step is None:
        return None
    low, high = interval(gain)
    return {
        "course": course,
        "officers": rounded(gain.officers),
        **{column: in_steps(sums[course, what], step) for column, what in means.items()},
        "low": floor(low * 100 / step) * step,
        "high": ceil(high * 100 / step) * step,
    }
