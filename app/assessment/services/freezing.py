"""Items and quizzes become frozen versions when the course that owns them is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from app.assessment.domain.attempt_rules import QuizRules
from app.assessment.domain.question import Question
from app.assessment.domain.record import to_record
from app.assessment.domain.rules_record import rules_to_record
from app.assessment.models import Item, ItemVersion, QuizVersion
from app.assessment.services.freezing_words import Frozen
from app.foundation.ids import new_id
from app.foundation.transaction import Unit


def freeze_items(unit: Unit, owner: str, questions: Iterable[Question]) -> dict[str, str]:
    """Store each question as a frozen version unless it stands so already; return item key → item version id."""
    wanted = {question.key: question for question in questions}
    item_ids = _item_ids(unit, owner, wanted)
    known = _known_versions(unit, item_ids.values())
    versions: dict[str, str] = {}
    for key, question in wanted.items():
        body = to_record(question)
        digest = _hash(body)
        item_id = item_ids[key]
        versions[key] = known.get((item_id, digest)) or _new_version(unit, item_id, digest, body)
    unit.session.flush()
    return versions


def freeze_quiz(
    unit: Unit,
    *,
    owner: str,
    edition: str,
    title: str,
    rules: QuizRules,
    questions: Iterable[Question],
    versions: Mapping[str, str],
    words: Frozen = MappingProxyType({}),
) -> str:
    """Store the quiz of an edition with its rules and its pool; return the quiz version's id."""
    quiz = QuizVersion(
        id=new_id(),
        owner=owner,
        key=rules.key,
        edition=edition,
        title=title,
        rules=rules_to_record(rules),
        pool=[_pool_entry(question, versions[question.key], words.get(question.key)) for question in questions],
    )
    unit.session.add(quiz)
    unit.session.flush()
    return quiz.id


def _item_ids(unit: Unit, owner: str, wanted: Mapping[str, Question]) -> dict[str, str]:
    rows = unit.session.execute(sa.select(Item.key, Item.id).where(Item.owner == owner)).all()
    found = dict(rows)
    for key in wanted:
        if key not in found:
            found[key] = new_id()
            unit.session.add(Item(id=found[key], owner=owner, key=key))
    unit.session.flush()
    return {key: found[key] for key in wanted}


def _known_versions(unit: Unit, item_ids: Iterable[str]) -> dict[tuple[str, str], str]:
    chosen = sa.select(ItemVersion.item_id, ItemVersion.hash, ItemVersion.id)
    rows = unit.session.execute(chosen.where(ItemVersion.item_id.in_(list(item_ids)))).all()
    return {(item_id, digest): version_id for item_id, digest, version_id in rows}


def _new_version(unit: Unit, item_id: str, digest: str, body: dict[str, Any]) -> str:
    version = ItemVersion(id=new_id(), item_id=item_id, hash=digest, body=body, created_at=unit.now)
    unit.session.add(version)
    return version.id


def _pool_entry(question: Question, version_id: str, words: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        **({"words": dict(words)} if words else {}),
        "version": version_id,
        "key": question.key,
        "outcome": question.outcome,
        "level": question.level,
        "module": question.module,
        "redline": question.redline,
        "case": question.case,
        "bank": question.bank,
    }


def _hash(body: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
