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
class ItemFigure:
    """How often an item was asked in finished attempts, and the mean share of its mark (facility, 0 to 1)."""

    key: str
    asked: int
    facility: Fraction


@dataclass(frozen=True, slots=True)
class QuizFigure:
    """A quiz over its finished attempts: how many, how many passed, the median time taken."""

    key: str
    title: str
    attempts: int
    people: int
    passed: int
    median: timedelta | None
    items: tuple[ItemFigure, ...]


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


def quiz_figures(connection: sa.Connection, owner: str) -> tuple[QuizFigure, ...]:
    """Return the figures of each quiz of a course, over its last 2,000 finished attempts, whatever the version."""
    by_quiz: dict[str, list[Any]] = {}
    for row in connection.execute(_FINISHED, {"owner": owner}):
        by_quiz.setdefault(row.key, []).append(row)
    return tuple(_figure(key, rows) for key, rows in sorted(by_quiz.items()))


def _figure(key: str, rows: list[Any]) -> QuizFigure:
    times = sorted(row.submitted_at - row.opened_at for row in rows)
    return QuizFigure(
        key=key,
        title=rows[0].title,
        attempts=len(rows),
        people=len({row.person_id for row in rows}),
        passed=sum(bool(row.passed) for row in rows),
        median=times[len(times) // 2] if times else None,
        items=_items(rows),
    )


def _items(rows: Iterable[Any]) -> tuple[ItemFigure, ...]:
    earned: dict[str, list[Fraction]] = {}
    for row in rows:
        for key, share in _shares(row.result).items():
            earned.setdefault(key, []).append(Fraction(share))
    figures = (ItemFigure(key, len(shares), sum(shares, Fraction(0)) / len(shares)) for key, shares in earned.items())
    return tuple(sorted(figures, key=lambda one: (one.facility, one.key)))


def _key_of(form: list[dict[str, Any]], item_version_id: str) -> str:
    return next((str(entry["key"]) for entry in form if item_version_id in entry.values()), "")


def _share(result: Mapping[str, Any] | None, key: str) -> Fraction:
    return Fraction(_shares(result).get(key, "0"))


def _shares(result: Mapping[str, Any] | None) -> Mapping[str, str]:
    return (result or {}).get("items", {})
