"""Suspending a credential: it stands still until somebody lifts the suspension (A6)."""

from __future__ import annotations

from datetime import date

from app.accreditation.domain.life import Act
from app.accreditation.services.lives import Grounds, happen, living, take_part
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor


def suspend(
    unit: Unit, number: str, actor: Actor, grounds: Grounds, *, condition: str | None, ends_on: date | None
) -> None:
    """Suspend what is valid. `condition` says what must be shown before it is lifted (for staff and the holder).

    `ends_on` is the day from which it is listed as due; it never lifts itself. Raises as `living` and `take_part` do.
    """
    credential, events = living(unit, number, Act.SUSPEND, actor)
    take_part(unit, credential, actor)
    happen(unit, credential, events, "suspended", actor, grounds, condition=condition, ends_on=ends_on)
