"""Counting: each fact adds one officer to the running totals, in the transaction of the fact."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.accreditation.facts import CredentialGranted
from app.accreditation.queries import credentials_of, schemes_in_force
from app.assessment.facts import AttemptGraded, AttemptRegraded
from app.curriculum.queries import live_versions, outline_of
from app.foundation.transaction import Unit
from app.identity.queries import person_card
from app.insight.domain.measures import COUNTED, NOMINATED, STAGE, Sum
from app.insight.domain.quarters import month_of
from app.insight.models import RunningTotal
from app.insight.services.examined import examined
from app.insight.services.learnt import learnt
from app.insight.services.summing import EVER, add_sum, add_value
from app.learning.facts import CourseCompleted, CourseStarted, LearningBegun, OfficerNominated

_KEY = ["partner", "course", "country", "month", "measure"]


def _adding(insert: sqlite.Insert | postgresql.Insert) -> sa.Insert:
    return insert.on_conflict_do_update(
        index_elements=_KEY, set_={"officers": RunningTotal.officers + insert.excluded.officers}
    )


_ADD: dict[str, sa.Insert] = {
    "sqlite": _adding(sqlite.insert(RunningTotal)),
    "postgresql": _adding(postgresql.insert(RunningTotal)),
}


def count_nominated(unit: Unit, fact: OfficerNominated) -> None:
    """Count an officer whom an agency nominated for a course for the first time."""
    _count(unit, fact.person_id, [fact.course], NOMINATED)


def count_enrolled(unit: Unit, fact: CourseStarted) -> None:
    """Count an officer who joined a course."""
    _count(unit, fact.person_id, [fact.course], "enrolled")


def count_started(unit: Unit, fact: LearningBegun) -> None:
    """Count an officer who did or opened the first lesson or quiz of a course."""
    _count(unit, fact.person_id, [fact.course], "started")


def count_finished(unit: Unit, fact: CourseCompleted) -> None:
    """Count an officer who did every lesson and passed every practice quiz of a course; once, whatever version."""
    if not fact.again:
        _count(unit, fact.person_id, [fact.course], "finished")


def count_examined(unit: Unit, fact: AttemptGraded) -> None:
    """Count an officer who sat an examination, with what they earned on each outcome, and one who now passed all.

    Each once in a course: a second try sits no second officer.
    """
    outline = outline_of(unit.connection, fact.edition)
    if outline is None:
        return
    found = examined(unit.connection, fact, outline)
    if found.sat_first:
        _count(unit, fact.person_id, [fact.owner], "sat")
    if found.passed_all:
        _count(unit, fact.person_id, [fact.owner], "passed")
    for key, earned in sorted(found.outcomes.items()):
        add_value(unit, fact.owner, f"outcome:{key}", earned)


def count_regraded(unit: Unit, fact: AttemptRegraded) -> None:
    """Count an officer who passed all examinations of a course only when a paper was marked again.

    Who sat, and the marks by outcome of a first sitting, were counted when it was handed in, and stay.
    """
    outline = outline_of(unit.connection, fact.edition)
    if outline and fact.passed and examined(unit.connection, fact, outline).passed_all:
        _count(unit, fact.person_id, [fact.owner], "passed")


def count_learnt(unit: Unit, fact: AttemptGraded) -> None:
    """Sum what an officer knew before and after a course, once both tests are handed in; each is taken once."""
    outline = outline_of(unit.connection, fact.edition)
    values = learnt(unit.connection, fact, outline) if outline else {}
    for what, value in sorted(values.items()):
        add_value(unit, fact.owner, what, value)


def count_certified(unit: Unit, fact: CredentialGranted) -> None:
    """Count an officer under each course that the credential rests on, once per course: a renewal or a second scheme
    on the same course certifies no second officer.
    """
    counted = _certified_before(unit, fact)
    _count(unit, fact.person_id, [course for course in fact.courses if course not in counted], "certified")


def add_officers(
    unit: Unit, *, partner: str, course: str, country: str, month: str, measure: str, officers: int = 1
) -> None:
    """Add officers to a running total of a month (YYYY-MM) and to that of the course. Counting a fact ends here, and so
    does a made-up history.

    Raises ValueError for a measure that is not counted or fewer than one officer.
    """
    if measure not in COUNTED or officers < 1:
        raise ValueError("a known measure and at least one officer")
    row = {
        "partner": partner,
        "course": course,
        "country": country,
        "month": month,
        "measure": measure,
        "officers": officers,
    }
    unit.connection.execute(_ADD[unit.connection.dialect.name], row)
    add_sum(unit, partner=partner, course=course, what=f"{STAGE}{measure}", month=EVER, added=Sum(officers, 0))


def _count(unit: Unit, person_id: str, courses: Iterable[str], measure: str) -> None:
    """Count the person under each of the courses that a partner funds, in the order of their keys."""
    live = live_versions(unit.connection)
    funders = {course: live[course][1] for course in sorted(courses) if course in live and live[course][1]}
    card = person_card(unit.connection, person_id) if funders else None
    if card is None:
        return
    month = month_of(unit.now.date())
    for course, partner in funders.items():
        add_officers(unit, partner=partner, course=course, country=card.country, month=month, measure=measure)


def _certified_before(unit: Unit, fact: CredentialGranted) -> frozenset[str]:
    held = {one.scheme for one in credentials_of(unit.connection, fact.person_id) if one.id != fact.credential_id}
    schemes = [found.scheme for found in schemes_in_force(unit.connection)] if held else []
    return frozenset().union(*(scheme.courses for scheme in schemes if scheme.key in held))
