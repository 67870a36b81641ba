"""What a post-test adds to the figures of its course: the officer's two scores and the gain between them (T12)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sqlalchemy as sa

from app.assessment.facts import AttemptGraded
from app.assessment.queries import released_attempts
from app.curriculum.outline import CourseOutline
from app.insight.domain.gain import AFTER, BEFORE, GAIN


def learnt(connection: sa.Connection, fact: AttemptGraded, outline: CourseOutline) -> Mapping[str, Fraction]:
    """Return the values to sum; nothing where the quiz is no post-test, or its officer took no pre-test before."""
    by_key = {one.key: one.measure for one in outline.activities if one.measure}
    if by_key.get(fact.quiz_key) != "post-test":
        return {}
    pre_tests = {f"{fact.owner}/{key}" for key, measure in by_key.items() if measure == "pre-test"}
    attempts = released_attempts(connection, fact.person_id)
    after = next((one for one in attempts if one.id == fact.attempt_id), None)
    before = next((one for one in attempts if one.quiz in pre_tests), None)
    if after is None or before is None:
        return {}
    return {BEFORE: before.score, AFTER: after.score, GAIN: after.score - before.score}
