"""How officers did in examinations by outcome, and which outcome was the hardest."""

from __future__ import annotations

from app.insight.domain.disclosure import rounded
from app.insight.domain.means import in_steps, later_of, step_of_mean
from app.insight.domain.measures import Exact, Row, Sum, Table

OUTCOME = "outcome:"
"""What stands before the key of an outcome where it is summed."""


def outcomes(exact: Exact, before: Table) -> Table:
    """Return the rows (course, outcome, officers, right): the mean share of marks earned, in hundredths.

    Nothing is said of fewer than 100 officers; a row stays as it was until at least twenty more stand behind it.
    """
    shown = {(str(row["course"]), str(row["outcome"])): row for row in before}
    now = {
        (course, what.removeprefix(OUTCOME)): _row(course, what.removeprefix(OUTCOME), one, step)
        for (course, what), one in exact.sums.items()
        if what.startswith(OUTCOME) and (step := step_of_mean(one.officers))
    }
    return [later_of(shown.get(key), now.get(key)) for key in sorted(shown.keys() | now.keys())]


def hardest(table: Table, course: str) -> Row | None:
    """Return the row of the outcome in which officers of a course did worst."""
    own = [row for row in table if row["course"] == course]
    return min(own, key=lambda row: (row["right"], row["outcome"]), default=None)


def _row(course: str, outcome: str, one: Sum, step: int) -> Row:
    return {"course": course, "outcome": outcome, "officers": rounded(one.officers), "right": in_steps(one, step)}
