"""How exactly the mean of what was measured of officers may be shown (P2, U12, security goal S10)."""

from __future__ import annotations

from app.insight.domain.disclosure import K
from app.insight.domain.measures import Row, Sum

UNITS = 10_000
"""Values are summed in ten-thousandths."""

FEWEST = 100
"""Nothing is said of the mean over fewer officers."""
COARSEST = 10
STEPS = ((1, 1_000), (2, 500), (5, 200))
"""A mean is in steps of so many hundredths, from so many officers on; of fewer in the coarsest."""

ENOUGH_NEW = 2 * K
"""A mean moves only when the figure of officers behind it, in whole tens, has grown by so many: then at least eleven
have joined, and the old and the new mean say nothing of one of them."""


def step_of_mean(officers: int) -> int | None:
    """Return the step, in hundredths, in which a mean over so many officers may be shown; None below 100.

    By so much ten officers move the mean who have all where they had nothing. In finer steps the mean says to within
    nine how many of its officers did well, and taken together with figures beside it exactly how many.
    """
    if officers < FEWEST:
        return None
    return next((step for step, enough in STEPS if officers >= enough), COARSEST)


def in_steps(one: Sum, step: int) -> int:
    """Return the mean in hundredths, to the nearest step."""
    return round(one.total * 100 / (one.officers * UNITS * step)) * step


def later_of(before: Row | None, now: Row | None) -> Row:
    """Return the row shown before until at least twenty more officers stand behind the new one."""
    if before is None or now is None:
        return now or before or {}
    grown = int(now["officers"] or 0) - int(before["officers"] or 0)
    return now if grown >= ENOUGH_NEW else before
