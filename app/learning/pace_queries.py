"""How a course goes over those who took it up since a day: how many started and finished, how long the work took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.learning.models import Enrolment, Progress

PAUSE = timedelta(minutes=30)
"""A longer gap between two steps is a pause and no work."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Exact counts, for a rule that says what may be shown of them; how long whole groups of finishers worked."""

    starters: int
    finishers: int
    worked: tuple[timedelta, ...]


_OWN = (
    Enrolment.course == sa.bindparam("course"),
    Enrolment.person_id.not_in(sa.bindparam("without", expanding=True)),
    Enrolment.joined_at >= sa.bindparam("since"),
)
_COUNTS = sa.select(
    sa.func.count(Enrolment.moved_at).label("starters"), sa.func.count(Enrolment.first_completed_at).label("finishers")
).where(*_OWN)
_FINISHED = (
    sa.select(
        Enrolment.id,
        Enrolment.joined_at,
        Enrolment.first_completed_at.label("finished_at"),
        sa.func.row_number().over(order_by=(Enrolment.first_completed_at, Enrolment.id)).label("place"),
    )
    .where(*_OWN, Enrolment.first_completed_at.is_not(None))
    .subquery()
)
_STEPS = (
    sa.select(_FINISHED.c.id, _FINISHED.c.joined_at, Progress.at)
    .outerjoin(Progress, (Progress.enrolment_id == _FINISHED.c.id) & (Progress.at <= _FINISHED.c.finished_at))
    .where(_FINISHED.c.place > sa.bindparam("after"), _FINISHED.c.place <= sa.bindparam("up_to"))
)


def pace_since(
    connection: sa.Connection, course: str, since: datetime, without: Iterable[str], step: int, most: int
) -> Pace:
    """Return the pace of those who joined a course since a moment, whatever its version; `without` are left out.

    `worked` is of whole groups of `step` officers, in the order in which they finished, the newest `most` of them: it
    stays the same until `step` more have finished. Steps taken afterwards, the examination and those of a newer
    version, are no work on it.
    """
    bound = {"course": course, "since": since, "without": [*without]}
    counts = connection.execute(_COUNTS, bound).one()
    whole = counts.finishers - counts.finishers % step
    steps: dict[str, list[datetime]] = {}
    for row in connection.execute(_STEPS, bound | {"after": max(0, whole - most), "up_to": whole}) if whole else ():
        steps.setdefault(row.id, [row.joined_at]).append(row.at or row.joined_at)
    return Pace(counts.starters, counts.finishers, tuple(_worked(times) for times in steps.values()))


def _worked(times: Iterable[datetime]) -> timedelta:
    """Return the time between steps, pauses left out."""
    ordered = sorted(times)
    gaps = (later - earlier for earlier, later in zip(ordered, ordered[1:], strict=False))
    return sum((gap for gap in gaps if gap <= PAUSE), timedelta())
