"""A coordinator sets what holds for the own agency and those below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.identity.models import Agency
from app.identity.policy import subtree_range
from app.identity.services.actor import Actor

LINES = ("good", "poor")
_SUBTREE = (
    sa.select(Agency)
    .where(Agency.path >= sa.bindparam("first"), Agency.path < sa.bindparam("after"))
    .order_by(sa.func.length(Agency.path))
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a coordinator sets; None takes a setting away.

    The time zone, the language of new officers, the first and last day without letters, and how the line is.
    """

    zone: str | None = None
    locale: str | None = None
    quiet: tuple[date, date] | None = None
    line: str | None = None


def set_profile(unit: Unit, agency_id: str, new: Profile, actor: Actor) -> None:
    """Set the profile of an agency. Raises `NotFound`."""
    agency = unit.session.get(Agency, agency_id)
    if agency is None:
        raise NotFound
    agency.zone, agency.locale, agency.line = new.zone, new.locale, new.line
    agency.quiet_from, agency.quiet_until = new.quiet or (None, None)
    _pass_on_line(unit, agency)
    unit.session.flush()
    quiet = [day.isoformat() for day in new.quiet] if new.quiet else None
    told = {"zone": new.zone, "language": new.locale, "quiet": quiet, "line": new.line}
    subject = f"agency:{agency_id}"
    record(unit, AuditTag.AGENCY_CHANGED, actor=actor.id, role=actor.role, subject=subject, **told)


def _pass_on_line(unit: Unit, agency: Agency) -> None:
    """Note at each agency of the subtree what holds there: its own word, else that of the nearest one above.

    It is noted there so that the look-up of a signed-in person, on every page, reads it beside the agency's name.
    """
    first, after = subtree_range(agency.path)
    above = unit.session.get(Agency, agency.parent_id) if agency.parent_id else None
    holds = {above.id: above.low_data} if above else {}
    for one in unit.session.scalars(_SUBTREE, {"first": first, "after": after}):
        one.low_data = one.line == "poor" if one.line else holds.get(one.parent_id or "")
        holds[one.id] = one.low_data
