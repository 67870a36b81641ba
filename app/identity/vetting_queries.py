"""Reads of vetting: the records that stand for a person, and the time zone of their agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.identity.domain.vetting import is_vetted
from app.identity.models import Agency, Person, VettingRecord

_ABOVE = aliased(Agency)
_ZONE = (
    sa.select(_ABOVE.zone)
    .where(
        Agency.id == Person.agency_id,
        sa.func.substr(Agency.path, 1, sa.func.length(_ABOVE.path)) == _ABOVE.path,
        _ABOVE.zone.is_not(None),
    )
    .order_by(sa.func.length(_ABOVE.path).desc())
    .limit(1)
    .correlate(Person)
    .scalar_subquery()
)
_STANDING = (
    sa.select(VettingRecord.id, VettingRecord.last_day, VettingRecord.recorded_at, _ZONE.label("zone"))
    .join_from(Person, VettingRecord, VettingRecord.person_id == Person.id)
    .where(Person.id == sa.bindparam("person_id"), VettingRecord.withdrawn_at.is_(None))
    .order_by(VettingRecord.last_day.desc())
)


@dataclass(frozen=True, slots=True)
class Vetting:
    """A record that stands: through which day, in which time zone."""

    id: str
    last_day: date
    recorded_at: datetime
    zone: str


def vettings_of(connection: sa.Connection, person_id: str) -> tuple[Vetting, ...]:
    """Return the records that stand for a person, the one that lasts longest first."""
    rows = connection.execute(_STANDING, {"person_id": person_id})
    return tuple(Vetting(row.id, row.last_day, row.recorded_at, row.zone or "UTC") for row in rows)


def vetted_now(connection: sa.Connection, person_id: str, now: datetime) -> bool:
    """Whether a record opens labelled material to the person at this instant (X16)."""
    found = vettings_of(connection, person_id)
    return bool(found) and is_vetted((one.last_day for one in found), found[0].zone, now)
