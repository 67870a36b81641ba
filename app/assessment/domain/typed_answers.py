"""Marking and explaining of what is typed, numbers and texts, for the types and the gaps that take it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from app.assessment.domain.clock_text import read_date, read_time
from app.assessment.domain.explanation import ExplainedAnswer
from app.assessment.domain.number_text import canonical
from app.assessment.domain.question import AcceptedNumber, AcceptedText, TextRules
from app.assessment.domain.regular_expression import NotAnExpression
from app.assessment.domain.typed_text import as_words, expression_of, first_fitting, fits, tidy
from app.assessment.domain.unreadable import LONGEST_VALUE, NumberOutOfRange, UnreadableResponse


def clean_text(typed: str, rules: TextRules) -> str:
    """Return a typed text as it is stored: words as typed, a time as `20:58:30`, a date as `2026-01-31`.

    Raises NotATime, NotADate or AmbiguousDate; an empty text is no answer.
    """
    text = tidy(typed)
    if not text or rules.kind == "words":
        return text
    return read_time(text) if rules.kind == "time" else read_date(text)


def first_range(stored: str, accepted: Iterable[AcceptedNumber]) -> AcceptedNumber | None:
    """Return the first accepted range that holds a stored number, bounds included, or None."""
    number = Fraction(stored)
    return next((one for one in accepted if one.low <= number <= one.high), None)


def best_number(accepted: Sequence[AcceptedNumber]) -> str:
    """Return a number that earns the most; empty where none can be written."""
    for one in sorted(accepted, key=lambda one: one.weight, reverse=True):
        for bound in (one.low, one.high):
            try:
                stored = canonical(bound)
            except NumberOutOfRange:
                continue
            if first_range(stored, accepted) is one:
                return stored
    return ""


def best_text(texts: Sequence[AcceptedText], rules: TextRules) -> str:
    """Return a text that earns the most; empty where none can be told, as with a pattern nothing usual fits."""
    for one in sorted(texts, key=lambda one: one.weight, reverse=True):
        for variant in one.variants:
            for said in _examples(one, variant):
                if said and len(said) <= LONGEST_VALUE and first_fitting(said, tuple(texts), rules) is one:
                    return said
    return ""


def text_problems(texts: Sequence[AcceptedText], rules: TextRules) -> list[str]:
    """Return the codes of what is wrong with accepted texts: none, one that can never fit, weights, no full mark."""
    found = {
        "no-accepted-text": not texts,
        "text-never-fits": any(not _can_fit(one, variant, rules) for one in texts for variant in one.variants or ("",)),
        "weight-out-of-range": any(not 0 <= one.weight <= 1 for one in texts),
        "no-full-mark": bool(texts) and all(one.weight < 1 for one in texts),
    }
    return [code for code, is_wrong in found.items() if is_wrong]


def explained_numbers(accepted: Sequence[AcceptedNumber], stored: str) -> tuple[ExplainedAnswer, ...]:
    """Return the accepted ranges in the author's order; the one that counted is marked."""
    fitting = first_range(stored, accepted) if stored else None
    return tuple(
        ExplainedAnswer((), one.weight, one is fitting, one.reason_html, low=_shown(one.low), high=_shown(one.high))
        for one in accepted
    )


def explained_texts(texts: Sequence[AcceptedText], typed: str, rules: TextRules) -> tuple[ExplainedAnswer, ...]:
    """Return the accepted texts in the author's order; the one that counted is marked. A wildcard shows as `…`."""
    fitting = first_fitting(typed, tuple(texts), rules) if typed else None
    return tuple(
        ExplainedAnswer(words_of(one), one.weight, one is fitting, one.reason_html, expression=one.expression)
        for one in texts
    )


def words_of(accepted: AcceptedText) -> tuple[str, ...]:
    """Return the variants for people; a pattern as it stands."""
    if accepted.expression:
        return accepted.variants
    return tuple(as_words(variant, rest="…") for variant in accepted.variants)


def range_in_words(accepted: AcceptedNumber) -> str:
    """Return a range for people: one number, or both bounds."""
    low, high = _shown(accepted.low), _shown(accepted.high)
    return low if low == high else f"{low} – {high}"


def _shown(bound: Fraction) -> str:
    try:
        return canonical(bound)
    except NumberOutOfRange:
        return f"{float(bound):g}"


def _examples(accepted: AcceptedText, variant: str) -> tuple[str, ...]:
    """Texts that should fit: a wildcard for nothing, and for a sign, where white space beside it must be there."""
    if not accepted.expression:
        return as_words(variant), as_words(variant, rest="x")
    try:
        return (expression_of(variant, accepted.any_case).example(),)
    except NotAnExpression:
        return ()


def _can_fit(accepted: AcceptedText, variant: str, rules: TextRules) -> bool:
    if rules.kind != "words":
        return not accepted.expression and _is_canonical(as_words(variant), rules)
    if accepted.expression:
        try:
            return bool(expression_of(variant, accepted.any_case))
        except NotAnExpression:
            return False
    said = _examples(accepted, variant)
    return any(one and len(one) <= LONGEST_VALUE and fits(one, accepted, rules) for one in said)


def _is_canonical(said: str, rules: TextRules) -> bool:
    try:
        return clean_text(said, rules) == said != ""
    except UnreadableResponse:
        return False
