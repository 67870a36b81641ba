"""A paper is marked again from its stored answers with the present key; both results are kept, the better one stands.

The journal is read as it was handed in: nobody answers anew, and nobody marks by eye (ISO/IEC 17024:2012, 9.8).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.assessment.domain.grading import Result, grade
from app.assessment.domain.journal import latest
from app.assessment.domain.question import Question
from app.assessment.domain.regrading import Outcome, counted_as, which_stands
from app.assessment.facts import AttemptRegraded
from app.assessment.models import Attempt, Regrade
from app.assessment.papers import marked_questions
from app.assessment.queries import AttemptRecord, FormEntry, attempt_of, journal_of, quiz_by_id
from app.assessment.services.closing import passes, read_responses, result_record
from app.assessment.services.starting import words_of
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.ids import new_id
from app.foundation.transaction import Unit

_LOCK = sa.select(Attempt.state).where(Attempt.public_id == sa.bindparam("public_id")).with_for_update()
_STAND = (
    sa.update(Attempt)
    .where(Attempt.id == sa.bindparam("attempt"))
    .values(
        score=sa.bindparam("to_score"),
        passed=sa.bindparam("did_pass"),
        redlines_right=sa.bindparam("all_redlines"),
        result=sa.bindparam("to_result"),
    )
    .execution_options(synchronize_session=False)
)


@dataclass(frozen=True, slots=True)
class PresentKey:
    """By what is marked: the quiz as it is asked now (None: it is not), and the item versions agreed to be faulty."""

    quiz_version_id: str | None
    faulty: Set[str]


@dataclass(frozen=True, slots=True)
class _Marking:
    """A form as its items count, what it earned, and whether that passes."""

    form: tuple[FormEntry, ...]
    result: Result
    passed: bool


def mark_again(
    unit: Unit, public_id: str, person_id: str, key: PresentKey, *, reference: str, actor: str, role: str
) -> str:
    """Mark the paper of a person again and return whether the new marks stand: better, same or kept.

    Raises `NotFound` for what is not a marked paper of theirs.
    """
    unit.connection.execute(_LOCK, {"public_id": public_id})
    attempt = attempt_of(unit.connection, public_id, person_id)
    if attempt is None or attempt.state != "released" or attempt.score is None:
        raise NotFound
    marking = _marking(unit.connection, attempt, key)
    before = Outcome(bool(attempt.passed), attempt.score)
    verdict = which_stands(before, Outcome(marking.passed, marking.result.total))
    regrade = Regrade(
        id=new_id(),
        attempt_id=attempt.id,
        reference=reference,
        marked_by=actor,
        at=unit.now,
        form=[_stored(entry) for entry in marking.form],
        before={"passed": before.passed, "score": str(before.score), "result": dict(attempt.result or {})},
        after=_after(marking),
        verdict=verdict,
    )
    unit.session.add(regrade)
    unit.session.flush()
    scores = {"before": str(before.score), "after": str(marking.result.total)}
    record(unit, AuditTag.ATTEMPT_REGRADED, actor=actor, role=role, subject=attempt.id, person=person_id,
           reference=reference, verdict=verdict, **scores)  # fmt: skip
    if verdict == "better":
        _let_stand(unit, attempt, marking, regrade.id)
    return verdict


def _let_stand(unit: Unit, attempt: AttemptRecord, marking: _Marking, regrade_id: str) -> None:
    values = {
        "attempt": attempt.id,
        "to_score": str(marking.result.total),
        "did_pass": marking.passed,
        "all_redlines": marking.result.redlines_right,
        "to_result": {**result_record(marking.result), "regrade": regrade_id},
    }
    unit.connection.execute(_STAND, values)
    quiz, newly = attempt.quiz, marking.passed and not attempt.passed
    unit.announce(AttemptRegraded(attempt.id, attempt.person_id, quiz.owner, quiz.key, quiz.edition, newly))


def _marking(connection: sa.Connection, attempt: AttemptRecord, key: PresentKey) -> _Marking:
    """The answers as they were handed in, by the key that each item has now."""
    asked, present = marked_questions(connection, attempt.form), _present(connection, attempt, key)
    shown = marked_questions(connection, present.values())
    form, paper = [], list[Question]()
    for entry in attempt.form:
        now = present.get(entry.key)
        question = asked[entry.version_id]
        counted = counted_as(question, shown[now.version_id] if now else None, entry.version_id in key.faulty)
        if counted is not None:
            form.append(entry if counted is question or now is None else now)
            paper.append(counted)
    result = grade(paper, read_responses(paper, latest(journal_of(connection, attempt.id)).responses))
    return _Marking(tuple(form), result, passes(result, attempt.quiz.rules))


def _present(connection: sa.Connection, attempt: AttemptRecord, key: PresentKey) -> Mapping[str, FormEntry]:
    """The items of the paper as they are asked now; those that are asked no longer are left out."""
    if key.quiz_version_id is None:
        return {}
    quiz = quiz_by_id(connection, key.quiz_version_id)
    orders = {entry.key: entry.order for entry in attempt.form}
    return {
        one["key"]: FormEntry(one["key"], one["version"], orders[one["key"]], words_of(one, quiz.rules))
        for one in quiz.pool
        if one["key"] in orders
    }


def _stored(entry: FormEntry) -> dict[str, Any]:
    return {"key": entry.key, "version": entry.version_id, "order": list(entry.order), "words": dict(entry.words)}


def _after(marking: _Marking) -> dict[str, Any]:
    result = result_record(marking.result)
    return {"passed": marking.passed, "score": str(marking.result.total), "result": result}
