"""Reads of the words that items have in other languages."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.assessment.domain.item_words import ItemWords, words_from_record
from app.assessment.models import ItemText
from app.foundation.kept import Kept

_WORDS = sa.select(ItemText.id, ItemText.body).where(ItemText.id.in_(sa.bindparam("ids", expanding=True)))


_words: Kept[ItemWords] = Kept(1_000)


def words_by_id(connection: sa.Connection, ids: Iterable[str]) -> dict[str, ItemWords]:
    """Return id → the frozen words of an item in a language; kept in the process, since they never change."""
    wanted = list(ids)
    found = _words.those(wanted)
    missing = [one for one in wanted if one not in found]
    if missing:
        rows = connection.execute(_WORDS, {"ids": missing})
        found |= _words.keep({row.id: words_from_record(row.body) for row in rows})
    return found
