"""What the forms of authoring send, read into plain values, with a sentence for each field that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.curriculum.domain.lesson_text import LessonText
from app.curriculum.domain.question_entry import OptionEntry, QuestionEntry
from app.foundation.words import N_

MOST_OPTIONS = 12
_TOO_LONG = N_("This is too long: use fewer characters.")
_LIMITS = {"stem": 3000, "general": 2000, "option": 600, "reason": 1500}
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
    """Read a choice question; empty rows are left out."""
    right = set(sent.getlist("right"))
    rows = [
        OptionEntry(
            sent.get(f"option-{at}", "").strip(), str(at) in right, sent.get(f"reason-{at}", "").strip()
        )
        for at in range(1, MOST_OPTIONS + 1)
    ]  # fmt: skip
    return QuestionEntry(
        key=key,
        kind=kind,
        stem=sent.get("stem", "").strip(),
        options=tuple(row for row in rows if row.text or row.reason or row.right),
        general=sent.get("general", "").strip(),
        outcome=sent.get("outcome", ""),
        level=sent.get("level", "") if sent.get("level", "") in {"1", "2", "3"} else "",
        redline=sent.get("redline") == "1",
        other=other,
    )


def question_errors(entry: QuestionEntry, outcomes: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with a choice question, by field."""
    errors: dict[str, str] = {}
    if not entry.stem:
        errors["stem"] = N_("Enter the question.")
    if any(len(getattr(entry, name)) > _LIMITS[name] for name in ("stem", "general")):
        errors["stem" if len(entry.stem) > _LIMITS["stem"] else "general"] = _TOO_LONG
    if entry.outcome and entry.outcome not in outcomes:
        errors["outcome"] = N_("Choose an outcome of this course.")
    for at, option in enumerate(entry.options, 1):
        if not option.text:
            errors[f"option-{at}"] = N_("Enter the answer, or empty the whole row.")
        elif len(option.text) > _LIMITS["option"] or len(option.reason) > _LIMITS["reason"]:
            errors[f"option-{at}"] = _TOO_LONG
        elif option.right and not option.reason:
            errors[f"reason-{at}"] = N_("Say why this answer is right.")
    return {**errors, **_together(entry)}


def _together(entry: QuestionEntry) -> dict[str, str]:
    right = sum(option.right for option in entry.options)
    if len(entry.options) < 2:
        return {"option-1": N_("Give at least two answers.")}
    if right == 0:
        return {"right": N_("Mark which answer is right.")}
    if entry.kind == "single" and right > 1:
        return {"right": N_("Mark one answer as right, or make it a question with several right answers.")}
    return {}
