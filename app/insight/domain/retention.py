"""What officers still know 90 days after a course: the three scores of the same officers, with the interval (U15)."""

from __future__ import annotations

from app.insight.domain.gain import row_of
from app.insight.domain.means import later_of
from app.insight.domain.measures import Exact, Table

KEPT_BEFORE, KEPT_AFTER, KEPT_LATER, KEPT = "kept:before", "kept:after", "kept:later", "kept:gain"
"""What is summed of each officer who took all three tests: the scores, and the last less the first."""


def retained(exact: Exact, before: Table) -> Table:
    """Return the rows (course, officers, before, after, later, gain, low, high), in hundredths, as the gain's rows are.

    `gain` is the mean of the check 90 days later less the pre-test; nothing is said of fewer than 100 officers with all
    three, and a row stays as it was until at least twenty more stand behind it.
    """
    shown = {str(row["course"]): row for row in before}
    means = {"before": KEPT_BEFORE, "after": KEPT_AFTER, "later": KEPT_LATER, "gain": KEPT}
    made = {course: row_of(course, exact.sums, means) for course, what in exact.sums if what == KEPT}
    now = {course: row for course, row in made.items() if row is not None}
    return [later_of(shown.get(course), now.get(course)) for course in sorted(shown.keys() | now.keys())]
