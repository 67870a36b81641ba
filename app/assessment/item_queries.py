"""Reads about items over all their attempts: who was asked one, and how hard it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from app.assessment.models import Attempt, QuizVersion

MOST = 2_000


@dataclass(frozen=True, slots=True)
class ConcernedAttempt:
    """A finished attempt in which an item was asked; `share` is what its answer earned, 0 to 1."""

    id: str
    public_id: str
    person_id: str
    quiz: str
    submitted_at: datetime
    passed: bool
    share: Fraction


@dataclass(frozen=True, slots=True)
class FirstTry:
    """A first finished attempt at a quiz, without whose: item → share of its mark earned, how long it was open.

    `tries` is how many there are of the quiz, in whole groups.
    """

    quiz: str
    title: str
    tries: int
    passed: bool
    open_for: timedelta
    shares: Mapping[str, Fraction]


_FINISHED = (
    sa.select(
        Attempt.id,
        Attempt.public_id,
        Attempt.person_id,
        Attempt.quiz,
        Attempt.opened_at,
        Attempt.submitted_at,
        Attempt.passed,
        Attempt.result,
        Attempt.form,
        QuizVersion.key,
        QuizVersion.title,
    )
    .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(Attempt.state == "released", QuizVersion.owner == sa.bindparam("owner"))
    .order_by(Attempt.submitted_at.desc())
    .limit(MOST)
)
_IN_ORDER = (Attempt.submitted_at, Attempt.id)
_NUMBERED = (
    sa.select(
        QuizVersion.key,
        QuizVersion.title,
        Attempt.id,
        Attempt.opened_at,
        Attempt.submitted_at,
        Attempt.passed,
        Attempt.result,
        sa.func.row_number().over(partition_by=QuizVersion.key, order_by=_IN_ORDER).label("place"),
        sa.func.count().over(partition_by=QuizVersion.key).label("handed_in"),
    )
    .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(
        Attempt.state == "released",
        Attempt.number == 1,
        QuizVersion.owner == sa.bindparam("owner"),
        Attempt.submitted_at >= sa.bindparam("since"),
        Attempt.person_id.not_in(sa.bindparam("without", expanding=True)),
    )
    .subquery()
)
_WHOLE = _NUMBERED.c.handed_in - _NUMBERED.c.handed_in % sa.bindparam("step", type_=sa.Integer)
_FIRST_TRIES = (
    sa.select(*_NUMBERED.c, _WHOLE.label("whole"))
    .where(_NUMBERED.c.place <= _WHOLE, _NUMBERED.c.place > _WHOLE - sa.bindparam("most", type_=sa.Integer))
    .order_by(_NUMBERED.c.key, _NUMBERED.c.place)
)
_WITH_ITEM = _FINISHED.where(sa.cast(Attempt.form, sa.Text).contains(sa.bindparam("item_version")))


def attempts_with_item(connection: sa.Connection, owner: str, item_version_id: str) -> tuple[ConcernedAttempt, ...]:
    """Return the finished attempts in which this version of an item was asked, newest first, up to 2,000."""
    rows = connection.execute(_WITH_ITEM, {"owner": owner, "item_version": item_version_id})
    found = ((row, _key_of(row.form, item_version_id)) for row in rows)
    return tuple(
        ConcernedAttempt(
            row.id, row.public_id, row.person_id, row.quiz, row.submitted_at, bool(row.passed), _share(row.result, key)
        )
        for row, key in found
        if key
    )


def first_tries(
    connection: sa.Connection, owner: str, since: datetime, without: Iterable[str], step: int, most: int
) -> tuple[FirstTry, ...]:
    """Return the first attempts at each quiz of a course that were handed in since a moment, oldest first.

    Only whole groups of `step` are taken, in the order in which they were handed in, and of them the newest, `most` at
    most: what is returned stays the same until `step` more have handed in. `tries` is how many there are in whole
    groups, `without` whose attempts are left out.
    """
    bound = {"owner": owner, "since": since, "without": [*without], "step": step, "most": most}
    return tuple(
        FirstTry(
            row.key,
            row.title,
            row.whole,
            bool(row.passed),
            row.submitted_at - row.opened_at,
            {key: Fraction(share) for key, share in _shares(row.result).items()},
        )
        for row in connection.execute(_FIRST_TRIES, bound)
    )


def _key_of(form: list[dict[str, Any]], item_version_id: str) -> str:
    return next((str(entry["key"]) for entry in form if item_version_id in entry.values()), "")


def _share(result: Mapping[str, Any] | None, key: str) -> Fraction:
    return Fraction(_shares(result).get(key, "0"))


def _shares(result: Mapping[str, Any] | None) -> Mapping[str, str]:
    return (result or {}).get("items", {})
