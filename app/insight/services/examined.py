"""What a graded attempt adds to the figures of its course: a first sitting, all passed, marks by outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import sqlalchemy as sa

from app.assessment.facts import AttemptGraded, AttemptRegraded
from app.assessment.queries import ReleasedAttempt, released_attempts
from app.curriculum.outline import CourseOutline


@dataclass(frozen=True, slots=True)
class Examined:
    """`outcomes` holds the share earned on each outcome, 0 to 1, of a first sitting of that examination."""

    sat_first: bool = False
    passed_all: bool = False
    outcomes: Mapping[str, Fraction] = field(default_factory=dict)


def examined(connection: sa.Connection, fact: AttemptGraded | AttemptRegraded, outline: CourseOutline) -> Examined:
    """Return what the attempt adds; nothing where its quiz is no examination of the course."""
    examinations = {f"{fact.owner}/{one.key}" for one in outline.examinations}
    quiz = f"{fact.owner}/{fact.quiz_key}"
    if quiz not in examinations:
        return Examined()
    sat = [one for one in released_attempts(connection, fact.person_id) if one.quiz in examinations]
    this = next((one for one in sat if one.id == fact.attempt_id), None)
    before = [one for one in sat if one.id != fact.attempt_id]
    first_of_quiz = this is not None and all(one.quiz != quiz for one in before)
    return Examined(
        sat_first=not before,
        passed_all=_passed(sat) >= examinations and not _passed(before) >= examinations,
        outcomes=this.areas if this and first_of_quiz else {},
    )


def _passed(attempts: list[ReleasedAttempt]) -> set[str]:
    return {one.quiz for one in attempts if one.passed}
