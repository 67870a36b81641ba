"""Reads of assessment: statements are module constants, answers are frozen values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.assessment.domain.attempt_rules import PreviousAttempt, QuizRules, State
from app.assessment.domain.journal import Event
from app.assessment.domain.question import Question
from app.assessment.domain.record import from_record
from app.assessment.domain.rules_record import rules_from_record
from app.assessment.models import Attempt, ExtraAttempt, ItemVersion, QuizVersion, ResponseEvent
from app.foundation.fixed import Fixed
from app.foundation.kept import Kept
from app.foundation.lines import lines
from app.foundation.straight import Straight


@dataclass(frozen=True, slots=True)
class QuizRecord:
    """A quiz version: its rules and the pool that forms are drawn from."""

    id: str
    owner: str
    key: str
    edition: str
    title: str
    rules: QuizRules
    pool: tuple[Mapping[str, Any], ...]

    @property
    def full_key(self) -> str:
        """The key by which attempts are counted: it stays the same from edition to edition."""
        return f"{self.owner}/{self.key}"


@dataclass(frozen=True, slots=True)
class FormEntry:
    """One item of a form: the frozen version and the order in which its options are shown.

    `words` are the ids of the words that it was frozen with, by language.
    """

    key: str
    version_id: str
    order: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """An attempt with the rules it runs under."""

    id: str
    public_id: str
    person_id: str
    number: int
    state: str
    opened_at: datetime
    deadline: datetime | None
    submitted_at: datetime | None
    closed_by: str
    score: Fraction | None
    passed: bool | None
    result: Mapping[str, Any] | None
    form: tuple[FormEntry, ...]
    quiz: QuizRecord


_QUIZ_COLUMNS = (
    QuizVersion.id.label("quiz_id"),
    QuizVersion.owner,
    QuizVersion.key,
    QuizVersion.edition,
    QuizVersion.title,
    QuizVersion.rules,
)
_ATTEMPT_COLUMNS = (
    Attempt.id,
    Attempt.public_id,
    Attempt.person_id,
    Attempt.number,
    Attempt.state,
    Attempt.opened_at,
    Attempt.deadline,
    Attempt.submitted_at,
    Attempt.closed_by,
    Attempt.score,
    Attempt.passed,
    Attempt.result,
    Attempt.form,
)
_ATTEMPT = Straight(
    sa.select(*_ATTEMPT_COLUMNS, *_QUIZ_COLUMNS)
    .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(Attempt.public_id == sa.bindparam("public_id"), Attempt.person_id == sa.bindparam("person_id"))
)
_QUIZ = Straight(sa.select(*_QUIZ_COLUMNS, QuizVersion.pool).where(QuizVersion.id == sa.bindparam("quiz_id")))
# At most one is open for a person and a quiz, as an index says.
_ONCE_MORE = (
    sa.select(ExtraAttempt)
    .where(
        ExtraAttempt.person_id == Attempt.person_id,
        ExtraAttempt.quiz == Attempt.quiz,
        ExtraAttempt.attempt_id.is_(None),
    )
    .correlate(Attempt)
)
_PREVIOUS = Straight(
    sa.select(
        Attempt.id, Attempt.public_id, Attempt.number, Attempt.state, Attempt.deadline,
        Attempt.submitted_at, Attempt.passed, Attempt.score, Attempt.form, Attempt.opened_at,
        sa.exists().where(ExtraAttempt.attempt_id == Attempt.id).label("extra"),
        _ONCE_MORE.with_only_columns(ExtraAttempt.reference).scalar_subquery().label("once_more"),
        _ONCE_MORE.with_only_columns(ExtraAttempt.granted_at).scalar_subquery().label("granted_at"),
    )
    .where(Attempt.person_id == sa.bindparam("person_id"), Attempt.quiz == sa.bindparam("quiz"))
    .order_by(Attempt.number)
)  # fmt: skip
_AT_ONCE = 20
_BODIES = Straight(
    sa.select(ItemVersion.id, ItemVersion.body).where(
        ItemVersion.id.in_([sa.bindparam(f"id_{place}") for place in range(_AT_ONCE)])
    )
)
_JOURNAL = Straight(
    sa.select(
        ResponseEvent.writer, ResponseEvent.sequence, ResponseEvent.item, ResponseEvent.answer,
        ResponseEvent.flagged, ResponseEvent.at,
    )
    .where(ResponseEvent.attempt_id == sa.bindparam("attempt_id"))
    .order_by(ResponseEvent.at, ResponseEvent.writer, ResponseEvent.sequence)
)  # fmt: skip
_OVERDUE = (
    sa.select(Attempt.id, Attempt.public_id, Attempt.person_id)
    .where(Attempt.state == "in_progress", Attempt.deadline < sa.bindparam("before"))
    .order_by(Attempt.deadline)
    .limit(200)
)
_NOTHING: Any = sa.literal_column("''")
_OF_RELEASED = (
    Attempt.person_id,
    Attempt.id,
    Attempt.quiz,
    Attempt.passed,
    Attempt.redlines_right,
    Attempt.submitted_at,
    Attempt.score,
    # As text: the shares in it are read once for what is alike, not once for each page.
    sa.cast(Attempt.result["outcomes"], sa.Text).label("outcomes"),
)
_RELEASED = sa.select(*_OF_RELEASED, QuizVersion.edition, QuizVersion.rules["kind"].as_string().label("kind")).join(
    QuizVersion, QuizVersion.id == Attempt.quiz_version_id
)
# As a written word: there is an index of the attempts in progress, and SQLite plans the statement anew each time for a
# value that might be its word; that cost ten times what the answer does.
_IS_RELEASED = Attempt.state == sa.literal_column("'released'")
_ARE_OWN = (_IS_RELEASED, Attempt.person_id == sa.bindparam("person_id"))
_PASSES = Straight(_RELEASED.where(*_ARE_OWN))
RELEASED = (
    sa.select(lines(*(sa.func.coalesce(sa.cast(one, sa.Text), _NOTHING) for one in _OF_RELEASED)))
    .where(*_ARE_OWN)
    .scalar_subquery()
)
"""All of a person's finished attempts in one text, for a page that has no statement to spare: while it is the same, so
is what `released_attempts` returns."""
_PASSES_OF_PEOPLE = _RELEASED.where(_IS_RELEASED, Attempt.person_id.in_(sa.bindparam("people", expanding=True)))


_quizzes: Kept[QuizRecord] = Kept(200)
_questions: Kept[Question] = Kept(1_000)


@dataclass(frozen=True, slots=True)
class ExtraOpen:
    """An attempt beyond the limit that was not begun yet; `reference` is what it rests on."""

    reference: str
    granted_at: datetime

    @property
    def appeal(self) -> str:
        """The public id of the appeal that it rests on."""
        return self.reference.removeprefix("appeal:")


@dataclass(frozen=True, slots=True)
class PriorAttempt:
    """An earlier (or open) attempt of one person at one quiz, as the rules and the start page see it.

    `extra`: it was granted beyond the limit. `once_more`: a further one that is granted and not begun yet.
    """

    id: str
    public_id: str
    number: int
    state: State
    opened_at: datetime
    deadline: datetime | None
    submitted_at: datetime | None
    passed: bool | None
    score: Fraction | None
    item_keys: frozenset[str]
    extra: bool = False
    once_more: ExtraOpen | None = None

    @property
    def for_rules(self) -> PreviousAttempt:
        """The part that `attempt_rules` judges by."""
        return PreviousAttempt(self.state, self.submitted_at, bool(self.passed), self.extra)


@dataclass(frozen=True, slots=True)
class ReleasedAttempt:
    """A finished attempt as evidence: which quiz, how it ended, when.

    `areas` is outcome → the share of its points that was earned, 0 to 1; `possible` is outcome → how many they were.
    `edition` and `kind` are those of the quiz that was sat.
    """

    id: str
    quiz: str
    passed: bool
    redlines_right: bool
    submitted_at: datetime
    score: Fraction
    areas: Mapping[str, Fraction] = field(default_factory=Fixed)
    possible: Mapping[str, Fraction] = field(default_factory=Fixed)
    edition: str = ""
    kind: str = ""


def attempt_of(connection: sa.Connection, public_id: str, person_id: str) -> AttemptRecord | None:
    """Return the attempt if it is this person's own, else None: another's and a missing one look alike."""
    row = _ATTEMPT.one_or_none(connection, {"public_id": public_id, "person_id": person_id})
    return None if row is None else _attempt(row)


def quiz_by_id(connection: sa.Connection, quiz_id: str) -> QuizRecord:
    """Return a quiz version with its pool; kept in the process, since it never changes. Raises LookupError."""
    found = _quizzes.get(quiz_id, lambda: _read_quiz(connection, quiz_id))
    if found is None:
        raise LookupError(quiz_id)
    return found


def attempts_at(connection: sa.Connection, person_id: str, quiz: str) -> tuple[PriorAttempt, ...]:
    """Return the person's attempts at the quiz (full key), oldest first."""
    rows = _PREVIOUS.all(connection, {"person_id": person_id, "quiz": quiz})
    return tuple(
        PriorAttempt(
            id=row.id,
            public_id=row.public_id,
            number=row.number,
            state=row.state,
            opened_at=row.opened_at,
            deadline=row.deadline,
            submitted_at=row.submitted_at,
            passed=row.passed,
            score=_fraction(row.score) if row.score else None,
            item_keys=frozenset(entry["key"] for entry in row.form),
            extra=bool(row.extra),
            once_more=ExtraOpen(row.once_more, row.granted_at) if row.once_more else None,
        )
        for row in rows
    )


