"""Summing: what was measured of an officer is added to the sums of the course, in the transaction of its fact."""

from __future__ import annotations

from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.curriculum.queries import live_versions
from app.foundation.transaction import Unit
from app.insight.domain.means import UNITS
from app.insight.domain.measures import Sum
from app.insight.domain.quarters import month_of
from app.insight.models import RunningSum

EVER = ""
"""In the place of a month: since the course began, so that a page need not add the months up."""
_KEY = ["partner", "course", "what", "month"]
_SUMMED = ("officers", "total", "squares")


def _adding(insert: sqlite.Insert | postgresql.Insert) -> sa.Insert:
    table = RunningSum.__table__.c
    return insert.on_conflict_do_update(
        index_elements=_KEY, set_={name: table[name] + insert.excluded[name] for name in _SUMMED}
    )


_ADD: dict[str, sa.Insert] = {
    "sqlite": _adding(sqlite.insert(RunningSum)),
    "postgresql": _adding(postgresql.insert(RunningSum)),
}


def add_value(unit: Unit, course: str, what: str, value: Fraction) -> None:
    """Add one officer's value (a share, rounded to ten-thousandths) to a sum of a course, where a partner funds it."""
    partner = live_versions(unit.connection).get(course, ("", ""))[1]
    units = round(value * UNITS)
    if partner:
        one = Sum(1, units, units * units)
        add_sum(unit, partner=partner, course=course, what=what, month=month_of(unit.now.date()), added=one)


def add_sum(unit: Unit, *, partner: str, course: str, what: str, month: str, added: Sum) -> None:
    """Add to one running sum; `month` is YYYY-MM. A value that was measured ends here, and so does a made-up history.

    Raises ValueError for fewer than one officer.
    """
    if added.officers < 1:
        raise ValueError("at least one officer")
    row = {"partner": partner, "course": course, "what": what, "month": month}
    more = {"officers": added.officers, "total": added.total, "squares": added.squares}
    unit.connection.execute(_ADD[unit.connection.dialect.name], row | more)
