"""What a graded attempt adds to the figures of its course: a first sitting, all passed, marks by outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import sqlalchemy as sa

from app.assessment.edition_queries import editions_sat
from app.assessment.facts import AttemptGraded, AttemptRegraded
from app.assessment.queries import ReleasedAttempt, released_attempts
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import outline_of


@dataclass(frozen=True, slots=True)
class Examined:
    """`outcomes` holds the share earned on each outcome, 0 to 1, of a first sitting of that examination."""

    sat_first: bool = False
    passed_all: bool = False
    outcomes: Mapping[str, Fraction] = field(default_factory=dict)


def examined(connection: sa.Connection, fact: AttemptGraded | AttemptRegraded, outline: CourseOutline) -> Examined:
    """Return what the attempt adds; nothing where its quiz is no examination of the course.

    Who has sat or passed on an earlier version, and moved to this one since, was counted there.
    """
    examinations = _examinations(outline)
    quiz = f"{fact.owner}/{fact.quiz_key}"
    if quiz not in examinations:
        return Examined()
    versions = [examinations, *_of_other_versions(connection, fact, outline)]
    known = frozenset().union(*versions)
    sat = [one for one in released_attempts(connection, fact.person_id) if one.quiz in known]
    this = next((one for one in sat if one.id == fact.attempt_id), None)
    before = [one for one in sat if one.id != fact.attempt_id]
    first_of_quiz = this is not None and all(one.quiz != quiz for one in before)
    return Examined(
        sat_first=not before,
        passed_all=_passed(sat) >= examinations and not any(_passed(before) >= one for one in versions),
        outcomes=this.areas if this and first_of_quiz else {},
    )


def _examinations(outline: CourseOutline) -> frozenset[str]:
    return frozenset(f"{outline.course}/{one.key}" for one in outline.examinations)


def _of_other_versions(
    connection: sa.Connection, fact: AttemptGraded | AttemptRegraded, outline: CourseOutline
) -> list[frozenset[str]]:
    """Return the examinations of each other version of the course that the person sat something of, if it has any."""
    editions = editions_sat(connection, fact.person_id)
    others = (outline_of(connection, one) for one in editions if one != outline.version_id)
    found = [_examinations(one) for one in others if one and one.course == outline.course]
    return [one for one in found if one]


def _passed(attempts: list[ReleasedAttempt]) -> set[str]:
    return {one.quiz for one in attempts if one.passed}
