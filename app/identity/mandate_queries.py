"""Reads of mandates: those of a person, with the agency and whether each is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.identity.models import Agency, Mandate

_MANDATES = (
    sa.select(
        Mandate.id,
        Mandate.public_id,
        Mandate.person_id,
        Agency.name,
        Mandate.reason,
        Mandate.last_day,
        Mandate.given_by,
        Mandate.ended_at,
    )
    .join(Agency, Agency.id == Mandate.agency_id)
    .order_by(Mandate.ended_at.is_not(None), Mandate.last_day.desc(), Mandate.id)
    .limit(100)
)
_OF_PERSON = _MANDATES.where(Mandate.person_id == sa.bindparam("person"))
_ONE = _MANDATES.where(Mandate.public_id == sa.bindparam("public_id"))


@dataclass(frozen=True, slots=True)
class MandateRecord:
    """A mandate of a coordinator over another agency."""

    id: str
    public_id: str
    person_id: str
    agency: str
    reason: str
    last_day: date
    given_by: str
    ended_at: datetime | None

    def in_force(self, today: date) -> bool:
        """Whether it opens anything today (UTC), its last day included."""
        return self.ended_at is None and today <= self.last_day


def mandates_of(connection: sa.Connection, person_id: str) -> tuple[MandateRecord, ...]:
    """Return up to 100 mandates of a person, those not ended first."""
    return tuple(MandateRecord(*row) for row in connection.execute(_OF_PERSON, {"person": person_id}))


def mandate_by(connection: sa.Connection, public_id: str) -> MandateRecord | None:
    """Return a mandate."""
    row = connection.execute(_ONE, {"public_id": public_id}).one_or_none()
    return None if row is None else MandateRecord(*row)
