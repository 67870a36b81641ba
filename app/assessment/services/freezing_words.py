"""The words of items in other languages are frozen beside the item versions that they belong to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.assessment.domain.item_words import ItemWords, words_record
from app.assessment.models import ItemText
from app.foundation.ids import new_id
from app.foundation.transaction import Unit

_HELD = sa.select(ItemText.item_version_id, ItemText.locale, ItemText.hash, ItemText.id)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class WordsToFreeze:
    """The words of one item version in one language; `counts`: an examination may be asked in them."""

    item: str
    version_id: str
    locale: str
    words: ItemWords
    counts: bool


Frozen = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Item key → language → `id` of the frozen words and whether they count; this is what a pool holds of them."""


def freeze_words(unit: Unit, wanted: Iterable[WordsToFreeze]) -> Frozen:
    """Store the words unless they stand so already."""
    words = list(wanted)
    held = _held(unit, sorted({one.version_id for one in words}))
    frozen: dict[str, dict[str, dict[str, Any]]] = {}
    for one in words:
        body = words_record(one.words)
        digest = hashlib.sha256(json.dumps(body, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        known = held.get((one.version_id, one.locale, digest)) or _new(unit, one, digest, body)
        frozen.setdefault(one.item, {})[one.locale] = {"id": known, "counts": one.counts}
    unit.session.flush()
    return frozen


def _held(unit: Unit, versions: list[str]) -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], str] = {}
    for start in range(0, len(versions), _AT_ONCE):
        rows = unit.session.execute(_HELD.where(ItemText.item_version_id.in_(versions[start : start + _AT_ONCE])))
        found |= {(row.item_version_id, row.locale, row.hash): row.id for row in rows}
    return found


def _new(unit: Unit, one: WordsToFreeze, digest: str, body: dict[str, Any]) -> str:
    text = ItemText(
        id=new_id(),
        item_version_id=one.version_id,
        locale=one.locale,
        hash=digest,
        body=body,
        created_at=unit.now,
    )
    unit.session.add(text)
    return text.id
