"""A cohort's practical days: planned, places given and taken away, called off; who was there is noted afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accreditation.cohort_queries import CohortRecord, DayRecord
from app.accreditation.models import DayAssessor, DaySeat, PracticalDay
from app.accreditation.services.recording import NewEvidence, NotInTheFuture, add_evidence
from app.accreditation.services.training_together import refuse_closed
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor
from app.identity.services.messaging import tell

_LOCKED = sa.select(PracticalDay).where(PracticalDay.id == sa.bindparam("day")).with_for_update()
_SEATS = sa.select(DaySeat).where(DaySeat.day_id == sa.bindparam("day"))


class TooFewSeats(Refusal):
    """More officers are ticked than there are places."""

    code = "too_few_seats"
    message = N_("There are %(seats)s places on this day and you ticked %(wanted)s officers. Take the tick from some.")
    status = 422


class DayIsOver(Refusal):
    """The day was called off, or who was there was noted already."""

    code = "practical_day_over"
    message = N_("This day was called off, or who was there is noted already: its places stay as they are.")
    status = 409


@dataclass(frozen=True, slots=True)
class NewDay:
    """What is planned: the day, the place, how many places, minutes that count as training, assessors."""

    held_on: date
    place: str
    seats: int
    minutes: int
    assessors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ticked:
    """Whom a coordinator sees on the page (`among`) and who of them is ticked; nobody else's place changes (X1)."""

    among: frozenset[str]
    chosen: frozenset[str]


def plan_day(unit: Unit, cohort: CohortRecord, new: NewDay, actor: Actor) -> str:
    """Plan a practical day of a cohort; return its public id. Raises `CohortClosed`."""
    refuse_closed(cohort)
    day = PracticalDay(id=new_id(), public_id=new_public_id(), cohort_id=cohort.id, held_on=new.held_on,
                       place=new.place, seats=new.seats, minutes=new.minutes, planned_by=actor.id,
                       planned_at=unit.now)  # fmt: skip
    unit.session.add(day)
    unit.session.flush()
    unit.session.add_all(DayAssessor(day_id=day.id, person_id=person) for person in new.assessors)
    unit.session.flush()
    _note(unit, AuditTag.PRACTICAL_DAY_PLANNED, day.id, actor, seats=new.seats)
    return day.public_id


def give_places(unit: Unit, day: DayRecord, who: Ticked, actor: Actor) -> int:
    """Let those who are ticked have a place, the others not, and tell whom it changes for; return how many are new.

    Raises `TooFewSeats`, `DayIsOver`.
    """
    planned, held = _open(unit, day)
    if any(one.state != "assigned" for one in held.values()):
        raise DayIsOver
    gone, new = (set(held) & who.among) - who.chosen, sorted(who.chosen - set(held))
    wanted = len(held) - len(gone) + len(new)
    if wanted > planned.seats:
        raise TooFewSeats(seats=planned.seats, wanted=wanted)
    for person in sorted(gone):
        unit.session.delete(held[person])
        _tell(unit, "practical-day-taken", planned, person)
    unit.session.add_all(DaySeat(day_id=day.id, person_id=person, state="assigned") for person in new)
    unit.session.flush()
    for person in new:
        _tell(unit, "practical-day", planned, person)
    if gone or new:
        _note(unit, AuditTag.PRACTICAL_DAY_PLACES_GIVEN, day.id, actor, given=new, taken=sorted(gone))
    return len(new)


def call_off(unit: Unit, day: DayRecord, actor: Actor) -> None:
    """Call the day off; whoever had a place is told. Raises `DayIsOver`."""
    planned, held = _open(unit, day)
    planned.cancelled_at = unit.now
    unit.session.flush()
    for person in held:
        _tell(unit, "practical-day-off", planned, person)
    _note(unit, AuditTag.PRACTICAL_DAY_CALLED_OFF, day.id, actor)


def note_attendance(unit: Unit, day: DayRecord, who: Ticked, actor: Actor) -> int:
    """Note once who was there; the minutes are entered as hours of training that wait for a second person's word.

    Nobody notes it of themselves: their own place stays open. Raises `NotInTheFuture`, `DayIsOver`.
    """
    planned, held = _open(unit, day)
    if planned.held_on > unit.now.date():
        raise NotInTheFuture
    own = who.among - {actor.id}
    seats = [one for one in held.values() if one.person_id in own and one.state == "assigned"]
    for one in seats:
        one.state = "attended" if one.person_id in who.chosen else "absent"
        one.noted_by, one.noted_at = actor.id, unit.now
    unit.session.flush()
    came = [one.person_id for one in seats if one.state == "attended"]
    for person in came if planned.minutes else ():
        token, body = f"{planned.public_id}{person[-20:]}", {"title": day.name, "note": ""}
        add_evidence(unit, actor, NewEvidence(token, person, "contact-hours", "training", planned.held_on, body,
                                              minutes=planned.minutes))  # fmt: skip
    _note(unit, AuditTag.PRACTICAL_DAY_ATTENDED, day.id, actor, there=came)
    return len(came)


def _open(unit: Unit, day: DayRecord) -> tuple[PracticalDay, dict[str, DaySeat]]:
    """Return the day and its places, as long as it can still be changed; two who change it wait for each other."""
    planned = unit.session.scalars(_LOCKED, {"day": day.id}).one_or_none()
    if planned is None:
        raise NotFound
    held = {one.person_id: one for one in unit.session.scalars(_SEATS, {"day": day.id})}
    if planned.cancelled_at is not None or (held and all(one.state != "assigned" for one in held.values())):
        raise DayIsOver
    return planned, held


def _tell(unit: Unit, kind: str, day: PracticalDay, person: str) -> None:
    key = f"{kind}:{day.id}:{person}:{unit.now:%Y%m%d%H%M%S}"
    tell(unit, person, kind, key, place=day.place, day=day.held_on.isoformat())


def _note(unit: Unit, tag: AuditTag, day_id: str, actor: Actor, **told: object) -> None:
    record(unit, tag, actor=actor.id, role=actor.role, subject=f"practical-day:{day_id}", **told)
