"""What the forms of authoring send, read into plain values, with a sentence for each field that is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.curriculum.domain.equals_answers import shape_of
from app.curriculum.domain.lesson_text import LessonText
from app.curriculum.domain.question_writing import OptionEntry, QuestionEntry
from app.foundation.words import N_

MOST_OPTIONS = 12
_TOO_LONG = N_("This is too long: use fewer characters.")
_NO_NUMBER = N_("Write a number, such as 42, 42 ± 1 or 3..5.")
_NO_WORD = N_("Put it in quotes if a number is to be compared as a word, or choose the type for numbers.")
_LIMITS = {"stem": 3000, "general": 2000, "option": 600, "reason": 1500}
_PERCENT = re.compile(r"-?\d{1,3}%")
_LEAST = {"single": 2, "multiple": 2, "match": 2, "order": 2, "number": 1, "text": 1}
"""How many rows of answers a type needs at least."""
Sent = MultiDict[str, str]


@dataclass(frozen=True, slots=True)
class LessonForm:
    """The lesson as typed, and what is wrong with it by field."""

    text: LessonText
    errors: Mapping[str, str]


def lesson_form(sent: Sent) -> LessonForm:
    """Read title, minutes and text of a lesson."""
    title, minutes = " ".join(sent.get("title", "").split()), sent.get("minutes", "").strip()
    body = sent.get("body", "").replace("\r\n", "\n").replace("\r", "\n")
    errors = {}
    if not title:
        errors["title"] = N_("Enter the title of the lesson.")
    elif len(title) > 200:
        errors["title"] = _TOO_LONG
    if minutes and not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes[:5]) <= 600):
        errors["minutes"] = N_("Enter whole minutes, from 1 to 600, or leave it empty.")
    if not body.strip():
        errors["body"] = N_("Write or paste the text of the lesson.")
    return LessonForm(LessonText(title, minutes, body), errors)


def question_form(sent: Sent, kind: str, key: str, other: tuple[tuple[str, str], ...] = ()) -> QuestionEntry:
    """Read a question of this type; empty rows are left out."""
    right = set(sent.getlist("right"))
    return QuestionEntry(
        key=key,
        kind=kind,
        stem=sent.get("stem", "").strip(),
        options=_true_or_false(sent, right) if kind == "truefalse" else _rows(sent, right),
        general=sent.get("general", "").strip(),
        outcome=sent.get("outcome", ""),
        level=sent.get("level", "") if sent.get("level", "") in {"1", "2", "3"} else "",
        redline=sent.get("redline") == "1",
        other=other,
    )


def _rows(sent: Sent, right: set[str]) -> tuple[OptionEntry, ...]:
    def field(name: str, at: int) -> str:
        return sent.get(f"{name}-{at}", "").strip()

    rows = (
        OptionEntry(field("option", at), str(at) in right, field("reason", at), field("other", at))
        for at in range(1, MOST_OPTIONS + 1)
    )
    return tuple(row for row in rows if row.text or row.reason or row.right or row.other)


def _true_or_false(sent: Sent, right: set[str]) -> tuple[OptionEntry, ...]:
    words = ("true", "false")
    return tuple(
        OptionEntry(word, str(at) in right, sent.get(f"reason-{at}", "").strip()) for at, word in enumerate(words, 1)
    )


def question_errors(entry: QuestionEntry, outcomes: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with a question, by field; what the reader of courses says comes after."""
    errors: dict[str, str] = {}
    if not entry.stem:
        errors["stem"] = N_("Enter the question.")
    for name in ("stem", "general"):
        if len(getattr(entry, name)) > _LIMITS[name]:
            errors[name] = _TOO_LONG
    if entry.outcome and entry.outcome not in outcomes:
        errors["outcome"] = N_("Choose an outcome of this course.")
    for at, option in enumerate(entry.options, 1):
        errors |= _row_errors(entry.kind, at, option)
    return {**errors, **_together(entry)}


def _row_errors(kind: str, at: int, option: OptionEntry) -> dict[str, str]:
    if len(option.text) > _LIMITS["option"] or len(option.other) > _LIMITS["option"]:
        return {f"option-{at}": _TOO_LONG}
    if len(option.reason) > _LIMITS["reason"]:
        return {f"reason-{at}": _TOO_LONG}
    if kind == "match" and not option.other:
        return {f"other-{at}": N_("Enter what belongs to it, or empty the whole row.")}
    if kind == "multiple" and option.other and not _PERCENT.fullmatch(option.other):
        return {f"other-{at}": N_("Write a weight such as 50% or -50%, or leave it empty.")}
    if not option.text and kind != "match":
        return {f"option-{at}": N_("Enter the answer, or empty the whole row.")}
    if kind in {"number", "text"} and shape_of(option.text) != kind:
        return {f"option-{at}": _NO_NUMBER if kind == "number" else _NO_WORD}
    if option.right and not option.reason:
        return {f"reason-{at}": N_("Say why this answer is right.")}
    return {}


def _together(entry: QuestionEntry) -> dict[str, str]:
    right, least = sum(option.right for option in entry.options), _LEAST.get(entry.kind, 0)
    if len(entry.options) < least:
        return {"option-1": N_("Give at least two answers.") if least == 2 else N_("Give the answer.")}
    if entry.kind == "gaps" and "[[" not in entry.stem:
        return {"stem": N_("Put each gap into the text: [[ and the right answer and ]].")}
    if entry.kind in {"single", "multiple", "truefalse"} and right == 0:
        return {"right": N_("Mark which answer is right.")}
    if entry.kind in {"single", "truefalse"} and right > 1:
        return {"right": N_("Mark one answer as right, or make it a question with several right answers.")}
    return {}
