"""Questions in the dialect of our own course folders: a quiz, a bank, or a text with nothing but questions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.curriculum.domain.findings import Finding, Findings
from app.curriculum.domain.front_matter import split_front_matter
from app.curriculum.domain.questions_text import PlacedQuestion, read_question_set
from app.curriculum.domain.rendering import Renderer
from app.curriculum.domain.text_files import read_text
from app.foundation.markdown import Surroundings
from app.interchange.domain.question_file import Format, ImportedItem, ImportFinding, Level, QuestionFile

_QUESTION = re.compile(rb"^## .*\{#", re.MULTILINE)
_LEFT_OUT = {"Q31"}
"""Codes of remarks that say that a piece of text is not taken over (a hint)."""


class CourseText:
    """The course format; the only one that carries everything we can ask."""

    name = "course"

    def recognises(self, name: str, raw: bytes) -> bool:
        """A file *.md, or a text in which a question has an id."""
        return name.lower().endswith(".md") or bool(_QUESTION.search(raw))

    def read(self, name: str, raw: bytes) -> QuestionFile:
        """Read the questions. One with an error in it is not taken over; what a quiz draws from elsewhere is said."""
        findings = Findings()
        text = read_text(name, raw, findings)
        if text is None:
            return QuestionFile(self.name, (), _said(findings.sorted()))
        drawn: tuple[ImportFinding, ...] = ()
        first_line = 1
        if text.startswith("---\n"):
            split = split_front_matter(name, text, findings)
            if split is not None:
                text, first_line = split.body, split.first_line
                drawn = _drawn(split.fields.node("draw") is not None, str(split.fields.place_of("draw").line), name)
        found = read_question_set(text, first_line, Renderer(name, Surroundings(), findings), "warning")
        remarks = findings.sorted()
        wrong = _with_errors(found.placed, remarks)
        items = (
            ImportedItem(one.key, one.question.type if one.question else one.kind, one.question)
            for one in found.placed
            if one.kind and one.place.line not in wrong
        )
        return QuestionFile(self.name, tuple(items), (*drawn, *_said(remarks)))


def _drawn(draws: bool, line: str, name: str) -> tuple[ImportFinding, ...]:
    if not draws:
        return ()
    return (
        ImportFinding("not imported", "The items that this quiz draws stand in the file of a bank.", f"{name}:{line}"),
    )


def _with_errors(placed: Sequence[PlacedQuestion], remarks: Sequence[Finding]) -> frozenset[int]:
    """Return the first lines of questions that hold an error of their own; pictures and links are no such error."""
    starts = [one.place.line for one in placed]
    errors = [one.line for one in remarks if one.level == "error" and one.code.startswith("Q")]
    return frozenset(max((start for start in starts if start <= line), default=0) for line in errors)


def _said(remarks: Sequence[Finding]) -> tuple[ImportFinding, ...]:
    return tuple(
        ImportFinding(_level(one), f"{one.code} {one.text} {one.hint}".strip(), f"{one.file}:{one.line}:{one.column}")
        for one in remarks
    )


def _level(remark: Finding) -> Level:
    own = remark.code.startswith(("Q", "F"))
    if remark.code in _LEFT_OUT or (remark.level == "error" and own):
        return "not imported"
    return "changed" if remark.level == "error" or remark.code == "Q15" else "kept"


FORMAT: Format = CourseText()
