"""Reads of insight: exact counts for the rules, tables as they were published, the courses of a partner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.curriculum.outline import CourseOutline
from app.curriculum.queries import live_versions, outline_of
from app.foundation.kept import Kept
from app.insight.domain.measures import ALLIANCE, STAGE, Exact, Sum, Sums, Table
from app.insight.models import PublishedTable, RunningSum, RunningTotal

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
_OF_ALL = (
    sa.select(*(_COUNTS.selected_columns))
    .where(RunningTotal.month <= sa.bindparam("until"))
    .group_by(RunningTotal.course, RunningTotal.measure, RunningTotal.country)
)
_SUMS = (
    sa.select(
        RunningSum.course,
        RunningSum.what,
        sa.func.sum(RunningSum.officers).label("officers"),
        sa.func.sum(RunningSum.total).label("total"),
        sa.func.sum(RunningSum.squares).label("squares"),
    )
    .where(
        RunningSum.partner == sa.bindparam("partner"), RunningSum.month <= sa.bindparam("until"), RunningSum.month != ""
    )
    .group_by(RunningSum.course, RunningSum.what)
)
_SUMS_OF_ALL = (
    sa.select(*(_SUMS.selected_columns))
    .where(RunningSum.month <= sa.bindparam("until"), RunningSum.month != "")
    .group_by(RunningSum.course, RunningSum.what)
)
_NOW = sa.select(RunningSum.course, RunningSum.what, RunningSum.officers).where(
    RunningSum.partner == sa.bindparam("partner"), RunningSum.month == ""
)
_PARTNERS = sa.select(RunningTotal.partner).distinct().order_by(RunningTotal.partner)
_PUBLISHED = sa.select(PublishedTable.period, PublishedTable.statistic, PublishedTable.table).where(
    PublishedTable.audience == sa.bindparam("audience")
)
_OF_STATISTIC = _PUBLISHED.where(PublishedTable.statistic == sa.bindparam("statistic"))
_OF_PERIOD = _OF_STATISTIC.where(PublishedTable.period == sa.bindparam("period"))
_ALL_OF_PERIOD = _PUBLISHED.where(PublishedTable.period == sa.bindparam("period"))
_NEWEST = _OF_STATISTIC.order_by(PublishedTable.period.desc()).limit(1)
_PERIODS = (
    sa.select(PublishedTable.period, sa.func.max(PublishedTable.id).label("newest"))
    .where(PublishedTable.audience == sa.bindparam("audience"))
    .group_by(PublishedTable.period)
    .order_by(PublishedTable.period.desc())
)
_MOST_PERIODS = 40

_tables: Kept[Mapping[str, Table]] = Kept(400)


@dataclass(frozen=True, slots=True)
class PublishedFigures:
    """A table as it was published for a quarter such as 2026-Q1."""

    period: str
    rows: Table


def exact_of(connection: sa.Connection, partner: str, until: str = _EVER) -> Exact:
    """Return what was counted of the partner's courses up to and with the month `until`; for the rules alone.

    For the alliance, of the courses of all partners.
    """
    found: dict[tuple[str, str], dict[str, int]] = {}
    statement, bound = (_OF_ALL, {}) if partner == ALLIANCE else (_COUNTS, {"partner": partner})
    for row in connection.execute(statement, {**bound, "until": until}):
        found.setdefault((row.course, row.measure), {})[row.country] = int(row.officers)
    return Exact(found, _sums_of(connection, partner, until))


def counts_up_to_now(connection: sa.Connection, partner: str) -> Exact:
    """Return what was counted of the partner's courses up to now, whatever the country; for the rules alone."""
    rows = connection.execute(_NOW, {"partner": partner})
    return Exact({(row.course, row.what.removeprefix(STAGE)): {"": int(row.officers)} for row in rows})


def _sums_of(connection: sa.Connection, partner: str, until: str) -> Sums:
    statement, bound = (_SUMS_OF_ALL, {}) if partner == ALLIANCE else (_SUMS, {"partner": partner})
    rows = connection.execute(statement, {**bound, "until": until})
    return {(row.course, row.what): Sum(int(row.officers), int(row.total), int(row.squares)) for row in rows}


def partners_counted(connection: sa.Connection) -> tuple[str, ...]:
    """Return the partners of whose courses anything was counted."""
    return tuple(connection.execute(_PARTNERS).scalars())


def funded_outlines(connection: sa.Connection, partner: str, locale: str) -> dict[str, CourseOutline]:
    """Return course key → outline of the live courses that the partner funds, in a language where it has that.

    For the alliance, of those that any partner funds.
    """
    funded = {course: version for course, (version, funder) in live_versions(connection).items()
              if funder and partner in {funder, ALLIANCE}}  # fmt: skip
    live = dict(sorted(funded.items()))
    found = {course: outline_of(connection, version, locale) for course, version in live.items()}
    return {course: outline for course, outline in found.items() if outline}


def newest_figures(connection: sa.Connection, audience: str, statistic: str) -> PublishedFigures | None:
    """Return the statistic of the newest quarter that was published to the audience."""
    return _figures(connection.execute(_NEWEST, {"audience": audience, "statistic": statistic}).one_or_none())


def figures_of(connection: sa.Connection, audience: str, statistic: str, period: str) -> PublishedFigures | None:
    """Return the statistic as it was published to the audience for a quarter."""
    bound = {"audience": audience, "statistic": statistic, "period": period}
    return _figures(connection.execute(_OF_PERIOD, bound).one_or_none())


def tables_of(connection: sa.Connection, audience: str, period: str, newest: str) -> Mapping[str, Table]:
    """Return statistic → table of a quarter as published; `newest` is the id of its newest table.

    Kept in the process, since what stands there never changes.
    """
    return _tables.get((audience, newest), lambda: _read_tables(connection, audience, period)) or {}


def periods_published(connection: sa.Connection, audience: str) -> dict[str, str]:
    """Return the quarters that were published to the audience, newest first, each with the id of its newest table.

    Those of ten years at most.
    """
    rows = connection.execute(_PERIODS, {"audience": audience}).all()
    return {row.period: row.newest for row in rows[:_MOST_PERIODS]}


def _read_tables(connection: sa.Connection, audience: str, period: str) -> dict[str, Table] | None:
    rows = connection.execute(_ALL_OF_PERIOD, {"audience": audience, "period": period})
    return {row.statistic: row.table["rows"] for row in rows} or None


def _figures(row: Any) -> PublishedFigures | None:
    return None if row is None else PublishedFigures(row.period, row.table["rows"])
