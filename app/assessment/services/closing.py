"""An attempt is closed and marked once, however often it is handed in, by whomever comes first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.assessment.domain.areas import weak_areas
from app.assessment.domain.attempt_rules import QuizRules
from app.assessment.domain.grading import Result, grade, passed
from app.assessment.domain.journal import Event, latest
from app.assessment.domain.question import Question, Response
from app.assessment.domain.reading import readable
from app.assessment.facts import AttemptGraded
from app.assessment.models import Attempt
from app.assessment.papers import marked_questions
from app.assessment.queries import AttemptRecord, attempt_of, journal_of
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit

_CLOSE = (
    sa.update(Attempt)
    .where(Attempt.id == sa.bindparam("attempt"), Attempt.state == "in_progress")
    .values(state="submitted", submitted_at=sa.bindparam("at"), closed_by=sa.bindparam("by"))
    .execution_options(synchronize_session=False)
)
_RELEASE = (
    sa.update(Attempt)
    .where(Attempt.id == sa.bindparam("attempt"))
    .values(
        state="released",
        score=sa.bindparam("to_score"),
        passed=sa.bindparam("did_pass"),
        redlines_right=sa.bindparam("all_redlines"),
        result=sa.bindparam("to_result"),
        journal_hash=sa.bindparam("hash"),
    )
    .execution_options(synchronize_session=False)
)


def close_attempt(unit: Unit, public_id: str, person_id: str, *, closed_by: str) -> AttemptRecord:
    """Close and mark the attempt with what the server holds; a closed one is returned as it stands.

    A quiz that asks for red-line items is passed only with all of them right, whatever the score.

    `closed_by` is `person` or `deadline`. Raises `NotFound` for another person's attempt.
    """
    attempt = attempt_of(unit.connection, public_id, person_id)
    if attempt is None:
        raise NotFound
    at = unit.now if attempt.deadline is None else min(unit.now, attempt.deadline)
    at = max(at, attempt.opened_at)
    closed = unit.connection.execute(_CLOSE, {"attempt": attempt.id, "at": at, "by": closed_by})
    if closed.rowcount == 1:
        return _mark(unit, replace(attempt, submitted_at=at, closed_by=closed_by))
    again = attempt_of(unit.connection, public_id, person_id)
    if again is None:
        raise NotFound
    return again


def _mark(unit: Unit, attempt: AttemptRecord) -> AttemptRecord:
    journal = journal_of(unit.connection, attempt.id)
    questions = marked_questions(unit.connection, attempt.form)
    paper = [questions[entry.version_id] for entry in attempt.form]
    result = grade(paper, read_responses(paper, latest(journal).responses))
    rules = attempt.quiz.rules
    did_pass = passes(result, rules)
    values: dict[str, Any] = {
        "attempt": attempt.id,
        "to_score": str(result.total),
        "did_pass": did_pass,
        "all_redlines": result.redlines_right,
        "to_result": result_record(result),
        "hash": journal_hash(journal),
    }
    unit.connection.execute(_RELEASE, values)
    by_person = attempt.closed_by == "person"
    record(
        unit,
        AuditTag.ATTEMPT_HANDED_IN if by_person else AuditTag.ATTEMPT_CLOSED_BY_DEADLINE,
        actor=attempt.person_id if by_person else "system",
        subject=attempt.id,
        quiz=attempt.quiz.full_key,
        score=values["to_score"],
        passed=did_pass,
        journal=values["hash"],
    )
    quiz = attempt.quiz
    unit.announce(AttemptGraded(attempt.id, attempt.person_id, quiz.owner, quiz.key, quiz.edition, did_pass))
    return replace(attempt, state="released", score=result.total, passed=did_pass, result=values["to_result"])


def passes(result: Result, rules: QuizRules) -> bool:
    """Say whether a paper is passed: the cut score, the least share of each area, and all red lines where it asks."""
    whole = passed(result, rules.cut) and (result.redlines_right or not rules.redlines)
    return whole and not weak_areas(result.outcomes, rules.areas)


def read_responses(paper: Iterable[Question], raw: Mapping[str, Response]) -> dict[str, Response]:
    """Return the answers that can be read; one that cannot (a number that is no number) counts as not answered."""
    return {question.key: readable(question, raw.get(question.key, ())) for question in paper}


def result_record(result: Result) -> dict[str, Any]:
    """Return the result as it is stored with the attempt: fractions as text, marks never rounded."""
    return {
        "items": {key: str(fraction) for key, fraction in result.items.items()},
        "outcomes": {key: [str(earned), str(possible)] for key, (earned, possible) in result.outcomes.items()},
        "unanswered": list(result.unanswered),
        "redlines_wrong": list(result.redline_wrong),
    }


def journal_hash(journal: Iterable[Event]) -> str:
    """Return the SHA-256 of the journal: with it in the audit log, no saved answer can be changed unseen (U6)."""
    lines = [
        [event.writer, event.sequence, event.item, _plain(event.answer), event.flag, event.server_at.isoformat()]
        for event in journal
    ]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _plain(answer: Response | None) -> list[str] | None:
    return None if answer is None else list(answer)
