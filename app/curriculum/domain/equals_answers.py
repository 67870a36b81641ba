"""Reads answers after =: true or false, and numbers with tolerance or range."""

from __future__ import annotations

import re
from fractions import Fraction

from app.assessment.domain.question import AcceptedNumber, Choice
from app.curriculum.domain.answer_lines import Answer
from app.curriculum.domain.findings import Place
from app.curriculum.domain.rendering import Renderer
from app.foundation.words import N_

_N = r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,2})?"
_WEIGHT = re.compile(r"(\d{1,3}(?:\.\d{1,5})?) ?% +(.+)")
_RANGE = re.compile(rf"({_N}) *\.\. *({_N})")
_TOLERANCE = re.compile(rf"({_N})(?: *(?:±|\+-|\+/-) *({_N}) *(%?))?")
_NUMERIC_START = re.compile(r"[-+\d.,eE' ]{1,60}")
_DATE_OR_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?|\d{4}-\d{2}-\d{2}")
_WORDS = {"true": N_("True"), "false": N_("False")}


def shape_of(text: str) -> str:
    """Name the type of an answer after =: truefalse, number, regex, time, date or text; quotes make it text."""
    if text in _WORDS:
        return "truefalse"
    if re.fullmatch(r"/.*/[a-z]*", text):
        return "regex"
    weighted = _WEIGHT.fullmatch(text)
    value = weighted[2] if weighted else text
    return "number" if _looks_numeric(value) and not _DATE_OR_TIME.fullmatch(value) else "text"


def _looks_numeric(value: str) -> bool:
    """Meant as a number, rightly written or not: digits alone, or digits and then a tolerance or a range."""
    start = _NUMERIC_START.match(value)
    if start is None or not any(sign.isdigit() for sign in start[0]):
        return False
    return start.end() == len(value) or value[start.end()] in "±/" or ".." in start[0]


class EqualsReader:
    """Reads the = lines of one question."""

    def __init__(self, renderer: Renderer, answers: list[Answer], place: Place) -> None:
        self._renderer = renderer
        self._findings = renderer.findings
        self._answers = answers
        self._place = place

    def true_or_false(self) -> tuple[Choice, ...]:
        """Return the options true and false, each with its reason; a reason without prefix belongs to the right one."""
        if len(self._answers) > 1:
            self._findings.add("Q24", self._at(self._answers[1]))
        answer = self._answers[0]
        reasons = {"true": "", "false": ""}
        for reason in answer.reasons:
            key = reason.prefix or answer.text
            if key in reasons:
                reasons[key] += self._renderer.page(reason.text, reason.line).html
            else:
                self._findings.add("Q21", Place(self._place.file, reason.line), prefix=reason.prefix)
        return tuple(
            Choice(key, word, word, key == answer.text, Fraction(int(key == answer.text)), reasons[key])
            for key, word in _WORDS.items()
        )

    def numbers(self) -> tuple[AcceptedNumber, ...]:
        """Return the accepted ranges in order; the first that fits counts."""
        return tuple(number for answer in self._answers for number in self._number(answer))

    def _at(self, answer: Answer) -> Place:
        return Place(self._place.file, answer.line.number)

    def _number(self, answer: Answer) -> list[AcceptedNumber]:
        weight, text = self._weight(answer)
        bounds = _bounds(text)
        if bounds is None:
            self._findings.add("Q13", self._at(answer), value=text)
            return []
        low, high = bounds
        if low > high:
            self._findings.add("Q14", self._at(answer), value=text)
            return []
        return [AcceptedNumber(low, high, weight, self._reason(answer))]

    def _weight(self, answer: Answer) -> tuple[Fraction, str]:
        match = _WEIGHT.fullmatch(answer.text)
        if match is None:
            return Fraction(1), answer.text
        weight = Fraction(match[1]) / 100
        if not 0 < weight <= 1:
            self._findings.add("Q11", self._at(answer), value=f"{match[1]}%")
            weight = Fraction(1)
        return weight, match[2]

    def _reason(self, answer: Answer) -> str:
        for reason in answer.reasons:
            if reason.prefix:
                self._findings.add("Q21", Place(self._place.file, reason.line), prefix=reason.prefix)
        return "".join(self._renderer.page(reason.text, reason.line).html for reason in answer.reasons)


def _bounds(text: str) -> tuple[Fraction, Fraction] | None:
    """Both bounds are inclusive; a tolerance in percent is relative to the number."""
    span = _RANGE.fullmatch(text)
    if span:
        return Fraction(span[1]), Fraction(span[2])
    match = _TOLERANCE.fullmatch(text)
    if match is None:
        return None
    value, spread = Fraction(match[1]), Fraction(match[2] or 0)
    if match[3]:
        spread = abs(value) * spread / 100
    return value - spread, value + spread
