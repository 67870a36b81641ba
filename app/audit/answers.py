"""How many answers the web gave and how many failed (5xx): counted in the process, written down now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.audit.models import WebAnswers
from app.foundation.db import UtcDateTime
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.web.visit import this_visit

EVERY_SECONDS = 60.0
STEP = timedelta(minutes=5)
KEPT = timedelta(days=2)
_FORGET = sa.delete(WebAnswers).where(WebAnswers.begins < sa.bindparam("before", type_=UtcDateTime))
_AFTER = WebAnswers.begins > sa.bindparam("hour", type_=UtcDateTime)
_SUMS = sa.select(
    *(
        sa.func.coalesce(sa.func.sum(value), 0)
        for column in (WebAnswers.answers, WebAnswers.failures)
        for value in (sa.case((_AFTER, column)), column)
    )
).where(WebAnswers.begins > sa.bindparam("day", type_=UtcDateTime))


def _adding(insert: Callable[..., sqlite.Insert | postgresql.Insert]) -> sa.Executable:
    row = insert(WebAnswers)
    sums = {name: WebAnswers.__table__.c[name] + row.excluded[name] for name in ("answers", "failures")}
    return row.on_conflict_do_update(index_elements=["begins"], set_=sums)


_ADD = {"sqlite": _adding(sqlite.insert), "postgresql": _adding(postgresql.insert)}


class AnswerCounter:
    """Counts in one process; once a minute at most, after an answer has gone, the table is brought up to it."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._answers = self._failures = 0
        self._written = monotonic()

    def count(self, response: Response) -> Response:
        """Count an answer; the factory calls it on each."""
        with self._lock:
            self._answers += 1
            self._failures += response.status_code >= 500
            due = self._monotonic() - self._written >= EVERY_SECONDS
            if due:
                self._written = self._monotonic()
        if due:
            visit = this_visit()
            response.call_on_close(lambda: self._write(visit.database.write))
        return response

    def _write(self, write: Callable[[Callable[[Unit], None]], None]) -> None:
        with self._lock:
            answers, failures = self._answers, self._failures
            self._answers = self._failures = 0
        try:
            write(lambda unit: add_answers(unit, answers, failures))
        except (Refusal, SQLAlchemyError):  # the database may be what fails: counted again at the next turn
            with self._lock:
                self._answers += answers
                self._failures += failures


def add_answers(unit: Unit, answers: int, failures: int) -> None:
    """Add to the row of these five minutes, and forget those of two days ago."""
    begins = datetime.fromtimestamp(
        unit.now.timestamp() // STEP.total_seconds() * STEP.total_seconds(), unit.now.tzinfo
    )
    values = {"begins": begins, "answers": answers, "failures": failures}
    unit.connection.execute(_ADD[unit.connection.dialect.name], values)
    unit.connection.execute(_FORGET, {"before": unit.now - KEPT})


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """How many answers were given in the last hour and day, and how many of them failed; to within five minutes."""

    hour: int
    day: int
    failed_hour: int
    failed_day: int


def answer_figures(connection: sa.Connection, now: datetime) -> AnswerFigures:
    """Return the figures at `now`."""
    values = {"hour": now - timedelta(hours=1) - STEP, "day": now - timedelta(days=1) - STEP}
    return AnswerFigures(*(int(sum_) for sum_ in connection.execute(_SUMS, values).one()))
