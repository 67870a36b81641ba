"""An operator gives a role, or ends one, and says why; the log says who did, the reason stands sealed with the role."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.models import RoleGrant
from app.identity.services.actor import Actor
from app.identity.services.ending import end_roles
from app.identity.services.leavers import refuse_left
from app.identity.services.people import grant_role
from app.identity.services.recovering import OwnAccount

GIVEN_HERE = ("officer", "trainer", "coordinator")
"""Roles that an operator gives alone. A partner's is given on the server: it needs the word of its courses."""
BY_TWO = ("accreditation", "operator")
"""Roles that two operators give and end (`proposing_roles`): no account makes another one as powerful as itself."""
ENDED_HERE = (*GIVEN_HERE, "partner")

_GIVEN = (
    sa.update(RoleGrant)
    .where(RoleGrant.person_id == sa.bindparam("person"), RoleGrant.role == sa.bindparam("given"))
    .where(RoleGrant.valid_until.is_(None))
    .values(reason=sa.bindparam("why", type_=RoleGrant.reason.type))
)
_ENDED = (
    sa.update(RoleGrant)
    .where(RoleGrant.person_id == sa.bindparam("person"), RoleGrant.role == sa.bindparam("ended"))
    .where(RoleGrant.valid_until == sa.bindparam("now", type_=RoleGrant.valid_until.type))
    .values(ended_reason=sa.bindparam("why", type_=RoleGrant.ended_reason.type))
)


class NotGivenHere(Refusal):
    """The role takes a second operator, or the server."""

    code = "not_given_here"
    message = N_("One operator alone cannot give or end this role here. Nothing was changed.")


def give_role(unit: Unit, person_id: str, role: str, reason: str, actor: Actor) -> None:
    """Give a role from now on. Raises `OwnAccount`, `NotGivenHere`, and as `place_role` does."""
    if person_id == actor.id:
        raise OwnAccount
    if role not in GIVEN_HERE:
        raise NotGivenHere
    place_role(unit, person_id, role, reason, actor)


def place_role(unit: Unit, person_id: str, role: str, reason: str, actor: Actor) -> None:
    """Give the role and keep the reason with it; who may was judged before. Raises `HasLeft`, `PartnerStandsAlone`."""
    refuse_left(unit, person_id)
    grant_role(unit, person_id, role, actor=actor)
    unit.connection.execute(_GIVEN, {"person": person_id, "given": role, "why": reason})


def take_role(unit: Unit, person_id: str, role: str, reason: str, actor: Actor) -> None:
    """End a role now, with every session of the person. Raises `OwnAccount`, `NotGivenHere`, `RoleNotHeld`."""
    if person_id == actor.id:
        raise OwnAccount
    if role not in ENDED_HERE:
        raise NotGivenHere
    remove_role(unit, person_id, role, reason, actor)


def remove_role(unit: Unit, person_id: str, role: str, reason: str, actor: Actor) -> None:
    """End the role and keep the reason with it; who may was judged before. Raises `RoleNotHeld`."""
    end_roles(unit, person_id, (role,), actor)
    unit.connection.execute(_ENDED, {"person": person_id, "ended": role, "now": unit.now, "why": reason})
