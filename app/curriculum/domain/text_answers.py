r"""Reads accepted texts after =: variants with | between, wildcards, "quoted" texts, /patterns/, times and dates."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from app.assessment.domain.clock_text import DATE_EXAMPLE, TIME_EXAMPLE
from app.assessment.domain.question import AcceptedText, TextRules
from app.assessment.domain.regular_expression import NotAnExpression
from app.assessment.domain.typed_answers import clean_text, text_problems
from app.assessment.domain.typed_text import expression_of, literal, tidy
from app.assessment.domain.unreadable import UnreadableResponse
from app.curriculum.domain.answer_lines import Answer
from app.curriculum.domain.equals_answers import AnswerReader, is_date_or_time
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.rendering import Renderer

_PATTERN = re.compile(r"/((?:[^/\\]|\\.)+)/([a-z]*)")
_QUOTES = {'"': '"', "“": "”", "„": "“"}
_WITH_UNIT = re.compile(r"[-+]?\d+(?:[.,]\d+)? ?[%°€$£]|[-+]?\d+(?:[.,]\d+)? [^\W\d_]{1,12}")
_EXAMPLES = {"time": TIME_EXAMPLE, "date": DATE_EXAMPLE}


class TextReader(AnswerReader):
    """Reads the = lines of one question whose answer is a text."""

    def __init__(self, renderer: Renderer, answers: list[Answer], place: Place, rules: TextRules) -> None:
        super().__init__(renderer, answers, place)
        self._rules = rules

    def read(self) -> tuple[AcceptedText, ...]:
        """Return the accepted texts in order; those that cannot be used have been reported and are left out."""
        found = (self._accepted(answer) for answer in self._answers)
        return tuple(one for one in found if one is not None)

    def _accepted(self, answer: Answer) -> AcceptedText | None:
        weight, text = self._weight(" ".join(answer.text.split("\n")), self._at(answer))
        found = accepted_text(text, weight, self._rules, self._at(answer), self._findings)
        return replace(found, reason_html=self._reason(answer)) if found else None


def accepted_text(
    text: str, weight: Fraction, rules: TextRules, place: Place, findings: Findings
) -> AcceptedText | None:
    """Return what a text after = accepts, or None with a finding that says why it cannot be used."""
    pattern = _PATTERN.fullmatch(text)
    if pattern and rules.kind == "words":
        return _expression(pattern, weight, place, findings)
    pieces = cut_variants(text)
    variants = tuple(_variant(piece) for piece in pieces)
    if rules.kind != "words":
        return _clock_times(variants, weight, rules, place, findings)
    accepted = AcceptedText(variants, weight)
    if "text-never-fits" in text_problems((accepted,), rules):
        findings.add("Q42", place, value=text)
        return None
    if weight and any(not variant.replace("*", "").strip() for variant in variants):
        findings.add("Q44", place)
    for piece in pieces:
        if is_date_or_time(piece) or _WITH_UNIT.fullmatch(piece):
            findings.add("Q36", place, value=piece)
    return accepted


def is_pattern(text: str) -> bool:
    """Say whether a text is written as a regular expression, /…/ or /…/i; a / within it stands after a backslash."""
    return bool(_PATTERN.fullmatch(text))


def cut_variants(text: str) -> list[str]:
    r"""Cut a text at each | that stands neither in quotes nor after a backslash."""
    pieces, piece, closing, escaped = [], "", "", False
    for sign in text:
        if sign == "|" and not closing and not escaped:
            pieces.append(piece.strip())
            piece = ""
            continue
        if not escaped and sign == closing:
            closing = ""
        elif not escaped and not piece.strip():
            closing = _QUOTES.get(sign, "")
        piece += sign
        escaped = sign == "\\" and not escaped
    return [*pieces, piece.strip()]


def _variant(piece: str) -> str:
    r"""Return a variant as it is stored: in quotes nothing is a wildcard, and `\|` is a stroke."""
    if len(piece) > 1 and _QUOTES.get(piece[0]) == piece[-1]:
        return literal(re.sub(r"\\([\"“”\\])", r"\1", piece[1:-1]))
    return re.sub(r"\\(.?)", _escape, piece)


def _escape(found: re.Match[str]) -> str:
    """Keep `\\*` and a doubled backslash; undo what is escaped for this notation alone; double a lone backslash."""
    sign = found[1]
    if sign in ("*", "\\"):
        return found[0]
    return sign if sign in ("|", '"', "“", "„") else f"\\\\{sign}"


def _expression(pattern: re.Match[str], weight: Fraction, place: Place, findings: Findings) -> AcceptedText | None:
    flags = pattern[2]
    try:
        if flags not in ("", "i"):
            raise NotAnExpression(f"{flags} after it is not known, only i is; a text that begins with / needs quotes")
        expression_of(pattern[1], flags == "i")
    except NotAnExpression as problem:
        findings.add("Q34", place, value=pattern[0], problem=problem)
        return None
    return AcceptedText((pattern[1],), weight, expression=True, any_case=flags == "i")


def _clock_times(
    variants: tuple[str, ...], weight: Fraction, rules: TextRules, place: Place, findings: Findings
) -> AcceptedText | None:
    try:
        stored = tuple(clean_text(variant, rules) for variant in variants)
    except UnreadableResponse:
        stored = ("",)
    if not all(stored):
        value = " | ".join(map(tidy, variants))
        findings.add("Q35", place, value=value, kind=rules.kind, example=_EXAMPLES[rules.kind])
        return None
    return AcceptedText(stored, weight)
