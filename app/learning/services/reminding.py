"""A coordinator reminds officers who stand still; each of a course at most once a week, however often it is asked."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.curriculum.queries import outline_of
from app.foundation.transaction import Unit
from app.identity.queries import OFFICERS_OF_SUBTREE, within
from app.identity.services.actor import Actor, of_person
from app.identity.services.messaging import tell
from app.learning.queries import Standing, standings_of_people

_WITHIN = OFFICERS_OF_SUBTREE.subquery()
_THESE = sa.select(_WITHIN.c.id).where(_WITHIN.c.public_id.in_(sa.bindparam("officers", expanding=True)))


def remind_officers(
    unit: Unit, officers: Collection[str], courses: Collection[str], agency_path: str, actor: Actor
) -> int:
    """Remind the officers with these public ids of what they are under way on; return how many were told something.

    Whoever is outside the subtree is passed over, as if there were nobody (X1).
    """
    values = {**within(agency_path, unit.now), "officers": list(officers)}
    people = tuple(unit.connection.scalars(_THESE, values)) if officers else ()
    standings = standings_of_people(unit.connection, people)
    return sum(_remind(unit, person, standings.get(person, ()), courses, actor) for person in people)


def _remind(
    unit: Unit, person_id: str, standings: Collection[Standing], courses: Collection[str], actor: Actor
) -> bool:
    under_way = [one for one in standings if one.course in courses]  # the examination may be what is left
    told = [one.course for one in under_way if _tell(unit, person_id, one)]
    if told:
        record(
            unit,
            AuditTag.OFFICER_REMINDED,
            actor=actor.id,
            role=actor.role,
            subject=of_person(person_id),
            courses=told,
        )
    return bool(told)


def _tell(unit: Unit, person_id: str, standing: Standing) -> bool:
    outline = outline_of(unit.connection, standing.version_id)
    year, week, _ = unit.now.isocalendar()
    key = f"reminded:{standing.enrolment_id}:{year}-{week}"
    title = outline.title if outline else standing.course
    return tell(unit, person_id, "reminded", key, course=title, course_key=standing.course)
