"""A coordinator sets what holds for the own agency and those below it."""

from __future__ import annotations

from datetime import date

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.identity.models import Agency
from app.identity.services.actor import Actor


def set_profile(
    unit: Unit, agency_id: str, zone: str | None, locale: str | None, quiet: tuple[date, date] | None, actor: Actor
) -> None:
    """Set time zone, language of new officers and the days without letters; None takes a setting away."""
    agency = unit.session.get(Agency, agency_id)
    if agency is None:
        raise NotFound
    agency.zone, agency.locale = zone, locale
    agency.quiet_from, agency.quiet_until = quiet or (None, None)
    unit.session.flush()
    told = {"zone": zone, "language": locale, "quiet": [day.isoformat() for day in quiet] if quiet else None}
    subject = f"agency:{agency_id}"
    record(unit, AuditTag.AGENCY_CHANGED, actor=actor.id, role=actor.role, subject=subject, **told)
