"""Cuts a text into questions and cases, before their answers are looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"(#{1,6})(?:\s+(.*))?")
_BLOCK = re.compile(r":::+\s*([^\s{]*)\s*(.*)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its number in the file; `code` says that it stands inside of a fenced block."""

    number: int
    text: str
    code: bool = False

    @property
    def indent(self) -> int:
        """How many spaces it begins with."""
        return len(self.text) - len(self.text.lstrip())


@dataclass(frozen=True, slots=True)
class RawQuestion:
    """A question uncut: the text of its ## line and the lines after it."""

    heading: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class RawCase:
    """A ::: case block: what stands after its name, and its lines."""

    opening: Line
    name: str
    rest: str
    lines: tuple[Line, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class CutText:
    """What a text holds: questions, blocks between them, lines that belong to neither, headings of the wrong rank."""

    questions: tuple[RawQuestion, ...]
    cases: tuple[RawCase, ...]
    strays: tuple[Line, ...]
    wrong_headings: tuple[Line, ...]


def cut(text: str, first_line: int) -> CutText:
    """Cut at ## and at ::: outside of fenced code; `first_line` is the number of the text's first line."""
    cutter = _Cutter()
    for line in _lines(text, first_line):
        cutter.take(line)
    return cutter.finish()


def _lines(text: str, first_line: int) -> list[Line]:
    lines: list[Line] = []
    fence = ""
    for number, content in enumerate(text.split("\n"), first_line):
        match = _FENCE.match(content)
        lines.append(Line(number, content.rstrip(), code=bool(fence or match)))
        if match and not fence:
            fence = match[1]
        elif match and match[1].startswith(fence) and content.strip() == match[1]:
            fence = ""
    return lines


class _Cutter:
    """Holds what is open while the lines go by."""

    def __init__(self) -> None:
        self._questions: list[RawQuestion] = []
        self._cases: list[RawCase] = []
        self._strays: list[Line] = []
        self._wrong: list[Line] = []
        self._heading: Line | None = None
        self._block: tuple[Line, str, str] | None = None
        self._lines: list[Line] = []

    def take(self, line: Line) -> None:
        heading = None if line.code else _HEADING.fullmatch(line.text)
        block = None if line.code else _BLOCK.fullmatch(line.text)
        if heading and len(heading[1]) <= 2:
            self._close(closed=False)
            self._heading = Line(line.number, (heading[2] or "").strip())
            if len(heading[1]) == 1:
                self._wrong.append(line)
        elif self._block and block and not block[1]:
            self._close(closed=True)
        elif block and block[1] and self._block is None:
            self._close(closed=False)
            self._block = (line, block[1], block[2])
        elif self._heading or self._block:
            self._lines.append(line)
        elif line.text.strip():
            self._strays.append(line)

    def _close(self, closed: bool) -> None:
        if self._block:
            opening, name, rest = self._block
            self._cases.append(RawCase(opening, name, rest, tuple(self._lines), closed))
        elif self._heading:
            self._questions.append(RawQuestion(self._heading, tuple(self._lines)))
        self._heading, self._block, self._lines = None, None, []

    def finish(self) -> CutText:
        self._close(closed=False)
        return CutText(tuple(self._questions), tuple(self._cases), tuple(self._strays), tuple(self._wrong))
