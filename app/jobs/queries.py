"""Reads of the outbox: is anything due, how far is one job, which have failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.jobs.models import Outbox

_JOB = Outbox.__table__.c
_NOW = sa.bindparam("now", type_=UtcDateTime)

OPEN = _JOB.state.in_(["queued", "running"])
ANY_DUE = sa.select(sa.literal(1)).where(OPEN, _JOB.not_before <= _NOW).limit(1)
OLDEST_DUE = sa.select(_JOB.not_before).where(OPEN, _JOB.not_before <= _NOW).order_by(_JOB.not_before).limit(1)
_COLUMNS = (_JOB.id, _JOB.name, _JOB.key, _JOB.state, _JOB.tries, _JOB.progress, _JOB.created_at, _JOB.error)
BY_KEY = sa.select(*_COLUMNS).where(_JOB.key == sa.bindparam("key"))
IN_STATE = (
    sa.select(*_COLUMNS)
    .where(_JOB.state == sa.bindparam("state"))
    .order_by(_JOB.created_at.desc())
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
_UNDER = _JOB.key.like(sa.bindparam("beginning", type_=sa.String) + "%")
NEWEST_UNDER = sa.select(*_COLUMNS, _JOB.done_at).where(_UNDER).order_by(_JOB.created_at.desc()).limit(1)
DONE_BEFORE = (
    sa.select(*_COLUMNS)
    .where(
        _JOB.name == sa.bindparam("name"),
        _JOB.state == "done",
        _JOB.done_at < sa.bindparam("before", type_=UtcDateTime),
    )
    .order_by(_JOB.done_at)
    .limit(sa.bindparam("limit", type_=sa.Integer))
)
_FAILED, _DONE, _MAIL = _JOB.state == "failed", _JOB.state == "done", _JOB.name == "mail.send"
_TEXT = _JOB.name == "text.send"
_SINCE_HOUR = _JOB.done_at >= sa.bindparam("hour", type_=UtcDateTime)
_SINCE_DAY = _JOB.done_at >= sa.bindparam("day", type_=UtcDateTime)
_WAITING = _JOB.state.in_(["queued", "running"])


def _count(*conditions: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((sa.and_(*conditions), 1)))


FIGURES = sa.select(
    _JOB.state,
    sa.func.count(),
    _count(_FAILED, _SINCE_HOUR),
    _count(_FAILED, _SINCE_DAY),
    _count(_DONE, _SINCE_DAY),
    _count(_MAIL, _WAITING),
    _count(_MAIL, _FAILED),
    _count(_MAIL, _DONE, _SINCE_DAY),
    _count(_TEXT, _WAITING),
    _count(_TEXT, _FAILED, _SINCE_DAY),
    _count(_TEXT, _DONE, _SINCE_DAY),
    sa.type_coerce(sa.func.min(sa.case((sa.and_(_MAIL, _WAITING), _JOB.created_at))), UtcDateTime).label("since"),
).group_by(_JOB.state)


@dataclass(frozen=True, slots=True)
class JobState:
    """How one job stands; `progress` is a percentage, `error` the last failure in short."""

    id: str
    name: str
    key: str
    state: str
    tries: int
    progress: int
    created_at: datetime
    error: str | None

    @property
    def finished(self) -> bool:
        """Whether it will not run again by itself: done, or failed for good."""
        return self.state in {"done", "failed"}


@dataclass(frozen=True, slots=True)
class JobFigures:
    """What failed for good in the last hour and day, what was done in the day; letters, since when one waits; texts."""

    failed_hour: int
    failed_day: int
    done_day: int
    mail_waiting: int
    mail_failed: int
    mail_day: int
    mail_since: datetime | None
    in_state: Mapping[str, int] = field(default_factory=dict, compare=False)
    texts_waiting: int = 0
    texts_failed_day: int = 0
    texts_day: int = 0


def job_figures(connection: sa.Connection, now: datetime) -> JobFigures:
    """Return the figures of the outbox at `now`."""
    values = {"hour": now - timedelta(hours=1), "day": now - timedelta(days=1)}
    rows = connection.execute(FIGURES, values).all()
    counts = [sum(row[place] for row in rows) for place in range(2, 11)]
    since = min((row.since for row in rows if row.since is not None), default=None)
    texts = dict(zip(("texts_waiting", "texts_failed_day", "texts_day"), counts[6:], strict=True))
    hour, day, done, waiting, failed, mailed = counts[:6]
    return JobFigures(hour, day, done, waiting, failed, mailed, since, {row[0]: row[1] for row in rows}, **texts)


def any_due(connection: sa.Connection, now: datetime) -> bool:
    """Whether some job may be taken now: the one cheap question that the worker asks many times a second."""
    return connection.execute(ANY_DUE, {"now": now}).first() is not None


def oldest_due(connection: sa.Connection, now: datetime) -> datetime | None:
    """Return since when the longest waiting job is due, or None; readiness reports a worker that fell behind."""
    return connection.execute(OLDEST_DUE, {"now": now}).scalar()


def job_by_key(connection: sa.Connection, key: str) -> JobState | None:
    """Return how the job with this key stands."""
    row = connection.execute(BY_KEY, {"key": key}).first()
    return JobState(*row) if row else None


def newest_under(connection: sa.Connection, beginning: str) -> tuple[JobState, datetime | None] | None:
    """Return the newest job whose key begins so, and when it was done; no `%` or `_` in `beginning`."""
    row = connection.execute(NEWEST_UNDER, {"beginning": beginning}).first()
    return (JobState(*row[:-1]), row.done_at) if row else None


def done_before(connection: sa.Connection, name: str, before: datetime, limit: int = 200) -> tuple[JobState, ...]:
    """Return jobs of this name that were done before then, the oldest first."""
    values = {"name": name, "before": before, "limit": limit}
    return tuple(JobState(*row) for row in connection.execute(DONE_BEFORE, values))


def jobs_in_state(connection: sa.Connection, state: str, limit: int = 50) -> tuple[JobState, ...]:
    """Return the newest jobs in `state` (queued, running, done or failed)."""
    return tuple(JobState(*row) for row in connection.execute(IN_STATE, {"state": state, "limit": limit}))
