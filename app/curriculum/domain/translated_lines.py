"""Tells the lines of a translated question apart; what its answers are is known from the source."""

from __future__ import annotations

import re
from dataclasses import replace

from app.assessment.domain.question import Question
from app.curriculum.domain.answer_lines import SortedLines, sort_lines
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.question_blocks import Line, RawQuestion

_OPTION = re.compile(r"[-*+] +(.*)")
_MARKED = re.compile(r"[-*+] +(\([^()]{0,8}\)|\[(?!\[)[^\[\]]{0,8}\](?!\())( .*)?")
_CHOICES = ("single", "multiple")
_SHAPES = {"single": "choice", "multiple": "choice", "number": "equals", "text": "equals"}


def sort_translated(raw: RawQuestion, source: Question, file: str, findings: Findings) -> SortedLines:
    """Return the parts of a translated question, sorted like those of its source; options stand without marks."""
    lines = raw.lines
    if source.type in _CHOICES:
        lines = _with_marks(lines, len(source.choices), file, findings)
    found = sort_lines(replace(raw, lines=lines))
    expected = _SHAPES.get(source.type, source.type)
    if any(answer.shape != expected for answer in found.answers):
        first = found.answers[0]
        place = Place(file, first.line.number)
        findings.add("T07", place, what="The answer", example="write options as - text, and = with other words alone")
        found.answers.clear()
    if found.strays and not found.mixed_with:
        findings.add("Q26", Place(file, found.strays[0].number))
    return found


def _with_marks(lines: tuple[Line, ...], count: int, file: str, findings: Findings) -> tuple[Line, ...]:
    """Give the last list items the empty mark of an option: a list before them belongs to the question's text."""
    items = [at for at, line in enumerate(lines) if not line.code and not line.indent and _OPTION.fullmatch(line.text)]
    changed = list(lines)
    for at in items[-count:]:
        line = lines[at]
        marked = _MARKED.fullmatch(line.text)
        if marked:
            findings.add("T07", Place(file, line.number), what="A mark", example="- the text of the option")
        text = (marked[2] or "").strip() if marked else line.text[1:].strip()
        changed[at] = replace(line, text=f"- ( ) {text}")
    return tuple(changed)
