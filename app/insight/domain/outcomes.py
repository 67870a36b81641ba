"""How officers did in examinations by outcome, and which outcome was the hardest."""

from __future__ import annotations

from app.insight.domain.disclosure import K, rounded
from app.insight.domain.means import in_steps, step_of_mean
from app.insight.domain.measures import Exact, Row, Sum, Table

OUTCOME = "outcome:"
"""What stands before the key of an outcome where it is summed."""

ENOUGH_NEW = 2 * K
"""A mean moves only when the figure of officers behind it, in whole tens, has grown by so many: then at least eleven
have joined, and the old and the new mean say nothing of one of them."""


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
    return [_later(shown.get(key), now.get(key)) for key in sorted(shown.keys() | now.keys())]


def hardest(table: Table, course: str) -> Row | None:
    """Return the row of the outcome in which officers of a course did worst."""
    own = [row for row in table if row["course"] == course]
    return min(own, key=lambda row: (row["right"], row["outcome"]), default=None)


def _row(course: str, outcome: str, one: Sum, step: int) -> Row:
    return {"course": course, "outcome": outcome, "officers": rounded(one.officers), "right": in_steps(one, step)}


def _later(before: Row | None, now: Row | None) -> Row:
    if before is None or now is None:
        return now or before or {}
    grown = int(now["officers"] or 0) - int(before["officers"] or 0)
    return now if grown >= ENOUGH_NEW else before
