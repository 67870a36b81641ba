"""An officer joins a course that is open to join, or is enrolled by a coordinator, and stays on that version."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.queries import LiveCourse, live_course, live_courses
from app.foundation.errors import NotFound, Refusal
from app.foundation.fixed import Fixed
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor
from app.identity.services.messaging import tell
from app.learning.facts import CourseStarted
from app.learning.models import Enrolment
from app.learning.queries import Standing, standing_in, standings_of


class CourseNotOpen(Refusal):
    """The course takes people by nomination only."""

    code = "course_not_open"
    message = N_("This course is not open to join. Ask your agency coordinator to nominate you.")


class OtherCoursesFirst(Refusal):
    """The course builds on others that are not finished (T11); `courses` are their titles."""

    code = "other_courses_first"
    message = N_("Finish these courses first, then join this one: %(courses)s")


def missing_first(connection: sa.Connection, person_id: str, live: LiveCourse) -> tuple[str, ...]:
    """Return the ids of the courses that come first and that the person has not finished."""
    wanted = live.outline.prerequisites
    finished = {one.course for one in standings_of(connection, person_id) if one.completed_at} if wanted else set()
    return tuple(course for course in wanted if course not in finished)


def join_course(unit: Unit, *, person_id: str, course: str) -> Standing:
    """Enrol the person in the live version; who is enrolled already stays as they are."""
    found = standing_in(unit.connection, person_id, course)
    if found:
        return found
    live = live_course(unit.connection, course)
    if live is None:
        raise NotFound
    if not live.open_to_join:
        raise CourseNotOpen
    missing = missing_first(unit.connection, person_id, live)
    if missing:
        titles = {one.outline.course: one.outline.title for one in live_courses(unit.connection)}
        raise OtherCoursesFirst(courses=", ".join(titles.get(key, key) for key in missing))
    return place_enrolment(unit, person_id, live, Actor(person_id, "officer"))


def enrol_in(unit: Unit, person_id: str, live: LiveCourse, actor: Actor) -> str:
    """Enrol somebody on a coordinator's word: `enrolled`, `already`, or `first` where other courses come first (O2).

    Raises `CourseNotOpen` for a course that takes people by nomination only.
    """
    if not live.open_to_join:
        raise CourseNotOpen
    if standing_in(unit.connection, person_id, live.outline.course):
        return "already"
    if missing_first(unit.connection, person_id, live):
        return "first"
    standing = place_enrolment(unit, person_id, live, actor)
    outline, key = live.outline, f"enrolled:{standing.enrolment_id}"
    tell(unit, person_id, "enrolled", key, course=outline.title, course_key=outline.course)
    return "enrolled"


def place_enrolment(unit: Unit, person_id: str, live: LiveCourse, actor: Actor) -> Standing:
    """Enrol the person in the live version, whoever asked for it; the checks are the caller's."""
    course, version_id = live.outline.course, live.outline.version_id
    enrolment = Enrolment(
        id=new_id(),
        person_id=person_id,
        course=course,
        version_id=version_id,
        state="active",
        joined_at=unit.now,
        moved_at=unit.now,
    )
    unit.session.add(enrolment)
    unit.session.flush()
    record(
        unit,
        AuditTag.ENROLMENT_JOINED,
        actor=actor.id,
        subject=enrolment.id,
        role=actor.role,
        course=course,
        version=version_id,
    )
    unit.announce(CourseStarted(person_id, course, version_id))
    return Standing(enrolment.id, course, version_id, "active", 0, "", unit.now, None, Fixed())
