"""What the reader has to say about a course folder: findings, each with its place, and the list that collects them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from app.curriculum.domain.messages import MESSAGES

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One remark at a place of a file; lines and columns count from 1. An error keeps the course from being loaded."""

    file: str
    line: int
    column: int
    code: str
    text: str
    hint: str
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.code} {self.text} {self.hint}".rstrip()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in a file of the course."""

    file: str
    line: int = 1
    column: int = 1


class Findings:
    """Collects remarks while a course is read, so that an author sees all of them in one run."""

    def __init__(self) -> None:
        self._found: list[Finding] = []

    def add(self, code: str, place: Place, level: Level | None = None, /, **values: object) -> None:
        """Note the remark `code` of the table of messages at a place; `level` overrides the table's."""
        message = MESSAGES[code]
        shown = {name: _short(str(value)) for name, value in values.items()}
        self._found.append(
            Finding(
                file=place.file,
                line=max(place.line, 1),
                column=max(place.column, 1),
                code=code,
                text=message.text % shown,
                hint=message.hint % shown,
                level=level or message.level,
            )
        )

    def extend(self, others: tuple[Finding, ...]) -> None:
        """Take over remarks that another reader made."""
        self._found.extend(others)

    def soften(self, file: str, codes: Collection[str]) -> None:
        """Make warnings of the errors with these codes in a file: what they are about is left out, nothing breaks."""
        self._found = [
            replace(one, level="warning") if one.file == file and one.code in codes else one for one in self._found
        ]

    def sorted(self) -> tuple[Finding, ...]:
        """Return every remark once, by file, line and column."""
        return tuple(sorted(set(self._found)))

    @property
    def has_errors(self) -> bool:
        """Say whether a remark keeps the course from being loaded."""
        return any(finding.level == "error" for finding in self._found)


def _short(value: str) -> str:
    """Keep a quoted value readable: one line, no control characters, at most 80 characters."""
    line = "".join(sign if sign.isprintable() else " " for sign in value[:200]).strip()
    return line if len(line) <= 80 else line[:79] + "…"
