"""Tells the lines of a question apart: stem, answers of each shape, the reasons under them, general feedback."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.curriculum.domain.question_blocks import Line, RawQuestion

_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("choice", re.compile(r"[-*+] +(\([^()]{0,8}\)|\[(?!\[)[^\[\]]{0,8}\](?!\())(?: +(.*))?")),
    ("equals", re.compile(r"=(?!=) *(.*)")),
    ("match", re.compile(r"[-*+] +(.*?) *-> *(.+)")),
    ("order", re.compile(r"(\d{1,3})[.)] +(.*)")),
)
PREFIXES = ("correct", "partial", "wrong", "hint", "rubric", "true", "false")
_PREFIX = re.compile(rf"({'|'.join(PREFIXES)}): *(.*)")
GAP = re.compile(r"\[\[(?:\s*/(?:(?!\]\])[^/\\\n]|\\.)+/[a-z]*\s*|[^\[\]]+)\]\]")
"""A gap: [[ and ]] with no bracket between them, but for the sets of a /pattern/."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """A remark after >: its prefix (or nothing), its text and its line."""

    prefix: str
    text: str
    line: int


@dataclass(slots=True)
class Answer:
    """One answer line with what belongs to it: more text and reasons, both indented.

    `mark` is what stands before the text: the mark of an option, the left side of a pair, the number of a step.
    """

    shape: str
    line: Line
    mark: str
    text: str
    reasons: list[Feedback] = field(default_factory=list)


@dataclass(slots=True)
class SortedLines:
    """A question's lines by their part. `strays` are lines after the answer that cannot be read."""

    stem: list[Line]
    answers: list[Answer]
    general: list[Feedback]
    strays: list[Line]
    has_gaps: bool = False
    mixed_with: str = ""


def sort_lines(question: RawQuestion) -> SortedLines:
    """Sort the lines of a question. Where several shapes occur the strongest is the answer: choice, =, ->, list.

    A list before the first line of the answer's shape belongs to the stem.
    """
    shapes = [_shape(line) for line in question.lines]
    present = {shape for shape, _, _ in shapes}
    stem_text = "\n".join([question.heading.text, *(line.text for line in question.lines if not line.code)])
    gaps = bool(GAP.search(stem_text))
    shape = next((name for name in ("choice", "equals", "match") if name in present), "")
    if not shape and not gaps and "order" in present:
        shape = "order"
    sorter = _Sorter(shape)
    for line, (found, mark, text) in zip(question.lines, shapes, strict=True):
        sorter.take(line, found, mark, text)
    result = sorter.result()
    result.has_gaps = gaps and not shape
    return result


def _shape(line: Line) -> tuple[str, str, str]:
    if line.code or line.indent:
        return "", "", ""
    for name, pattern in _SHAPES:
        match = pattern.fullmatch(line.text)
        if match:
            first, *second = match.groups()
            return (name, first, second[0] or "") if second else (name, "", first)
    return "", "", ""


class _Sorter:
    """Goes through the lines: first the stem, then answers, then general remarks."""

    def __init__(self, shape: str) -> None:
        self._shape = shape
        self._sorted = SortedLines([], [], [], [])
        self._target: list[Feedback] | None = None

    def take(self, line: Line, found: str, mark: str, text: str) -> None:
        sorted_ = self._sorted
        if found and found == self._shape:
            sorted_.answers.append(Answer(found, line, mark, text.strip()))
            self._target = None
        elif line.text.startswith(">") and not line.code:
            self._remark(sorted_.general, line)
        elif not sorted_.answers and found == "equals":
            self._outside(line, found)
        elif not sorted_.answers and not sorted_.general:
            sorted_.stem.append(line)
        elif not line.text.strip():
            self._target = None
        elif line.indent and sorted_.answers and not sorted_.general:
            self._indented(line)
        else:
            self._outside(line, found)

    def _indented(self, line: Line) -> None:
        answer = self._sorted.answers[-1]
        if line.text.lstrip().startswith(">") and not line.code:
            self._remark(answer.reasons, line)
        elif self._target:
            self._more(line)
        else:
            answer.text = f"{answer.text}\n{line.text.strip()}"

    def _outside(self, line: Line, found: str) -> None:
        if found:
            self._sorted.mixed_with = self._sorted.mixed_with or found
        self._sorted.strays.append(line)

    def _remark(self, remarks: list[Feedback], line: Line) -> None:
        text = line.text.lstrip().removeprefix(">").strip()
        match = _PREFIX.fullmatch(text)
        if match:
            remarks.append(Feedback(match[1], match[2], line.number))
        elif self._target is remarks and remarks and remarks[-1].prefix != "rubric":
            remarks[-1] = Feedback(remarks[-1].prefix, f"{remarks[-1].text}\n{text}", remarks[-1].line)
        else:
            remarks.append(Feedback("", text, line.number))
        self._target = remarks

    def _more(self, line: Line) -> None:
        assert self._target is not None
        last = self._target[-1]
        self._target[-1] = Feedback(last.prefix, f"{last.text}\n{line.text.strip()}", last.line)

    def result(self) -> SortedLines:
        return self._sorted
