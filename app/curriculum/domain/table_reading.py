"""Reads a table that was pasted or sent as .csv or .xlsx into rows of plain text; no formula is ever worked out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.curriculum.domain.rich_text import cleaned
from app.curriculum.domain.unreadable_upload import UnreadableUpload

LARGEST_TABLE = 2_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 60
FORMULA = "\ue00f"
"""Stands before what a cell works out: its own text is not what its author sees."""
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, each with the number that its program shows; `read_as` is the encoding of text, or the sheet's name."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    read_as: str = ""
    guessed: bool = False
    other_sheets: int = 0

    def values(self) -> dict[str, Any]:
        """Return the table as plain values, to be kept or handed from one process to another."""
        return {
            "rows": [[number, list(cells)] for number, cells in self.rows],
            "read_as": self.read_as,
            "guessed": self.guessed,
            "other_sheets": self.other_sheets,
        }

    @classmethod
    def of(cls, values: dict[str, Any]) -> Table:
        """Return the table of such values."""
        rows = tuple((int(number), tuple(map(str, cells))) for number, cells in values["rows"])
        return cls(rows, values["read_as"], values["guessed"], values["other_sheets"])


def is_workbook(content: bytes) -> bool:
    """Whether a file is a workbook rather than text, by what its bytes are and not by its name."""
    return content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))


def read_text_table(content: bytes) -> Table:
    """Return the table of a text. Raises `UnreadableUpload`."""
    if not content.strip():
        raise UnreadableUpload("empty")
    if len(content) > LARGEST_TABLE:
        raise UnreadableUpload("too-large", limit="2 MB")
    text, read_as, guessed = decoded(content)
    if _BINARY.search(text[:4000]):
        raise UnreadableUpload("not-table")
    return Table(_text_rows(text), read_as, guessed)


def decoded(content: bytes) -> tuple[str, str, bool]:
    """Return text, the name of its encoding, and whether that was guessed: a mark at the start says it for sure."""
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:].decode("utf-8", "replace"), "UTF-8", False
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), "UTF-16", False
    for name, at in (("utf-16-le", 1), ("utf-16-be", 0)):
        if content[at:400:2].count(0) > 0.4 * len(content[:400:2]):
            return content.decode(name, "replace"), "UTF-16", True
    try:
        return content.decode("utf-8"), "UTF-8", False
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "Windows-1252", True


def _text_rows(text: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return kept_rows(enumerate(lines, 1))
    except csv.Error as problem:
        raise UnreadableUpload("not-table") from problem


def _delimiter(text: str) -> str:
    """Return the sign that parts the cells of the first line: a tab before a semicolon before a comma."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max("\t;,", key=lambda sign: (bare.count(sign), sign == "\t"))


def kept_rows(rows: Iterable[tuple[int, Iterable[str]]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return the rows that hold anything, with their numbers. Raises `UnreadableUpload` where there are too many."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for number, row in rows:
        cells = [_cell(text) for text in row][:MOST_COLUMNS]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            found.append((number, tuple(cells)))
        if len(found) > MOST_ROWS + 1:
            raise UnreadableUpload("too-many-rows", limit=f"{MOST_ROWS:,}")
    return tuple(found)


def _cell(text: str) -> str:
    formula = FORMULA if text.startswith(FORMULA) else ""
    return formula + "\n".join(line.strip() for line in cleaned(text).split("\n")).strip()
