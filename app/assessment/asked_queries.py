"""Reads about what was asked under an owner's ids, whatever the version: so that no id comes to mean something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.assessment.models import Attempt, Item, ItemVersion, QuizVersion

_TYPES = (
    sa.select(Item.key, ItemVersion.body["type"].as_string().label("type"))
    .join(ItemVersion, ItemVersion.item_id == Item.id)
    .where(Item.owner == sa.bindparam("owner"))
    .distinct()
)
_ATTEMPTS = (
    sa.select(QuizVersion.key, Attempt.state, Attempt.form_keys)
    .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(QuizVersion.owner == sa.bindparam("owner"))
)


@dataclass(frozen=True, slots=True)
class Asked:
    """How many attempts there are at each quiz, and in how many each item was asked, by their keys."""

    quizzes: Mapping[str, int]
    items: Mapping[str, int]
    open_quizzes: Mapping[str, int]


_KINDS = (
    sa.select(QuizVersion.key, QuizVersion.rules["kind"].as_string().label("kind"))
    .join(Attempt, Attempt.quiz_version_id == QuizVersion.id)
    .where(QuizVersion.owner == sa.bindparam("owner"))
    .distinct()
)


@dataclass(frozen=True, slots=True)
class Touched:
    """Attempts that some ids concern: all of them, and those that are open now."""

    attempts: int
    open: int


def types_of_items(connection: sa.Connection, owner: str) -> dict[str, frozenset[str]]:
    """Return item key → the types that its versions have had."""
    found: dict[str, set[str]] = {}
    for row in connection.execute(_TYPES, {"owner": owner}):
        found.setdefault(row.key, set()).add(row.type)
    return {key: frozenset(types) for key, types in found.items()}


def kinds_of_quizzes(connection: sa.Connection, owner: str) -> dict[str, frozenset[str]]:
    """Return quiz key → the kinds of its versions that were sat: practice, examination or a measure."""
    found: dict[str, set[str]] = {}
    for row in connection.execute(_KINDS, {"owner": owner}):
        found.setdefault(row.key, set()).add(row.kind)
    return {key: frozenset(kinds) for key, kinds in found.items()}


def asked_of(connection: sa.Connection, owner: str) -> Asked:
    """Return what was asked in all attempts at the quizzes of an owner."""
    quizzes: Counter[str] = Counter()
    open_ones: Counter[str] = Counter()
    items: Counter[str] = Counter()
    for row in connection.execute(_ATTEMPTS, {"owner": owner}):
        quizzes[row.key] += 1
        open_ones[row.key] += row.state == "in_progress"
        items += Counter(row.form_keys.split())
    return Asked(quizzes, items, open_ones)


def touched_by(connection: sa.Connection, owner: str, keys: Collection[str]) -> Touched:
    """Return how many attempts are at one of these quizzes or asked one of these items."""
    wanted, attempts, open_ones = frozenset(keys), 0, 0
    for row in connection.execute(_ATTEMPTS, {"owner": owner}):
        if row.key in wanted or not wanted.isdisjoint(row.form_keys.split()):
            attempts += 1
            open_ones += row.state == "in_progress"
    return Touched(attempts, open_ones)
