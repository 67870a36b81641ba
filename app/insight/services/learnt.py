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
    """Return the values to sum; nothing where the quiz is neither, or its officer took no test before it.

    Nobody is summed twice: a post-test that a newer version calls otherwise is the same measure of the same officer.
    """
    measure = next((one.measure for one in outline.activities if one.key == fact.quiz_key), "")
    if measure not in {"post-test", "retention-check"}:
        return {}
    attempts = [one for one in released_attempts(connection, fact.person_id) if one.quiz.startswith(f"{fact.owner}/")]
    own = next((one for one in attempts if one.id == fact.attempt_id), None)
    before, after = (_score(attempts, one) for one in ("pre-test", "post-test"))
    if own is None or before is None or any(_is_before(one, own) for one in attempts if one.kind == measure):
        return {}
    this = own.score
    if measure == "post-test":
        return {BEFORE: before, AFTER: this, GAIN: this - before}
    return {} if after is None else {KEPT_BEFORE: before, KEPT_AFTER: after, KEPT_LATER: this, KEPT: this - before}


def _is_before(one: ReleasedAttempt, other: ReleasedAttempt) -> bool:
    return (one.submitted_at, one.id) < (other.submitted_at, other.id)


def _score(attempts: Sequence[ReleasedAttempt], measure: str) -> Fraction | None:
    return next((one.score for one in attempts if one.kind == measure), None)
