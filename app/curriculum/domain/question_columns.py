"""Recognises the columns of a table of questions by their headings, written one way or another in English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MOST_ANSWERS = 20
_NAMES: Mapping[str, str] = {
    "kind": "type|kind|question type|item type",
    "stem": "question|stem|question text|text|prompt|item|statement|task",
    "right": "right|correct|key|answer key|(right|correct) (answer|answers|option|options)|solution",
    "outcome": "outcome|for|objective|learning outcome|learning objective|goal",
    "level": "level|difficulty",
    "redline": "red ?line|critical|must know|safety",
    "remark": "remark|general( remark| feedback)?|feedback|explanation|comment|rationale|notes?|reason|why",
}
_NUMBERED: Mapping[str, str] = {
    "answer": "answer|option|choice|response|alternative|pair|step",
    "reason": "reason|feedback|explanation|why|rationale|comment",
}
_COUNT = r"(?P<count>\d{1,2}|[a-t])"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands: `kind`, `stem`, `right` and so on, and `answer 1`, `reason 1` to 20. `unknown` are the
    headings that mean nothing here."""

    places: Mapping[str, int]
    headings: Mapping[str, str]
    unknown: tuple[str, ...]

    def cell(self, row: tuple[str, ...], name: str) -> str:
        """Return a cell of a row; nothing where the table has no such column."""
        at = self.places.get(name, -1)
        return row[at] if 0 <= at < len(row) else ""

    def heading(self, name: str) -> str:
        """Return a column as its author calls it."""
        return self.headings.get(name, name)

    @property
    def are_enough(self) -> bool:
        """Whether there is a question, an answer or its truth: less is no table of questions."""
        return "stem" in self.places and ("right" in self.places or "answer 1" in self.places)


def read_columns(headings: Iterable[str]) -> Columns:
    """Return the columns of the first row; of two that mean the same the first counts."""
    places: dict[str, int] = {}
    shown: dict[str, str] = {}
    unknown = []
    for at, heading in enumerate(headings):
        name = _meaning(heading)
        if name and name not in places:
            places[name], shown[name] = at, heading
        elif heading:
            unknown.append(heading[:60])
    return Columns(places, shown, tuple(unknown))


def _meaning(heading: str) -> str:
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", heading.lower().replace("(s)", "s")).split())
    for name, pattern in _NUMBERED.items():
        numbered = re.fullmatch(rf"(?:{pattern})s? ?{_COUNT}", plain)
        if numbered:
            return _counted(name, numbered["count"])
    if re.fullmatch(r"[a-h]", plain):
        return _counted("answer", plain)
    return next((name for name, pattern in _NAMES.items() if re.fullmatch(pattern, plain)), "")


def _counted(name: str, count: str) -> str:
    number = int(count) if count.isdigit() else ord(count) - ord("a") + 1
    return f"{name} {number}" if 1 <= number <= MOST_ANSWERS else ""
