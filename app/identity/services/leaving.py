"""An officer leaves the agency: access ends in the same request; what they did and earned stays (X19)."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.db import UtcDateTime
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.facts import PersonLeft
from app.identity.models import Person
from app.identity.services.actor import Actor, of_person
from app.identity.services.browser_sessions import end_all_quietly
from app.identity.services.letting_in import refuse_staff
from app.identity.services.mail_addresses import forget_waiting
from app.identity.services.second_factor import remove
from app.identity.services.text_numbers import forget_number

_STATE = (
    sa.update(Person)
    .where(Person.id == sa.bindparam("person"), Person.state == sa.bindparam("before"))
    .values(state=sa.bindparam("after"), left_at=sa.bindparam("now", type_=UtcDateTime))
)


class OwnLeaving(Refusal):
    """Nobody ends their own access."""

    code = "own_leaving"
    message = N_("You cannot end your own access. Another coordinator has to do it.")


def leave(unit: Unit, person_id: str, actor: Actor) -> bool:
    """End an officer's access now: every session and every code; False when it was ended before.

    Raises `OwnLeaving`, and `StaffRecovery` for who holds a staff role too: their roles are ended by the operators.
    """
    if person_id == actor.id:
        raise OwnLeaving
    refuse_staff(unit, person_id)
    leaving = {"person": person_id, "before": "active", "after": "left", "now": unit.now}
    if unit.connection.execute(_STATE, leaving).rowcount == 0:
        return False
    remove(unit, person_id, "let_in")
    forget_number(unit, person_id)
    forget_waiting(unit, person_id)
    ended, subject = end_all_quietly(unit, person_id), of_person(person_id)
    record(unit, AuditTag.PERSON_LEFT, actor=actor.id, role=actor.role, subject=subject, ended=ended)
    unit.announce(PersonLeft(person_id))
    return True


def come_back(unit: Unit, person_id: str, actor: Actor) -> bool:
    """Give an officer who left their access back; False when they have it."""
    coming = {"person": person_id, "before": "left", "after": "active", "now": None}
    if unit.connection.execute(_STATE, coming).rowcount == 0:
        return False
    record(unit, AuditTag.PERSON_RETURNED, actor=actor.id, role=actor.role, subject=of_person(person_id))
    return True
