"""Whoever left is given nothing new: no role, no way back in, until a coordinator gives them their access back."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.models import Person

_LEFT = sa.select(Person.id).where(Person.id == sa.bindparam("person"), Person.state == "left")


class HasLeft(Refusal):
    """The person left; only who coordinates their agency gives their access back."""

    code = "has_left"
    message = N_("This person left. Their coordinator has to give their access back first.")
    status = 409


def refuse_left(unit: Unit, person_id: str) -> None:
    """Raise `HasLeft` where the person left (X19)."""
    if unit.connection.scalar(_LEFT, {"person": person_id}) is not None:
        raise HasLeft
