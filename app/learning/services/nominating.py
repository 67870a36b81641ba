"""Nomination for a course that is not open to join: by one person, approved by a second, accepted by the programme."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.queries import LiveCourse, live_course
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.facts import PersonLeft
from app.identity.queries import agency_paths, person_card
from app.identity.services.actor import SYSTEM, Actor
from app.identity.services.messaging import tell
from app.identity.vetting_queries import vetted_now
from app.learning.facts import OfficerNominated
from app.learning.models import CourseQuota, Nomination
from app.learning.queries import standing_in
from app.learning.services.enrolling import place_enrolment

_OPEN_OF = sa.select(Nomination).where(
    Nomination.person_id == sa.bindparam("person"), Nomination.state.in_(("nominated", "approved"))
)
_BEFORE = (
    sa.select(Nomination.id)
    .where(Nomination.person_id == sa.bindparam("person"), Nomination.course == sa.bindparam("course"))
    .limit(1)
)
_LOCKED = sa.select(Nomination).where(Nomination.public_id == sa.bindparam("public_id")).with_for_update()
_QUOTAS = (
    sa.select(CourseQuota.agency_id, CourseQuota.places)
    .where(CourseQuota.course == sa.bindparam("course"))
    .with_for_update()
)
_ACCEPTED = sa.select(Nomination.agency_id).where(
    Nomination.course == sa.bindparam("course"), Nomination.state == "accepted"
)


class SecondPersonNeeded(Refusal):
    """Nobody approves what they nominated, nor accepts what they approved, nor any of it for themselves."""

    code = "second_person_needed"
    message = N_("Somebody else has to do this: you nominated or approved this officer, or it is about yourself.")


class AlreadyAnswered(Refusal):
    """The nomination is not where it was when the page was opened."""

    code = "nomination_answered"
    message = N_("This nomination was answered already. Open the list again to see where it stands.")


class NoPlaceLeft(Refusal):
    """The agency's places on the course are taken."""

    code = "no_place_left"
    message = N_(
        "All %(places)s places of this agency on this course are taken. Raise the number of places, or decline."
    )


class NotVetted(Refusal):
    """The course's label asks for a vetting that is in force."""

    code = "not_vetted"
    message = N_(
        "This course carries a label above TLP:GREEN, and no vetting of this officer is in force. Wait until the "
        "agency has recorded one, or decline."
    )


def nominate(unit: Unit, person_id: str, agency_id: str, live: LiveCourse, reason: str, actor: Actor) -> str:
    """Nominate an officer: `nominated`, or `already` where they are on the course or a nomination is under way."""
    if person_id == actor.id:
        raise SecondPersonNeeded
    course = live.outline.course
    open_ones = unit.session.scalars(_OPEN_OF, {"person": person_id}).all()
    if standing_in(unit.connection, person_id, course) or any(one.course == course for one in open_ones):
        return "already"
    new = Nomination(
        id=new_id(),
        public_id=new_public_id(),
        course=course,
        person_id=person_id,
        agency_id=agency_id,
        state="nominated",
        reason=reason,
        nominated_by=actor.id,
        nominated_at=unit.now,
    )
    first = not unit.session.scalar(_BEFORE, {"person": person_id, "course": course})
    unit.session.add(new)
    unit.session.flush()
    _note(unit, AuditTag.ENROLMENT_NOMINATED, new, actor)
    if first:
        unit.announce(OfficerNominated(person_id, course))
    return "nominated"


def approve(unit: Unit, public_id: str, actor: Actor) -> None:
    """The agency's second person approves; who nominated may not. Raises `SecondPersonNeeded`, `AlreadyAnswered`."""
    one = _waiting(unit, public_id, "nominated")
    if actor.id in {one.nominated_by, one.person_id}:
        raise SecondPersonNeeded
    one.state, one.approved_by, one.approved_at = "approved", actor.id, unit.now
    unit.session.flush()
    _note(unit, AuditTag.ENROLMENT_APPROVED, one, actor)


