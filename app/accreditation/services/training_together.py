"""A coordinator's cohorts: making one, putting officers in and taking them out, closing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accreditation.cohort_queries import CohortRecord
from app.accreditation.models import Cohort, CohortMember
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import OFFICERS_OF_SUBTREE, within
from app.identity.services.actor import Actor

_WITHIN = OFFICERS_OF_SUBTREE.subquery()
_KNOWN = sa.select(_WITHIN.c.id).where(_WITHIN.c.id.in_(sa.bindparam("people", expanding=True)))
_IN_IT = sa.select(CohortMember).where(CohortMember.cohort_id == sa.bindparam("cohort"))
_CLOSE = sa.update(Cohort).where(Cohort.id == sa.bindparam("cohort"), Cohort.ended_at.is_(None))


class CohortClosed(Refusal):
    """The cohort is kept as it was when it was closed."""

    code = "cohort_closed"
    message = N_("This cohort is closed and stays as it was. Make a new one.")
    status = 409


@dataclass(frozen=True, slots=True)
class NewCohort:
    """What a coordinator enters: its name, the accreditation, the first day and the day by which all is done."""

    name: str
    scheme: str
    starts_on: date
    ends_on: date


def make_cohort(unit: Unit, agency_id: str, new: NewCohort, actor: Actor) -> str:
    """Make a cohort of an agency; return its public id."""
    made = Cohort(id=new_id(), public_id=new_public_id(), agency_id=agency_id, scheme=new.scheme, name=new.name,
                  starts_on=new.starts_on, ends_on=new.ends_on, made_by=actor.id, made_at=unit.now)  # fmt: skip
    unit.session.add(made)
    unit.session.flush()
    _note(unit, AuditTag.COHORT_MADE, made.id, actor, scheme=new.scheme)
    return made.public_id


def refuse_closed(cohort: CohortRecord) -> None:
    """Raise `CohortClosed` where it was closed."""
    if cohort.ended_at is not None:
        raise CohortClosed


def put_in(unit: Unit, cohort: CohortRecord, people: Iterable[str], agency_path: str, actor: Actor) -> int:
    """Put officers of the subtree into a cohort; return how many are new in it. Others are as if there were none.

    Raises `CohortClosed`.
    """
    refuse_closed(cohort)
    values = {**within(agency_path, unit.now), "people": sorted(set(people))}
    known = set(unit.connection.scalars(_KNOWN, values)) if values["people"] else set()
    there = {one.person_id for one in unit.session.scalars(_IN_IT, {"cohort": cohort.id})}
    new = sorted(known - there)
    unit.session.add_all(CohortMember(cohort_id=cohort.id, person_id=person) for person in new)
    unit.session.flush()
    if new:
        _note(unit, AuditTag.COHORT_CHANGED, cohort.id, actor, put_in=new)
    return len(new)


def take_out(unit: Unit, cohort: CohortRecord, person_id: str, actor: Actor) -> bool:
    """Take somebody out of a cohort; places on its days stay until they are taken away there.

    Raises `CohortClosed`.
    """
    refuse_closed(cohort)
    held = unit.session.get(CohortMember, (cohort.id, person_id))
    if held is None:
        return False
    unit.session.delete(held)
    unit.session.flush()
    _note(unit, AuditTag.COHORT_CHANGED, cohort.id, actor, taken_out=[person_id])
    return True


def close_cohort(unit: Unit, cohort: CohortRecord, actor: Actor) -> None:
    """Close a cohort: it is kept, and filters nothing any more."""
    if unit.connection.execute(_CLOSE.values(ended_at=unit.now), {"cohort": cohort.id}).rowcount:
        _note(unit, AuditTag.COHORT_CLOSED, cohort.id, actor)


def _note(unit: Unit, tag: AuditTag, cohort_id: str, actor: Actor, **told: object) -> None:
    record(unit, tag, actor=actor.id, role=actor.role, subject=f"cohort:{cohort_id}", **told)
