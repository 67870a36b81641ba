"""An attempt exists, with its form and its deadline, before its first item is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from app.assessment.domain.attempt_rules import QuizRules, accepts_answers, deadline, may_start
from app.assessment.domain.blueprint import PoolItem
from app.assessment.domain.drawing import draw, option_order, question_order
from app.assessment.facts import AttemptStarted
from app.assessment.models import Attempt
from app.assessment.queries import PriorAttempt, QuizRecord, attempts_at, questions_by_version, quiz_by_id
from app.assessment.services.closing import close_attempt
from app.assessment.services.opening import use_extra_attempt
from app.audit.events import AuditTag
from app.audit.services import record, refuse_if_clock_behind
from app.foundation.ids import new_id, new_public_id
from app.foundation.straight import Straight
from app.foundation.transaction import Unit

_GIVEN = (
    "id", "public_id", "person_id", "quiz", "quiz_version_id", "number", "form", "form_keys", "opened_at", "deadline",
)  # fmt: skip
_OPEN = Straight(
    sa.insert(Attempt).values(
        {name: sa.bindparam(name) for name in _GIVEN} | {"credit_seconds": 0, "closed_by": "", "state": "in_progress"}
    )
)


def start_attempt(unit: Unit, *, person_id: str, quiz_version_id: str, seed: str) -> str:
    """Open an attempt and return its public id; an open one is returned as it is, so a double click starts one.

    Raises the refusals of `may_start`, and `ClockBehind` when the clock stands before the last audit entry.
    """
    quiz = quiz_by_id(unit.connection, quiz_version_id)
    earlier = attempts_at(unit.connection, person_id, quiz.full_key)
    still_open = [attempt for attempt in earlier if attempt.state == "in_progress"]
    if still_open and accepts_answers(still_open[0].deadline, unit.now):
        return still_open[0].public_id
    if still_open:
        close_attempt(unit, still_open[0].public_id, person_id, closed_by="deadline")
        earlier = attempts_at(unit.connection, person_id, quiz.full_key)
    extra = any(attempt.once_more is not None for attempt in earlier)
    may_start(quiz.rules, [attempt.for_rules for attempt in earlier], unit.now, extra)
    refuse_if_clock_behind(unit)
    attempt_id, public_id = _new_attempt(unit, person_id, quiz, earlier, seed)
    if extra:
        use_extra_attempt(unit, person_id, quiz.full_key, attempt_id)
    unit.announce(AttemptStarted(attempt_id, person_id, quiz.owner, quiz.key, quiz.edition))
    return public_id


def _new_attempt(
    unit: Unit, person_id: str, quiz: QuizRecord, earlier: Sequence[PriorAttempt], seed: str
) -> tuple[str, str]:
    number = len(earlier) + 1
    form = drawn_form(unit.connection, quiz, seed, earlier)
    attempt_id, public_id = new_id(), new_public_id()
    columns = {
        "id": attempt_id,
        "public_id": public_id,
        "person_id": person_id,
        "quiz": quiz.full_key,
        "quiz_version_id": quiz.id,
        "number": number,
        "form": form,
        "form_keys": " " + " ".join(entry["key"] for entry in form) + " ",
        "opened_at": unit.now,
        "deadline": deadline(quiz.rules, unit.now),
    }
    _OPEN.count(unit.connection, columns)
    record(
        unit,
        AuditTag.ATTEMPT_STARTED,
        actor=person_id,
        subject=attempt_id,
        role="officer",
        quiz=quiz.full_key,
        number=number,
    )
    return attempt_id, public_id


def drawn_form(
    connection: sa.Connection, quiz: QuizRecord, seed: str, earlier: Sequence[PriorAttempt] = ()
) -> list[dict[str, Any]]:
    """Return the form that `seed` draws: the items in order, each with its frozen version and the order of options."""
    seen = frozenset(key for attempt in earlier for key in attempt.item_keys)
    keys = _keys(quiz, seed, seen)
    versions = {entry["key"]: entry["version"] for entry in quiz.pool}
    words = {entry["key"]: words_of(entry, quiz.rules) for entry in quiz.pool}
    questions = questions_by_version(connection, [versions[key] for key in keys])
    shuffle = quiz.rules.shuffle_options
    return [
        {
            "key": key,
            "version": versions[key],
            "order": list(option_order(questions[versions[key]], seed, shuffle)),
            **({"words": words[key]} if words[key] else {}),
        }
        for key in keys
    ]


def words_of(entry: Mapping[str, Any], rules: QuizRules) -> dict[str, str]:
    """Return language → id of the words; an examination is asked in reviewed ones only: others never count."""
    held: Mapping[str, Mapping[str, Any]] = entry.get("words", {})
    return {locale: one["id"] for locale, one in held.items() if one["counts"] or not rules.is_examination}


def _keys(quiz: QuizRecord, seed: str, seen: frozenset[str]) -> tuple[str, ...]:
    fields = ("key", "bank", "outcome", "level", "module", "redline", "case")
    pool = {entry["key"]: PoolItem(**{name: entry[name] for name in fields}) for entry in quiz.pool}
    rules = quiz.rules
    keys = _drawn(pool, rules, seed, seen) if rules.blueprint else rules.items or tuple(pool)
    return question_order([pool[key] for key in keys], seed) if rules.shuffle_questions else keys


def _drawn(pool: Mapping[str, PoolItem], rules: QuizRules, seed: str, seen: frozenset[str]) -> tuple[str, ...]:
    """The quiz's own items stand on every form and count among its red lines; the rest is drawn."""
    if rules.blueprint is None:
        return rules.items
    own = sum(pool[key].redline for key in rules.items)
    blueprint = replace(rules.blueprint, redlines=max(rules.blueprint.redlines - own, 0))
    others = [item for item in pool.values() if item.key not in rules.items]
    return (*rules.items, *draw(others, blueprint, seed, seen))