def decline(unit: Unit, public_id: str, answer: str, actor: Actor, *, waiting: str) -> None:
    """Agency (`nominated`) or programme (`approved`) say no, with the reason; who nominated is told.

    Raises `AlreadyAnswered`.
    """
    one = _waiting(unit, public_id, waiting)
    one.state, one.answer, one.decided_at = "declined", answer, unit.now
    one.decided_by = actor.id if actor.id != one.person_id else None
    unit.session.flush()
    if actor.id != one.nominated_by:
        live = live_course(unit.connection, one.course)
        title = live.outline.title if live else one.course
        tell(unit, one.nominated_by, "nomination-declined", f"declined:{one.id}", course=title)
    _note(unit, AuditTag.NOMINATION_DECLINED, one, actor)


def accept(unit: Unit, public_id: str, actor: Actor) -> None:
    """The programme accepts: the officer is enrolled and told. Raises `NoPlaceLeft` and as `approve` does."""
    one = _waiting(unit, public_id, "approved")
    if actor.id in {one.nominated_by, one.approved_by, one.person_id}:
        raise SecondPersonNeeded
    live = live_course(unit.connection, one.course)
    if live is None or person_card(unit.connection, one.person_id) is None:
        raise NotFound
    if not live.outline.for_everybody and not vetted_now(unit.connection, one.person_id, unit.now):
        raise NotVetted
    _refuse_over_quota(unit, one)
    one.state, one.decided_by, one.decided_at = "accepted", actor.id, unit.now
    unit.session.flush()
    if standing_in(unit.connection, one.person_id, one.course) is None:
        place_enrolment(unit, one.person_id, live, actor)
    title, key = live.outline.title, f"nomination:{one.id}"
    tell(unit, one.person_id, "nomination-accepted", key, course=title, course_key=one.course)
    _note(unit, AuditTag.NOMINATION_ACCEPTED, one, actor)


def set_quota(unit: Unit, course: str, agency_id: str, places: int | None, actor: Actor) -> None:
    """Set how many officers of an agency may be accepted on a course; None takes the limit away."""
    held = unit.session.get(CourseQuota, (course, agency_id))
    if places is None and held:
        unit.session.delete(held)
    elif places is not None:
        unit.session.merge(CourseQuota(course=course, agency_id=agency_id, places=places))
    unit.session.flush()
    subject = f"agency:{agency_id}"
    record(unit, AuditTag.QUOTA_SET, actor=actor.id, role=actor.role, subject=subject, course=course, places=places)


def withdraw_of_leaver(unit: Unit, fact: PersonLeft) -> None:
    """Whoever leaves the agency is nominated no longer (X19)."""
    for one in unit.session.scalars(_OPEN_OF, {"person": fact.person_id}).all():
        one.state, one.decided_at = "withdrawn", unit.now
        unit.session.flush()
        _note(unit, AuditTag.NOMINATION_WITHDRAWN, one, SYSTEM)


def _waiting(unit: Unit, public_id: str, state: str) -> Nomination:
    one = unit.session.scalars(_LOCKED, {"public_id": public_id}).one_or_none()
    if one is None:
        raise NotFound
    if one.state != state:
        raise AlreadyAnswered
    return one


def _refuse_over_quota(unit: Unit, one: Nomination) -> None:
    """Each limit on the agency itself or on one above it counts whoever was accepted beneath it."""
    limits = {row.agency_id: row.places for row in unit.connection.execute(_QUOTAS, {"course": one.course})}
    if not limits:
        return
    taken = list(unit.connection.scalars(_ACCEPTED, {"course": one.course}))
    paths = agency_paths(unit.connection, {*limits, *taken, one.agency_id})
    for agency, places in limits.items():
        if paths[one.agency_id].startswith(paths[agency]):
            beneath = sum(paths[other].startswith(paths[agency]) for other in taken)
            if beneath >= places:
                raise NoPlaceLeft(places=places)


def _note(unit: Unit, tag: AuditTag, one: Nomination, actor: Actor) -> None:
    told: dict[str, Any] = {"course": one.course, "nomination": one.id}
    record(unit, tag, actor=actor.id, role=actor.role, subject=f"person:{one.person_id}", **told)
