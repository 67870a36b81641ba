"""How a course goes over everybody on it: who started, who finished, how long the work took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.learning.models import Enrolment, Progress

PAUSE = timedelta(minutes=30)
"""A longer gap between two steps is a pause and no work."""
MOST = 20_000
ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Pace:
    """Counts over all versions of a course; `minutes` is the median of those who finished, from ten of them on."""

    starters: int
    finishers: int
    minutes: int | None


_COUNTS = (
    sa.select(Enrolment.state, sa.func.count().label("people"))
    .where(Enrolment.course == sa.bindparam("course"))
    .group_by(Enrolment.state)
)
_STEPS = (
    sa.select(Enrolment.id, Enrolment.joined_at, Progress.at)
    .join(Progress, Progress.enrolment_id == Enrolment.id)
    .where(Enrolment.course == sa.bindparam("course"), Enrolment.state == "completed")
    .order_by(Enrolment.id, Progress.at)
    .limit(MOST)
)


def pace_of(connection: sa.Connection, course: str) -> Pace:
    """Return the pace of a course."""
    counts = {row.state: row.people for row in connection.execute(_COUNTS, {"course": course})}
    steps: dict[str, list[datetime]] = {}
    for row in connection.execute(_STEPS, {"course": course}):
        steps.setdefault(row.id, [row.joined_at]).append(row.at)
    worked = sorted(_worked(times) for times in steps.values())
    minutes = round(worked[len(worked) // 2].total_seconds() / 60) if len(worked) >= ENOUGH else None
    return Pace(counts.get("active", 0) + counts.get("completed", 0), counts.get("completed", 0), minutes)


def _worked(times: Iterable[datetime]) -> timedelta:
    """Return the time between steps, pauses left out."""
    ordered = sorted(times)
    gaps = (later - earlier for earlier, later in zip(ordered, ordered[1:], strict=False))
    return sum((gap for gap in gaps if gap <= PAUSE), timedelta())
