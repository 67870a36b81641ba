"""The profile of a coordinator's own agency: time zone, language of new officers, line, days without letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.identity.models import Agency

_PROFILE = sa.select(
    Agency.id,
    Agency.name,
    Agency.country,
    Agency.zone,
    Agency.locale,
    Agency.quiet_from,
    Agency.quiet_until,
    Agency.line,
).where(Agency.id == sa.bindparam("agency"))


@dataclass(frozen=True, slots=True)
class AgencyProfile:
    """What an agency has set; nothing where it set nothing."""

    id: str
    name: str
    country: str
    zone: str | None
    locale: str | None
    quiet_from: date | None
    quiet_until: date | None
    line: str | None


def agency_profile(connection: sa.Connection, agency_id: str) -> AgencyProfile:
    """Return the profile of an agency."""
    return AgencyProfile(*connection.execute(_PROFILE, {"agency": agency_id}).one())
