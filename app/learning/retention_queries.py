"""Who finished a course 90 days ago and may be told of its check of what is still known (U15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.learning.models import Enrolment

_DUE = (
    sa.select(Enrolment.id, Enrolment.person_id, Enrolment.course, Enrolment.version_id, Enrolment.locale)
    .where(
        Enrolment.state.in_(("active", "completed")),
        Enrolment.first_completed_at > sa.bindparam("first", type_=UtcDateTime),
        Enrolment.first_completed_at <= sa.bindparam("last", type_=UtcDateTime),
        Enrolment.id > sa.bindparam("after"),
    )
    .order_by(Enrolment.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


@dataclass(frozen=True, slots=True)
class FinishedCourse:
    """A course that somebody finished, on which version and in which language."""

    enrolment_id: str
    person_id: str
    course: str
    version_id: str
    locale: str


def finished_between(
    connection: sa.Connection, first: datetime, last: datetime, after: str, most: int
) -> tuple[FinishedCourse, ...]:
    """Return courses finished after `first` and up to `last`, in the order of their ids from `after` on."""
    rows = connection.execute(_DUE, {"first": first, "last": last, "after": after, "most": most})
    return tuple(FinishedCourse(row.id, row.person_id, row.course, row.version_id, row.locale or "") for row in rows)
