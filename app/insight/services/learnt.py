"""What a post-test, or a check 90 days later, adds to its course's figures: the officer's scores, the gain (T12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import sqlalchemy as sa

from app.assessment.facts import AttemptGraded
from app.assessment.queries import ReleasedAttempt, released_attempts
from app.curriculum.outline import CourseOutline
from app.insight.domain.gain import AFTER, BEFORE, GAIN
from app.insight.domain.retention import KEPT, KEPT_AFTER, KEPT_BEFORE, KEPT_LATER


def learnt(connection: sa.Connection, fact: AttemptGraded, outline: CourseOutline) -> Mapping[str, Fraction]:
    """Return the values to sum; nothing where the quiz is neither, or its officer took no test before it."""
    by_key = {one.key: one.measure for one in outline.activities if one.measure}
    measure = by_key.get(fact.quiz_key)
    if measure not in {"post-test", "retention-check"}:
        return {}
    attempts = released_attempts(connection, fact.person_id)
    this = next((one.score for one in attempts if one.id == fact.attempt_id), None)
    before, after = (_score(attempts, fact.owner, by_key, one) for one in ("pre-test", "post-test"))
    if this is None or before is None:
        return {}
    if measure == "post-test":
        return {BEFORE: before, AFTER: this, GAIN: this - before}
    return {} if after is None else {KEPT_BEFORE: before, KEPT_AFTER: after, KEPT_LATER: this, KEPT: this - before}


def _score(attempts: Sequence[ReleasedAttempt], owner: str, by_key: Mapping[str, str], measure: str) -> Fraction | None:
    quizzes = {f"{owner}/{key}" for key, one in by_key.items() if one == measure}
    return next((one.score for one in attempts if one.quiz in quizzes), None)