def questions_by_version(connection: sa.Connection, version_ids: Iterable[str]) -> dict[str, Question]:
    """Return item version id → frozen question; kept in the process, since it never changes."""
    wanted = list(version_ids)
    found = _questions.those(wanted)
    missing = [version_id for version_id in wanted if version_id not in found]
    for start in range(0, len(missing), _AT_ONCE):
        some = missing[start : start + _AT_ONCE]
        asked = some + some[:1] * (_AT_ONCE - len(some))  # the same one again where they are fewer
        rows = _BODIES.all(connection, {f"id_{place}": one for place, one in enumerate(asked)})
        found |= _questions.keep({row.id: from_record(row.body) for row in rows})
    return found


def journal_of(connection: sa.Connection, attempt_id: str) -> tuple[Event, ...]:
    """Return the saved answers of an attempt in the order in which the server had them."""
    rows = _JOURNAL.all(connection, {"attempt_id": attempt_id})
    return tuple(
        Event(
            writer=row.writer,
            sequence=row.sequence,
            item=row.item,
            answer=tuple(row.answer),
            server_at=row.at,
            flag=row.flagged,
        )
        for row in rows
    )


def overdue_attempts(connection: sa.Connection, before: datetime) -> list[tuple[str, str]]:
    """Return (public id, person id) of open attempts whose deadline lies before `before`, at most 200."""
    return [(row.public_id, row.person_id) for row in connection.execute(_OVERDUE, {"before": before})]


