"""Reads over the editions of a quiz: which are alike in two of them, which somebody sat, what is open now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.assessment.models import Attempt, QuizVersion

_OF_EDITIONS = sa.select(QuizVersion.key, QuizVersion.edition, QuizVersion.rules, QuizVersion.pool).where(
    QuizVersion.owner == sa.bindparam("owner"), QuizVersion.edition.in_(sa.bindparam("editions", expanding=True))
)
_ATTEMPTED = sa.select(QuizVersion.edition).join(Attempt, Attempt.quiz_version_id == QuizVersion.id)
_SAT = _ATTEMPTED.where(Attempt.person_id == sa.bindparam("person_id")).distinct()
# As a written word: there is an index of the attempts in progress.
_OPEN = (
    sa.select(Attempt.public_id, QuizVersion.key)
    .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(
        Attempt.state == sa.literal_column("'in_progress'"),
        Attempt.person_id == sa.bindparam("person_id"),
        QuizVersion.owner == sa.bindparam("owner"),
    )
    .order_by(Attempt.opened_at)
)


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """An attempt that was not handed in, at the quiz with this key."""

    public_id: str
    quiz_key: str


def quizzes_alike(connection: sa.Connection, owner: str, before: str, after: str, language: str = "") -> frozenset[str]:
    """Return the keys of the quizzes whose rules and questions are the same in two editions, in whatever order.

    In a language other than the source's, their words in it are the same too.
    """
    rows = connection.execute(_OF_EDITIONS, {"owner": owner, "editions": [before, after]})
    held: dict[tuple[str, str], Any] = {(row.edition, row.key): (row.rules, _asked(row.pool, language)) for row in rows}
    return frozenset(key for edition, key in held if edition == before and held[before, key] == held.get((after, key)))


def _asked(pool: Any, language: str) -> frozenset[tuple[str, str, str]]:
    return frozenset(
        (entry["key"], entry["version"], entry.get("words", {}).get(language, {}).get("id", "")) for entry in pool
    )


def editions_sat(connection: sa.Connection, person_id: str) -> tuple[str, ...]:
    """Return the editions in which the person has begun an attempt."""
    return tuple(connection.scalars(_SAT, {"person_id": person_id}))


def open_attempts(connection: sa.Connection, person_id: str, owner: str) -> tuple[OpenAttempt, ...]:
    """Return the person's attempts under way at quizzes of the owner, in any edition, oldest first."""
    rows = connection.execute(_OPEN, {"person_id": person_id, "owner": owner})
    return tuple(OpenAttempt(row.public_id, row.key) for row in rows)
