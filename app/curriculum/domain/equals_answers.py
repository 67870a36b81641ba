"""Reads answers after =: true or false, and numbers with tolerance or range; says which of the types a line is."""

from __future__ import annotations

import re
from fractions import Fraction

from app.assessment.domain.question import AcceptedNumber, Choice
from app.curriculum.domain.answer_lines import Answer
from app.curriculum.domain.findings import Place
from app.curriculum.domain.rendering import Renderer
from app.foundation.words import N_

_N = r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,2})?"
_WEIGHT = re.compile(r"(\d{1,3}(?:\.\d{1,5})?) ?% +(.+)", re.DOTALL)
_RANGE = re.compile(rf"({_N}) *\.\. *({_N})")
_TOLERANCE = re.compile(rf"({_N})(?: *(?:±|\+-|\+/-) *({_N}) *(%?))?")
_NUMERIC_START = re.compile(r"[-+\d.,eE' ]{1,60}")
_DATE_OR_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?|\d{4}-\d{2}-\d{2}")
_WORDS = {"true": N_("True"), "false": N_("False")}


def shape_of(text: str) -> str:
    """Name the type of an answer after =: truefalse, number or text; quotes and patterns are text."""
    if text.lower() in _WORDS:
        return "truefalse"
    if re.fullmatch(r"/.*/[a-z]*", text):
        return "text"
    value = split_weight(text)[1]
    return "number" if looks_numeric(value) and not is_date_or_time(value) else "text"


def looks_numeric(value: str) -> bool:
    """Meant as a number, rightly written or not: digits alone, or digits and then a tolerance or a range."""
    start = _NUMERIC_START.match(value)
    if start is None or not any(sign.isdigit() for sign in start[0]):
        return False
    return start.end() == len(value) or value[start.end()] in "±/" or ".." in start[0]


def is_date_or_time(value: str) -> bool:
    """Say whether a text looks like a date or a time of day."""
    return bool(_DATE_OR_TIME.fullmatch(value))


def split_weight(text: str) -> tuple[str, str]:
    """Return the per cent at the beginning, if there is one, and the rest."""
    match = _WEIGHT.fullmatch(text)
    return (match[1], match[2]) if match else ("", text)


def bounds_of(text: str) -> tuple[Fraction, Fraction] | None:
    """Return both bounds, which are inclusive; a tolerance in percent is relative to the number."""
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


class AnswerReader:
    """What the readers of answers share: places, weights, reasons, and where their findings go."""

    def __init__(self, renderer: Renderer, answers: list[Answer], place: Place) -> None:
        self._renderer = renderer
        self._findings = renderer.findings
        self._answers = answers
        self._place = place

    def _at(self, answer: Answer) -> Place:
        return Place(self._place.file, answer.line.number, answer.line.indent + 1)

    def _weight(self, text: str, place: Place) -> tuple[Fraction, str]:
        """Return the share that a text states at its beginning (else all of it) and the text; 0 is for a reason why."""
        given, rest = split_weight(text)
        weight = Fraction(given) / 100 if given else Fraction(1)
        if weight > 1:
            self._findings.add("Q11", place, value=f"{given}%")
            weight = Fraction(1)
        return weight, rest

    def _reason(self, answer: Answer) -> str:
        for reason in answer.reasons:
            if reason.prefix:
                self._findings.add("Q21", Place(self._place.file, reason.line), prefix=reason.prefix)
        texts = [reason for reason in answer.reasons if reason.text]
        return "".join(self._renderer.page(reason.text, reason.line).html for reason in texts)

    def _bounds(self, text: str, place: Place) -> tuple[Fraction, Fraction] | None:
        bounds = bounds_of(text)
        if bounds is None:
            self._findings.add("Q13", place, value=text)
        elif bounds[0] > bounds[1]:
            self._findings.add("Q14", place, value=text)
            return None
        return bounds


class EqualsReader(AnswerReader):
    """Reads the = lines of a statement or a number."""

    def true_or_false(self) -> tuple[Choice, ...]:
        """Return the options true and false, each with its reason; a reason without prefix belongs to the right one."""
        if len(self._answers) > 1:
            self._findings.add("Q24", self._at(self._answers[1]))
        answer = self._answers[0]
        right = answer.text.lower()
        reasons = {"true": "", "false": ""}
        for reason in answer.reasons:
            key = reason.prefix or right
            if key in reasons:
                reasons[key] += self._renderer.page(reason.text, reason.line).html
            else:
                self._findings.add("Q21", Place(self._place.file, reason.line), prefix=reason.prefix)
        return tuple(
            Choice(key, word, word, key == right, Fraction(int(key == right)), reasons[key])
            for key, word in _WORDS.items()
        )

    def numbers(self) -> tuple[AcceptedNumber, ...]:
        """Return the accepted ranges in order; the first that fits counts."""
        return tuple(number for answer in self._answers for number in self._number(answer))

    def _number(self, answer: Answer) -> list[AcceptedNumber]:
        weight, text = self._weight(answer.text, self._at(answer))
        bounds = self._bounds(text, self._at(answer))
        return [AcceptedNumber(*bounds, weight, self._reason(answer))] if bounds else []
