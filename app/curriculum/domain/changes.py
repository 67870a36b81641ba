"""What a version changes against another: file by file, line by line, with the lines around left out."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.foundation.words import N_

_AROUND = 2
WORDS = {"added": N_("Added"), "removed": N_("Removed"), "changed": N_("Changed")}


@dataclass(frozen=True, slots=True)
class Row:
    """A line before and after; a side that has no such line is nothing. `line` counts in the new text from 1."""

    before: str | None
    after: str | None
    line: int


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that differs. `rows` are the changed lines with two lines around; empty for pictures."""

    path: str
    kind: str
    rows: tuple[Row, ...]
    added: int
    removed: int

    @property
    def word(self) -> str:
        """What happened to the file, in a word."""
        return WORDS[self.kind]


def changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> tuple[FileChange, ...]:
    """Return the files that differ, by path."""
    paths = sorted({*before, *after})
    return tuple(
        _change(path, before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path)
    )


def line_rows(before: str, after: str) -> tuple[Row, ...]:
    """Return the changed lines of two texts, each with two lines around."""
    return tuple(_rows(before.split("\n"), after.split("\n")))


def _change(path: str, before: bytes | None, after: bytes | None) -> FileChange:
    kind = "added" if before is None else "removed" if after is None else "changed"
    if not path.endswith((".md", ".yml")):
        return FileChange(path, kind, (), 0, 0)
    rows = tuple(_rows(_lines(before), _lines(after)))
    added = sum(row.after is not None and row.before != row.after for row in rows)
    removed = sum(row.before is not None and row.before != row.after for row in rows)
    return FileChange(path, kind, rows, added, removed)


def _lines(content: bytes | None) -> list[str]:
    """Return the lines of a file; one that is not there has none, not an empty one."""
    if content is None:
        return []
    return content.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n").split("\n")


def _rows(before: list[str], after: list[str]) -> Iterator[Row]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for group in matcher.get_grouped_opcodes(_AROUND):
        for tag, old, old_end, new, new_end in group:
            if tag == "equal":
                yield from (Row(line, line, new + at + 1) for at, line in enumerate(before[old:old_end]))
            else:
                yield from _replaced(before[old:old_end], after[new:new_end], new)


def _replaced(old: list[str], new: list[str], start: int) -> Iterator[Row]:
    for at in range(max(len(old), len(new))):
        gone = old[at] if at < len(old) else None
        come = new[at] if at < len(new) else None
        yield Row(gone, come, start + min(at, max(len(new) - 1, 0)) + 1)
