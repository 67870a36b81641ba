"""Which officers of a subtree are how far on some courses: who stands still longest comes first; fifty at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.identity.queries import OFFICERS_OF_SUBTREE, within
from app.learning.models import Enrolment

PAGE = 50
STUCK_AFTER = timedelta(days=14)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_MOVED = sa.func.coalesce(Enrolment.moved_at, Enrolment.joined_at, type_=UtcDateTime)
_STILL = sa.func.coalesce(
    sa.func.min(sa.case((Enrolment.state == "active", _MOVED))), sa.literal(_NEVER, UtcDateTime), type_=UtcDateTime
)
"""Since when nothing moved in what the person is under way on; never of who has done all of it."""
_WITHIN = OFFICERS_OF_SUBTREE.subquery()
_STANDING = (
    sa.select(_WITHIN.c.id, _WITHIN.c.public_id, _STILL.label("still"), sa.func.max(_MOVED).label("moved"))
    .join_from(_WITHIN, Enrolment, Enrolment.person_id == _WITHIN.c.id)
    .where(Enrolment.course.in_(sa.bindparam("courses", expanding=True)), Enrolment.state.in_(("active", "completed")))
    .group_by(_WITHIN.c.id, _WITHIN.c.public_id)
)
_ONE = _STANDING.where(_WITHIN.c.public_id == sa.bindparam("after"))
_SINCE = sa.bindparam("since", type_=UtcDateTime)
_AMONG = _WITHIN.c.id.in_(sa.bindparam("people", expanding=True))
_ROWS = (
    _STANDING.having(
        sa.or_(_STILL > _SINCE, sa.and_(_STILL == _SINCE, _WITHIN.c.id > sa.bindparam("last"))),
        sa.bindparam("before", type_=UtcDateTime) > _STILL,
    )
    .order_by(sa.text("still"), _WITHIN.c.id)
    .limit(PAGE + 1)
)
_ROWS_AMONG = _ROWS.where(_AMONG)
_NOT_ON = (
    sa.select(_WITHIN.c.id, _WITHIN.c.public_id)
    .where(
        _WITHIN.c.public_id > sa.bindparam("after"),
        ~sa.exists().where(
            Enrolment.person_id == _WITHIN.c.id,
            Enrolment.course.in_(sa.bindparam("courses", expanding=True)),
            Enrolment.state.in_(("active", "completed")),
        ),
    )
    .order_by(_WITHIN.c.public_id)
    .limit(PAGE + 1)
)
_NOT_ON_AMONG = _NOT_ON.where(_AMONG)
_FIRST = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OfficerStanding:
    """An officer and when anything last moved; `stuck` where it is more than 14 days ago and not all is done."""

    person_id: str
    public_id: str
    moved_at: datetime | None
    stuck: bool


def officers_on(
    connection: sa.Connection,
    agency_path: str,
    courses: Iterable[str],
    now: datetime,
    *,
    after: str = "",
    stuck_only: bool = False,
    among: Collection[str] | None = None,
) -> tuple[OfficerStanding, ...]:
    """Return up to 51 officers of the subtree who are on any of the courses; who stands still longest first (X1).

    `among` narrows it to some of them.
    """
    values: dict[str, Any] = {**within(agency_path, now), "courses": sorted(courses)}
    limit = now - STUCK_AFTER
    since, last = _cursor(connection, values, after)
    bounds = {"since": since, "last": last, "before": limit if stuck_only else _NEVER + timedelta(days=1)}
    people = {} if among is None else {"people": sorted(among)}
    rows = connection.execute(_ROWS if among is None else _ROWS_AMONG, {**values, **bounds, **people})
    return tuple(OfficerStanding(row.id, row.public_id, row.moved, row.still < limit) for row in rows)


def officers_not_on(
    connection: sa.Connection,
    agency_path: str,
    courses: Iterable[str],
    now: datetime,
    *,
    after: str = "",
    among: Collection[str] | None = None,
) -> tuple[OfficerStanding, ...]:
    """Return up to 51 officers of the subtree who are on none of the courses (X1); `among` narrows it to some."""
    values = {**within(agency_path, now), "courses": sorted(courses), "after": after}
    statement, people = (_NOT_ON, {}) if among is None else (_NOT_ON_AMONG, {"people": sorted(among)})
    return tuple(
        OfficerStanding(*row, None, stuck=False) for row in connection.execute(statement, {**values, **people})
    )


def _cursor(connection: sa.Connection, values: dict[str, Any], after: str) -> tuple[datetime, str]:
    """Where the page before ended; the beginning where `after` is nobody here."""
    row = connection.execute(_ONE, {**values, "after": after}).one_or_none() if after else None
    return (row.still, row.id) if row else (_FIRST, "")
