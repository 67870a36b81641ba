"""Reads about grants: which stand, and what was published before and after their quarters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.insight.domain.measures import Granted
from app.insight.domain.quarters import Quarter, read_quarter
from app.insight.models import PartnerGrant, PublishedTable

_STANDING = (
    sa.select(
        PartnerGrant.public_id, PartnerGrant.partner, PartnerGrant.course, PartnerGrant.code, PartnerGrant.amount,
        PartnerGrant.currency, PartnerGrant.first_quarter.label("first"), PartnerGrant.last_quarter.label("last"),
    )
    .where(PartnerGrant.withdrawn_at.is_(None))
    .order_by(PartnerGrant.last_quarter.desc(), PartnerGrant.partner, PartnerGrant.code)
)  # fmt: skip
_BEGUN = _STANDING.where(
    PartnerGrant.partner == sa.bindparam("partner"), PartnerGrant.first_quarter <= sa.bindparam("period")
)
_FUNNEL = (
    sa.select(PublishedTable.table)
    .where(
        PublishedTable.audience == sa.bindparam("partner"),
        PublishedTable.statistic == "funnel",
        PublishedTable.period <= sa.bindparam("period"),
    )
    .order_by(PublishedTable.period.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class StandingGrant:
    """A grant that was recorded and not withdrawn; no course means all of the partner's."""

    public_id: str
    partner: str
    course: str
    code: str
    amount: int
    currency: str
    first: str
    last: str


def standing_grants(connection: sa.Connection) -> tuple[StandingGrant, ...]:
    """Return every grant that stands, those that run longest first."""
    return tuple(StandingGrant(*row) for row in connection.execute(_STANDING))


def grants_until(connection: sa.Connection, partner: str, quarter: Quarter) -> tuple[Granted, ...]:
    """Return the grants of a partner that have begun by a quarter, with what was published around their quarters."""
    rows = connection.execute(_BEGUN, {"partner": partner, "period": quarter.key}).all()
    return tuple(_granted(connection, row, quarter) for row in rows)


def _granted(connection: sa.Connection, row: Any, quarter: Quarter) -> Granted:
    first = read_quarter(row.first)
    before = _certified(connection, row, first.before.key) if first else 0
    after = _certified(connection, row, row.last) if row.last < quarter.key else None
    return Granted(row.code, row.course, row.amount, row.currency, row.first, row.last, before, after)


def _certified(connection: sa.Connection, row: Any, period: str) -> int:
    """Return how many were certified by the end of a quarter, as the funnel says that was published last by then."""
    table = connection.execute(_FUNNEL, {"partner": row.partner, "period": period}).scalar()
    lines = table["rows"] if table else ()
    return next((line.get("certified") for line in lines if line["course"] == row.course), None) or 0
