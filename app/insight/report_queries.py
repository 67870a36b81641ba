"""Reads about the board's reports: which were made, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.insight.models import BoardReport

_REPORTS = (
    sa.select(
        BoardReport.period, BoardReport.locale, BoardReport.sha256, BoardReport.size, BoardReport.made_at,
    )
    .where(BoardReport.audience == sa.bindparam("audience"))
    .order_by(BoardReport.period.desc(), BoardReport.locale)
)  # fmt: skip
_REPORT = _REPORTS.where(BoardReport.period == sa.bindparam("period"))


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as it was made: its quarter and language, the PDF's hash and size."""

    period: str
    locale: str
    sha256: str
    size: int
    made_at: datetime


def reports_made(connection: sa.Connection, audience: str) -> tuple[StoredReport, ...]:
    """Return the reports of an audience, newest quarter first."""
    rows = connection.execute(_REPORTS, {"audience": audience})
    return tuple(StoredReport(*row) for row in rows)


def report_of(connection: sa.Connection, audience: str, period: str, locale: str) -> StoredReport | None:
    """Return the report of a quarter in a language; in another where it was not made in that."""
    rows = [StoredReport(*row) for row in connection.execute(_REPORT, {"audience": audience, "period": period})]
    return min(rows, key=lambda one: (one.locale != locale, one.locale), default=None)
