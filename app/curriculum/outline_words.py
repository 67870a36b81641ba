"""What an outline says in another language, and how far the texts behind it are translated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MISSING, PARTLY, UNREVIEWED = "missing", "partly", "unreviewed"


@dataclass(frozen=True, slots=True)
class OutlineWords:
    """The words of one language by the keys of modules, activities and outcomes.

    `states` says of an activity that its text is `missing`, `partly` there, or a machine's that nobody has reviewed
    (`unreviewed`); an examination is not asked in such. `checks` are the ids of the words of embedded questions.
    """

    title: str
    summary: str
    unreviewed: bool = False
    outcomes: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)
    activities: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)


def words_record(words: OutlineWords) -> dict[str, Any]:
    """Return the words as JSON values."""
    maps = {name: dict(getattr(words, name)) for name in ("outcomes", "modules", "activities", "states", "checks")}
    return {"title": words.title, "summary": words.summary, "unreviewed": words.unreviewed, **maps}


def read_words(record: Mapping[str, Any]) -> OutlineWords:
    """Return the words of a stored record."""
    return OutlineWords(**record)
