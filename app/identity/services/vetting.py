"""An agency records that it has vetted an officer, through which day, and takes that back (X16, U11)."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.db import UtcDateTime
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.models import VettingRecord
from app.identity.services.actor import Actor, of_person
from app.identity.vetting_queries import vettings_of

_WITHDRAW = (
    sa.update(VettingRecord)
    .where(VettingRecord.person_id == sa.bindparam("person"), VettingRecord.withdrawn_at.is_(None))
    .values(withdrawn_by=sa.bindparam("by"), withdrawn_at=sa.bindparam("now", type_=UtcDateTime))
)


class OwnVetting(Refusal):
    """Nobody records their own vetting."""

    code = "own_vetting"
    message = N_("You cannot record your own vetting. Another coordinator has to do it.")


def record_vetting(unit: Unit, person_id: str, last_day: date, actor: Actor) -> None:
    """Record that the officer is vetted through `last_day`; it takes the place of what stood. Raises `OwnVetting`."""
    if person_id == actor.id:
        raise OwnVetting
    standing = vettings_of(unit.connection, person_id)
    if len(standing) == 1 and standing[0].last_day == last_day:
        return
    _withdraw(unit, person_id, actor)
    unit.session.add(
        VettingRecord(id=new_id(), person_id=person_id, last_day=last_day, recorded_by=actor.id, recorded_at=unit.now)
    )
    unit.session.flush()
    subject, day = of_person(person_id), last_day.isoformat()
    record(unit, AuditTag.VETTING_RECORDED, actor=actor.id, role=actor.role, subject=subject, last_day=day)


def withdraw_vetting(unit: Unit, person_id: str, actor: Actor) -> bool:
    """Close labelled material to the officer now; False when nothing stood."""
    if not _withdraw(unit, person_id, actor):
        return False
    record(unit, AuditTag.VETTING_WITHDRAWN, actor=actor.id, role=actor.role, subject=of_person(person_id))
    return True


def _withdraw(unit: Unit, person_id: str, actor: Actor) -> bool:
    return unit.connection.execute(_WITHDRAW, {"person": person_id, "by": actor.id, "now": unit.now}).rowcount > 0
