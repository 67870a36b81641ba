"""Writes a question of any type as the course format has it; `question_entry` reads it back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

KINDS = ("single", "multiple", "truefalse", "number", "text", "match", "order", "gaps")


@dataclass(frozen=True, slots=True)
class OptionEntry:
    """One row of answers: `text` is the option, the accepted answer, the left side or the step.

    `other` is the right side, or the weight of an option, such as -50%.
    """

    text: str = ""
    right: bool = False
    reason: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """What the form of a question holds. `other` are attributes that the form does not show.

    truefalse has two rows, `true` and `false`; gaps has none, its answers stand in the stem between [[ and ]].
    """

    key: str
    kind: str
    stem: str = ""
    options: tuple[OptionEntry, ...] = ()
    general: str = ""
    outcome: str = ""
    level: str = ""
    redline: bool = False
    other: tuple[tuple[str, str], ...] = ()


def write_entry(entry: QuestionEntry) -> str:
    """Return the question's lines, without blank lines around."""
    first, *rest = entry.stem.replace("\r\n", "\n").strip().split("\n")
    lines = [f"## {first.strip()} {{{_attributes(entry)}}}", *(line.rstrip() for line in rest)]
    rows = _ROWS[entry.kind](entry)
    if rows:
        lines += ["", *rows]
    if entry.general.strip():
        lines += ["", *(f"> {line}".rstrip() for line in _lines(entry.general))]
    return "\n".join(lines)


def with_key(entry: QuestionEntry, key: str) -> QuestionEntry:
    """Return the question under another id."""
    return replace(entry, key=key)


def _choices(entry: QuestionEntry) -> list[str]:
    left, end = ("(", ")") if entry.kind == "single" else ("[", "]")
    return _rows(
        entry, lambda one, _at: f"- {left}{one.other or ('x' if one.right else ' ')}{end} {_one_line(one.text)}"
    )


def _true_or_false(entry: QuestionEntry) -> list[str]:
    right = next((option.text for option in entry.options if option.right), "true")
    told = [option for option in entry.options if option.reason.strip()]
    reasons = [f"  > {option.text}: {_one_line(option.reason)}" for option in told]
    return [f"= {right}", *reasons]


def _typed(entry: QuestionEntry) -> list[str]:
    return _rows(entry, lambda one, _at: f"= {_one_line(one.text)}")


def _pairs(entry: QuestionEntry) -> list[str]:
    return _rows(entry, lambda one, _at: f"- {_one_line(one.text)} -> {_one_line(one.other)}".replace("-  ->", "- ->"))


def _steps(entry: QuestionEntry) -> list[str]:
    return _rows(entry, lambda one, at: f"{at}. {_one_line(one.text)}")


def _rows(entry: QuestionEntry, first: Callable[[OptionEntry, int], str]) -> list[str]:
    lines: list[str] = []
    for at, option in enumerate(entry.options, 1):
        lines += [first(option, at), *(f"  > {line}".rstrip() for line in _lines(option.reason))]
    return lines


_ROWS: Mapping[str, Callable[[QuestionEntry], list[str]]] = {
    "single": _choices,
    "multiple": _choices,
    "truefalse": _true_or_false,
    "number": _typed,
    "text": _typed,
    "match": _pairs,
    "order": _steps,
    "gaps": lambda _entry: [],
}


def _attributes(entry: QuestionEntry) -> str:
    parts = [f"#{entry.key}"]
    parts += [f"for={entry.outcome}"] if entry.outcome else []
    parts += [f"level={entry.level}"] if entry.level else []
    parts += ["redline"] if entry.redline else []
    parts += [f"{name}={_quoted(value)}" if value else name for name, value in entry.other]
    return " ".join(parts)


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[^\s\"{}=]+", value) else f'"{value}"'


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").strip().split("\n") if text.strip() else []