def released_attempts(connection: sa.Connection, person_id: str) -> tuple[ReleasedAttempt, ...]:
    """Return the person's finished attempts, as evidence."""
    return tuple(_released(row) for row in _PASSES.all(connection, {"person_id": person_id}))


def released_attempts_of(connection: sa.Connection, people: Iterable[str]) -> dict[str, tuple[ReleasedAttempt, ...]]:
    """Return person → their finished attempts, in one statement."""
    found: dict[str, list[ReleasedAttempt]] = {person: [] for person in people}
    for row in connection.execute(_PASSES_OF_PEOPLE, {"people": list(found)}):
        found[row.person_id].append(_released(row))
    return {person: tuple(attempts) for person, attempts in found.items()}


def _released(row: Any) -> ReleasedAttempt:
    return ReleasedAttempt(
        row.id,
        row.quiz,
        bool(row.passed),
        bool(row.redlines_right),
        row.submitted_at,
        _fraction(row.score),
        *_areas(row.outcomes or "{}"),
        row.edition,
        row.kind,
    )


@lru_cache(maxsize=1_000)
def _areas(outcomes: str) -> tuple[Fixed[str, Fraction], Fixed[str, Fraction]]:
    """Return outcome → share earned, and outcome → points possible, of the text of outcome → [earned, possible]."""
    read: Mapping[str, tuple[str, str]] = json.loads(outcomes) or {}
    points = {key: (_fraction(earned), _fraction(possible)) for key, (earned, possible) in read.items()}
    shares = Fixed({key: earned / possible for key, (earned, possible) in points.items() if possible})
    return shares, Fixed({key: possible for key, (_, possible) in points.items() if possible})


def _read_quiz(connection: sa.Connection, quiz_id: str) -> QuizRecord | None:
    row = _QUIZ.one_or_none(connection, {"quiz_id": quiz_id})
    return None if row is None else _quiz(row)


def _quiz(row: Any, pool: Iterable[Mapping[str, Any]] | None = None) -> QuizRecord:
    return QuizRecord(
        id=row.quiz_id,
        owner=row.owner,
        key=row.key,
        edition=row.edition,
        title=row.title,
        rules=rules_from_record(row.rules),
        pool=tuple(row.pool if pool is None else pool),
    )


def read_form(stored: Iterable[Mapping[str, Any]]) -> tuple[FormEntry, ...]:
    """Return a form as it is stored, item by item in its order."""
    return tuple(
        FormEntry(entry["key"], entry["version"], tuple(entry["order"]), entry.get("words", {})) for entry in stored
    )


def _attempt(row: Any) -> AttemptRecord:
    return AttemptRecord(
        id=row.id,
        public_id=row.public_id,
        person_id=row.person_id,
        number=row.number,
        state=row.state,
        opened_at=row.opened_at,
        deadline=row.deadline,
        submitted_at=row.submitted_at,
        closed_by=row.closed_by,
        score=_fraction(row.score) if row.score else None,
        passed=row.passed,
        result=row.result,
        form=read_form(row.form),
        quiz=_quiz(row, pool=()),
    )


@lru_cache(maxsize=1_000)
def _fraction(text: str) -> Fraction:
    return Fraction(text)
