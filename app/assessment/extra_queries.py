"""Reads of what an appeal opens: attempts beyond the limit, papers marked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from app.assessment.domain.regrading import Outcome
from app.assessment.models import Attempt, ExtraAttempt, QuizVersion, Regrade
from app.assessment.queries import ExtraOpen, FormEntry, read_form

_OPEN = sa.select(ExtraAttempt.reference, ExtraAttempt.granted_at).where(
    ExtraAttempt.person_id == sa.bindparam("person_id"),
    ExtraAttempt.quiz == sa.bindparam("quiz"),
    ExtraAttempt.attempt_id.is_(None),
)
_PAPER = (
    Attempt.public_id,
    Attempt.quiz,
    Attempt.state,
    Attempt.submitted_at,
    Attempt.passed,
    Attempt.score,
    QuizVersion.title,
)
_USED = (
    sa.select(ExtraAttempt.quiz.label("at_quiz"), *_PAPER)
    .outerjoin(Attempt, Attempt.id == ExtraAttempt.attempt_id)
    .outerjoin(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(ExtraAttempt.reference == sa.bindparam("reference"))
)
_REGRADE = sa.select(
    Regrade.reference, Regrade.at, Regrade.form, Regrade.before, Regrade.after, Regrade.verdict, Attempt.public_id,
    Attempt.form.label("asked"),
).join(Attempt, Attempt.id == Regrade.attempt_id)  # fmt: skip
_REGRADES_OF = _REGRADE.where(Regrade.attempt_id == sa.bindparam("attempt_id")).order_by(Regrade.at, Regrade.id)
_REGRADE_FOR = _REGRADE.where(Regrade.reference == sa.bindparam("reference"))
_EXAMINATION = QuizVersion.rules["kind"].as_string() == "examination"
_PAPERS = (
    sa.select(Attempt.id, *_PAPER)
    .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(
        Attempt.person_id == sa.bindparam("person_id"),
        Attempt.state == sa.literal_column("'released'"),
        _EXAMINATION,
    )
    .order_by(Attempt.submitted_at.desc(), Attempt.id.desc())
    .limit(50)
)


@dataclass(frozen=True, slots=True)
class SatPaper:
    """A paper of an examination that was handed in and marked; `quiz` is the full key."""

    id: str
    public_id: str
    quiz: str
    title: str
    submitted_at: datetime
    passed: bool
    score: Fraction


@dataclass(frozen=True, slots=True)
class ExtraSitting:
    """An attempt beyond the limit: not begun (no `public_id`), under way, or handed in with its score."""

    quiz: str
    public_id: str | None
    submitted_at: datetime | None
    passed: bool
    score: Fraction | None


@dataclass(frozen=True, slots=True)
class RegradeRecord:
    """A paper marked again. `corrected` and `left_out` are the places of its items, from 1, in the order of the paper.

    `form` are the items that counted, with the versions that marked them.
    """

    reference: str
    public_id: str
    at: datetime
    verdict: str
    before: Outcome
    after: Outcome
    corrected: tuple[int, ...]
    left_out: tuple[int, ...]
    form: tuple[FormEntry, ...]

    @property
    def appeal(self) -> str:
        """The public id of the appeal that it rests on."""
        return self.reference.removeprefix("appeal:")


def open_extra(connection: sa.Connection, person_id: str, quiz: str) -> ExtraOpen | None:
    """Return the attempt beyond the limit that a person has not begun at a quiz (full key)."""
    row = connection.execute(_OPEN, {"person_id": person_id, "quiz": quiz}).one_or_none()
    return None if row is None else ExtraOpen(**row._mapping)


def extra_sitting(connection: sa.Connection, reference: str) -> ExtraSitting | None:
    """Return what became of the attempt that rests on `reference`."""
    row = connection.execute(_USED, {"reference": reference}).one_or_none()
    if row is None:
        return None
    score = Fraction(row.score) if row.score else None
    return ExtraSitting(row.at_quiz, row.public_id, row.submitted_at, bool(row.passed), score)


def regrades_of(connection: sa.Connection, attempt_id: str) -> tuple[RegradeRecord, ...]:
    """Return how often and how a paper was marked again, oldest first."""
    return tuple(_regrade(row) for row in connection.execute(_REGRADES_OF, {"attempt_id": attempt_id}))


def regrade_for(connection: sa.Connection, reference: str) -> RegradeRecord | None:
    """Return the second marking that rests on `reference`."""
    row = connection.execute(_REGRADE_FOR, {"reference": reference}).one_or_none()
    return None if row is None else _regrade(row)


def papers_sat(connection: sa.Connection, person_id: str) -> tuple[SatPaper, ...]:
    """Return up to 50 marked examination papers of a person, the newest first."""
    return tuple(
        SatPaper(row.id, row.public_id, row.quiz, row.title, row.submitted_at, bool(row.passed), Fraction(row.score))
        for row in connection.execute(_PAPERS, {"person_id": person_id})
    )


def _regrade(row: Any) -> RegradeRecord:
    form, asked = read_form(row.form), read_form(row.asked)
    counted = {entry.key: entry.version_id for entry in form}
    before, after = _shares(row.before), _shares(row.after)
    places = list(enumerate(asked, 1))
    return RegradeRecord(
        reference=row.reference,
        public_id=row.public_id,
        at=row.at,
        verdict=row.verdict,
        before=_outcome(row.before),
        after=_outcome(row.after),
        corrected=tuple(n for n, one in places if one.key in counted and before.get(one.key) != after.get(one.key)),
        left_out=tuple(n for n, one in places if one.key not in counted),
        form=form,
    )


def _outcome(stored: Mapping[str, Any]) -> Outcome:
    return Outcome(bool(stored["passed"]), Fraction(stored["score"]))


def _shares(stored: Mapping[str, Any]) -> Mapping[str, str]:
    return dict(stored["result"]["items"])
