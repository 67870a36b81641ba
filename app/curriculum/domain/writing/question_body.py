"""Writes questions and cases in one way; a question is changed only where the reader sees the same in it afterwards."""

from __future__ import annotations

import re
from typing import Any

from app.curriculum.domain.answer_lines import Answer, Feedback, sort_lines
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.question_blocks import CutText, Line, RawQuestion, cut
from app.curriculum.domain.questions_text import read_question_set
from app.curriculum.domain.rendering import Renderer
from app.curriculum.domain.writing.attributes import split_braces, with_braces
from app.curriculum.domain.writing.lesson_body import canonical_body
from app.curriculum.domain.writing.white_space import blank_lines_single, trimmed, without_blank_ends
from app.foundation.markdown import Surroundings

_HASHES = re.compile(r"#{1,2}")
_PERCENT = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,5})?) ?%")
_CASE = re.compile(r"(:{3,})\s*([^\s{]+)\s*(.*)")


def canonical_questions(text: str) -> str:
    """Return the questions of a file in their canonical form, one blank line between them, none around."""
    return "\n\n".join(map(_piece, pieces_of(text)))


def pieces_of(text: str) -> list[str]:
    """Return what a text of questions consists of: each question and each case, and first what stands before them."""
    lines = text.split("\n")
    found = cut(text, 0)
    starts = {raw.heading.number for raw in found.questions} | {case.opening.number for case in found.cases}
    bounds = sorted({0, len(lines), *starts})
    spans = zip(bounds, bounds[1:], strict=False)
    pieces = ("\n".join(without_blank_ends(lines[start:end])) for start, end in spans)
    return [piece for piece in pieces if piece]


def _piece(text: str) -> str:
    lines = text.split("\n")
    found = cut(text, 0)
    inside = [raw.lines for raw in found.questions] + [case.lines for case in found.cases]
    code = {line.number for part in inside for line in part if line.code}
    plain = "\n".join(blank_lines_single(trimmed(lines), code))
    written = _written(cut(plain, 0), plain)
    if written == text:
        return text
    wanted = _said(text)
    return next((one for one in (written, plain) if _said(one) == wanted and len(pieces_of(one)) == 1), text)


def _said(text: str) -> Any:
    """Return what a reader finds in a piece, by itself and without the places."""
    findings = Findings()
    found = read_question_set(text, 1, Renderer("", Surroundings(), findings))
    questions = [(one.key, one.question, one.kind) for one in found.placed]
    cases = [(case.key, case.html) for case in found.cases]
    return questions, cases, sorted((one.code, one.text) for one in findings.sorted())


def _written(found: CutText, text: str) -> str:
    if len(found.questions) == 1 and not found.cases and not found.strays:
        return _question(found.questions[0], text)
    if len(found.cases) == 1 and not found.questions and not found.strays:
        return _case(text)
    return text


def _question(raw: RawQuestion, text: str) -> str:
    lines = sort_lines(raw)
    if lines.strays:
        return text
    hashes = _HASHES.match(text)
    parts = [
        [f"{hashes[0] if hashes else '##'} {_heading(raw.heading.text)}".rstrip(), *_stem(lines.stem)],
        [line for answer in lines.answers for line in _answer(answer)],
        _remarks(lines.general),
    ]
    return "\n\n".join("\n".join(part) for part in parts if part)


def _heading(text: str) -> str:
    said, inside = split_braces(text)
    return said if inside is None else with_braces(said, inside)


def _stem(lines: list[Line]) -> list[str]:
    """A blank line before the stem parts it from the question's own line, so it stays."""
    code = {at for at, line in enumerate(lines) if line.code}
    said = blank_lines_single([line.text for line in lines], code)
    begins_apart = bool(said) and not lines[0].text.strip()
    return ["", *said] if begins_apart else said


def _answer(answer: Answer) -> list[str]:
    """What belongs to an answer hangs under the first letter of its text."""
    first, *more = answer.text.split("\n")
    under = " " * len(f"{answer.mark}. " if answer.shape == "order" else "- ")
    hanging = [f"{under}{line}".rstrip() for line in (*more, *_remarks(answer.reasons))]
    return [_opening(answer, first).rstrip(), *hanging]


def _opening(answer: Answer, text: str) -> str:
    if answer.shape == "choice":
        return f"- {_mark(answer.mark)} {text}"
    if answer.shape == "match":
        return f"- {answer.mark} -> {text}" if answer.mark else f"- -> {text}"
    return f"= {text}" if answer.shape == "equals" else f"{answer.mark}. {text}"


def _mark(mark: str) -> str:
    inside = mark[1:-1].strip()
    percent = _PERCENT.fullmatch(inside)
    said = f"{percent[1]}%" if percent else {"": " ", "X": "x"}.get(inside, inside)
    return f"{mark[0]}{said}{mark[-1]}"


def _remarks(remarks: list[Feedback]) -> list[str]:
    """A remark without a prefix would be read as going on with the one above it, but for the line between."""
    lines: list[str] = []
    for remark in remarks:
        if lines and not remark.prefix:
            lines.append("")
        first, *more = remark.text.split("\n")
        said = f"{remark.prefix}: {first}" if remark.prefix else first
        lines += [f"> {line}".rstrip() for line in (said, *more)]
    return lines


def _case(text: str) -> str:
    first, *rest = text.split("\n")
    opening = _CASE.fullmatch(first)
    if opening is None or not rest or not rest[-1].startswith(":::"):
        return text
    said, inside = split_braces(opening[3])
    head = f"{opening[1]} {opening[2]} {said}".rstrip()
    body = canonical_body("\n".join(rest[:-1]))
    return "\n".join([head if inside is None else with_braces(head, inside), *([body] if body else []), rest[-1]])
