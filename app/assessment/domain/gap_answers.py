"""One gap of a text: how its entry is read, marked and shown. A gap is a small text, number or choice."""

from __future__ import annotations

from fractions import Fraction

from app.assessment.domain.number_text import canonical, read_number
from app.assessment.domain.options import text_of_choice, within_bounds
from app.assessment.domain.problems import number_problems, option_problems, said
from app.assessment.domain.question import AcceptedNumber, AcceptedText, Choice, Gap, Question, TextRules
from app.assessment.domain.typed_answers import (
    best_number,
    best_text,
    clean_text,
    first_range,
    range_in_words,
    text_problems,
    words_of,
)
from app.assessment.domain.typed_text import first_fitting
from app.assessment.domain.unreadable import UnknownOption

KINDS = ("choice", "number", "text")


def clean_gap(gap: Gap, value: str, rules: TextRules, decimal: str = ".") -> str:
    """Return the entry of a gap as it is stored; empty where it is open. Raises as the kind does."""
    if not value.strip():
        return ""
    if gap.kind == "number":
        return canonical(read_number(value, decimal))
    if gap.kind == "text":
        return clean_text(value, rules)
    if value not in {choice.key for choice in gap.choices}:
        raise UnknownOption()
    return value


def mark_gap(gap: Gap, entry: str, rules: TextRules) -> Fraction:
    """Return what a stored entry earns of this gap, 0 to 1."""
    found = _fitting(gap, entry, rules)
    return within_bounds(found.weight) if found else Fraction(0)


def reason_for(gap: Gap, entry: str, rules: TextRules) -> str:
    """Return why: what the author says of the gap, then of the very entry."""
    found = _fitting(gap, entry, rules)
    return gap.reason_html + (found.reason_html if found else "")


def _fitting(gap: Gap, entry: str, rules: TextRules) -> Choice | AcceptedNumber | AcceptedText | None:
    if not entry:
        return None
    if gap.kind == "choice":
        return next((choice for choice in gap.choices if choice.key == entry), None)
    return first_range(entry, gap.numbers) if gap.kind == "number" else first_fitting(entry, gap.texts, rules)


def best_for(gap: Gap, rules: TextRules) -> str:
    """Return an entry that earns the most; empty where none can be told."""
    if gap.kind == "choice":
        best = max(gap.choices, key=lambda choice: choice.weight, default=None)
        return best.key if best else ""
    return best_number(gap.numbers) if gap.kind == "number" else best_text(gap.texts, rules)


def shown_entry(gap: Gap, entry: str) -> str:
    """Return a stored entry for people."""
    return text_of_choice(gap.choices, entry) if gap.kind == "choice" else entry


def right_words(gap: Gap) -> tuple[str, ...]:
    """Return what earns the gap's full mark, for people."""
    if gap.kind == "choice":
        return tuple(choice.text for choice in gap.choices if choice.weight == 1)
    if gap.kind == "number":
        return tuple(range_in_words(one) for one in gap.numbers if one.weight == 1)
    return tuple(word for one in gap.texts if one.weight == 1 for word in words_of(one))


def gap_problems(question: Question, places: int) -> list[str]:
    """Return the codes of what is wrong with the gaps; `places` is how many the text leaves."""
    keys = [choice.key for choice in question.options]
    found = {
        "no-gaps": not question.gaps,
        "gaps-not-in-text": places != len(question.gaps),
        "gap-unanswerable": any(_unanswerable(gap, question.text_rules) for gap in question.gaps),
        "weight-out-of-range": any(gap.weight <= 0 for gap in question.gaps),
        "same-option-key-twice": len(set(keys)) < len(keys),
    }
    return said(found.items())


def _unanswerable(gap: Gap, rules: TextRules) -> bool:
    if gap.kind == "choice":
        return bool(option_problems(gap.choices)) or max((one.weight for one in gap.choices), default=Fraction(0)) < 1
    if gap.kind == "number":
        return bool(number_problems(gap.numbers))
    return gap.kind != "text" or bool(text_problems(gap.texts, rules))
