"""How many officers of a coordinator's agencies joined and finished each course in each of twelve months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.identity.queries import OFFICERS_OF_SUBTREE, within
from app.learning.models import Enrolment

MONTHS = 12
_BEGUN = [sa.bindparam(f"month_{number}", type_=UtcDateTime) for number in range(MONTHS)]
_WITHIN = OFFICERS_OF_SUBTREE.subquery()
Counted = Mapping[tuple[str, int], int]
"""(course, place of the month among the twelve) → officers."""


def _month_of(moment: Any) -> sa.ColumnElement[int]:
    """Return the place of the month in which something was, among the twelve."""
    return sum([sa.case((moment >= begun, 1), else_=0) for begun in _BEGUN[1:]], sa.literal_column("0"))


_OFFICERS = sa.func.count(sa.distinct(Enrolment.person_id)).label("officers")
_TAKEN_UP = Enrolment.state.in_(("active", "completed", "lapsed"))
_JOINED = (
    sa.select(Enrolment.course, _month_of(Enrolment.joined_at).label("month"), _OFFICERS)
    .join(_WITHIN, _WITHIN.c.id == Enrolment.person_id)
    .where(Enrolment.joined_at >= _BEGUN[0], _TAKEN_UP)
    .group_by(Enrolment.course, sa.text("month"))
)
_FINISHED = (
    sa.select(Enrolment.course, _month_of(Enrolment.first_completed_at).label("month"), _OFFICERS)
    .join(_WITHIN, _WITHIN.c.id == Enrolment.person_id)
    .where(Enrolment.first_completed_at >= _BEGUN[0], _TAKEN_UP)
    .group_by(Enrolment.course, sa.text("month"))
)


def joined_by_month(connection: sa.Connection, agency_path: str, now: datetime, begun: Sequence[datetime]) -> Counted:
    """Return who joined; `begun` are the beginnings of twelve months in order. Only of the subtree (X1)."""
    return _counted(connection, _JOINED, agency_path, now, begun)


def finished_by_month(connection: sa.Connection, agency_path: str, now: datetime, begun: Sequence[datetime]) -> Counted:
    """Return who finished, likewise."""
    return _counted(connection, _FINISHED, agency_path, now, begun)


def _counted(
    connection: sa.Connection, statement: sa.Select[str, int, int], path: str, now: datetime, begun: Sequence[datetime]
) -> Counted:
    months = {f"month_{place}": month for place, month in enumerate(begun)}
    rows = connection.execute(statement, {**within(path, now), **months})
    return {(row.course, row.month): row.officers for row in rows}
