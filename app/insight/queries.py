"""Reads of insight: exact counts for the rules, tables as they were published, the courses of a partner."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.curriculum.queries import live_versions, outline_of
from app.insight.domain.measures import Counts, Table
from app.insight.models import PublishedTable, RunningTotal

_EVER = "9999-12"
_COUNTS = (
    sa.select(
        RunningTotal.course,
        RunningTotal.measure,
        RunningTotal.country,
        sa.func.sum(RunningTotal.officers).label("officers"),
    )
    .where(RunningTotal.partner == sa.bindparam("partner"), RunningTotal.month <= sa.bindparam("until"))
    .group_by(RunningTotal.course, RunningTotal.measure, RunningTotal.country)
)
_PARTNERS = sa.select(RunningTotal.partner).distinct().order_by(RunningTotal.partner)
_PUBLISHED = sa.select(PublishedTable.period, PublishedTable.table).where(
    PublishedTable.audience == sa.bindparam("partner"), PublishedTable.statistic == sa.bindparam("statistic")
)
_OF_PERIOD = _PUBLISHED.where(PublishedTable.period == sa.bindparam("period"))
_NEWEST = _PUBLISHED.order_by(PublishedTable.period.desc()).limit(1)
_NEWEST_TWENTY = _PUBLISHED.order_by(PublishedTable.period.desc()).limit(20)


@dataclass(frozen=True, slots=True)
class PublishedFigures:
    """A table as it was published for a quarter such as 2026-Q1."""

    period: str
    rows: Table


def counts_of(connection: sa.Connection, partner: str, until: str = _EVER) -> Counts:
    """Return the exact counts of the partner's courses up to and with the month `until`; for the rules alone."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in connection.execute(_COUNTS, {"partner": partner, "until": until}):
        found.setdefault((row.course, row.measure), {})[row.country] = int(row.officers)
    return found


def partners_counted(connection: sa.Connection) -> tuple[str, ...]:
    """Return the partners of whose courses anything was counted."""
    return tuple(connection.execute(_PARTNERS).scalars())


def funded_courses(connection: sa.Connection, partner: str) -> dict[str, str]:
    """Return course key → title of the live courses that the partner funds."""
    live = {course: version for course, (version, funder) in live_versions(connection).items() if funder == partner}
    outlines = {course: outline_of(connection, version) for course, version in live.items()}
    return {course: outline.title if outline else course for course, outline in outlines.items()}


def newest_figures(connection: sa.Connection, partner: str, statistic: str) -> PublishedFigures | None:
    """Return the statistic of the newest quarter that was published to the partner."""
    return _figures(connection.execute(_NEWEST, {"partner": partner, "statistic": statistic}).one_or_none())


def figures_of(connection: sa.Connection, partner: str, statistic: str, period: str) -> PublishedFigures | None:
    """Return the statistic as it was published to the partner for a quarter."""
    bound = {"partner": partner, "statistic": statistic, "period": period}
    return _figures(connection.execute(_OF_PERIOD, bound).one_or_none())


def figures_published(connection: sa.Connection, partner: str, statistic: str) -> tuple[PublishedFigures, ...]:
    """Return the statistic of each quarter that was published to the partner, newest first, twenty at most."""
    rows = connection.execute(_NEWEST_TWENTY, {"partner": partner, "statistic": statistic})
    return tuple(PublishedFigures(row.period, row.table["rows"]) for row in rows)


def _figures(row: sa.Row[tuple[str, dict[str, Table]]] | None) -> PublishedFigures | None:
    return None if row is None else PublishedFigures(row.period, row.table["rows"])
