"""Mandates across agencies: given until a day with a reason, taken up in one session, ended early; each in the log."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.db import UtcDateTime
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.agency_queries import AgencyRow
from app.identity.mandate_queries import MandateRecord, mandate_by
from app.identity.models import Mandate, PersonSession
from app.identity.queries import people_in_role
from app.identity.services.actor import Actor, of_person
from app.identity.services.messaging import tell

_END = (
    sa.update(Mandate)
    .where(Mandate.id == sa.bindparam("mandate"), Mandate.ended_at.is_(None))
    .values(ended_by=sa.bindparam("by"), ended_at=sa.bindparam("now", type_=UtcDateTime))
)
_ACT = sa.update(PersonSession).where(PersonSession.token_hash == sa.bindparam("hash"))


class NoCoordinator(Refusal):
    """A mandate is for coordinators alone, and for somebody else than who gives it."""

    code = "no_coordinator"
    message = N_("Only a coordinator can be given a mandate, and not by themselves. Give the role first.")
    status = 422


def give_mandate(unit: Unit, person_id: str, agency: AgencyRow, last_day: date, reason: str, actor: Actor) -> None:
    """Let a coordinator act for an agency through `last_day`, and tell them. Raises `NoCoordinator`."""
    if person_id == actor.id or person_id not in people_in_role(unit.connection, "coordinator", unit.now):
        raise NoCoordinator
    given = Mandate(id=new_id(), public_id=new_public_id(), person_id=person_id, agency_id=agency.id, reason=reason,
                    last_day=last_day, given_by=actor.id, given_at=unit.now)  # fmt: skip
    unit.session.add(given)
    unit.session.flush()
    day = last_day.isoformat()
    tell(unit, person_id, "mandate-given", f"mandate:{given.id}", agency=agency.name, day=day)
    _note(unit, AuditTag.MANDATE_GIVEN, person_id, actor, agency=agency.id, last_day=day, mandate=given.id)


def end_mandate(unit: Unit, found: MandateRecord, actor: Actor) -> None:
    """End a mandate now: the next page of whoever acts under it is refused. Ended once."""
    if unit.connection.execute(_END, {"mandate": found.id, "by": actor.id, "now": unit.now}).rowcount:
        _note(unit, AuditTag.MANDATE_ENDED, found.person_id, actor, mandate=found.id)


def act_under(unit: Unit, session_hash: str, public_id: str, actor: Actor) -> None:
    """Act under a mandate of one's own in this session, or, with an empty `public_id`, for the own agency again.

    Raises `NotFound` for one that is not one's own or not in force.
    """
    found = mandate_by(unit.connection, public_id) if public_id else None
    mine = found is not None and found.person_id == actor.id and found.in_force(unit.now.date())
    if public_id and not mine:
        raise NotFound
    chosen = found.id if found else None
    unit.connection.execute(_ACT.values(mandate_id=chosen), {"hash": session_hash})
    _note(unit, AuditTag.MANDATE_TAKEN_UP, actor.id, actor, mandate=chosen or "")


def _note(unit: Unit, tag: AuditTag, person_id: str, actor: Actor, **told: str) -> None:
    record(unit, tag, actor=actor.id, role=actor.role, subject=of_person(person_id), **told)
