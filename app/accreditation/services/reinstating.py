"""Reinstating a credential: its suspension is lifted (A6)."""

from __future__ import annotations

from app.accreditation.domain.life import Act
from app.accreditation.services.lives import Grounds, happen, living, take_part
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor


def reinstate(unit: Unit, number: str, actor: Actor, grounds: Grounds, *, by_panel: bool = False) -> None:
    """Lift the suspension that stands. `by_panel`: the panel of an appeal does it, whose part is noted already.

    Raises as `living` and `take_part` do.
    """
    credential, events = living(unit, number, Act.REINSTATE, actor)
    if not by_panel:
        take_part(unit, credential, actor)
    happen(unit, credential, events, "reinstated", actor, grounds)
