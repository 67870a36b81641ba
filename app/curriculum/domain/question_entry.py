"""A choice question as its form shows it, and as the course format writes it; other questions are edited as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.curriculum.domain.answer_lines import Answer, Feedback, sort_lines
from app.curriculum.domain.question_blocks import RawQuestion, cut
from app.foundation.markdown_blocks import read_attributes

_MARKS = {"( )": False, "(x)": True, "[ ]": False, "[x]": True}
_OWN = ("#", "for", "level", "redline")


@dataclass(frozen=True, slots=True)
class OptionEntry:
    """One option: its text, whether it is right, and why."""

    text: str = ""
    right: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    """What the form of a single or multiple choice holds. `other` are attributes that the form does not show."""

    key: str
    kind: str
    stem: str = ""
    options: tuple[OptionEntry, ...] = ()
    general: str = ""
    outcome: str = ""
    level: str = ""
    redline: bool = False
    other: tuple[tuple[str, str], ...] = ()


def entry_of(block: str) -> QuestionEntry | None:
    """Return the form's values of a question's block; None where the form could not write it back as it is."""
    cut_text = cut(block, 1)
    if len(cut_text.questions) != 1 or cut_text.cases or cut_text.strays:
        return None
    entry = _entry(cut_text.questions[0])
    same = entry is not None and _comparable(write_entry(entry)) == _comparable(block)
    return entry if same else None


def reads_back(entry: QuestionEntry) -> bool:
    """Say whether the course format reads the question as it was meant; a typed line may look like an answer to it."""
    found = entry_of(write_entry(entry))
    return found is not None and (len(found.options), found.stem.split()) == (len(entry.options), entry.stem.split())


def _entry(raw: RawQuestion) -> QuestionEntry | None:
    lines = sort_lines(raw)
    kinds = {answer.mark[:1] for answer in lines.answers}
    if kinds not in ({"("}, {"["}) or any(answer.mark not in _MARKS for answer in lines.answers) or lines.strays:
        return None
    heading, attributes = _split_heading(raw.heading.text)
    given = dict(attributes)
    return QuestionEntry(
        key=given.get("#", ""),
        kind="single" if kinds == {"("} else "multiple",
        stem="\n".join([heading, *(line.text for line in lines.stem)]).strip(),
        options=tuple(map(_option, lines.answers)),
        general=_joined(lines.general),
        outcome=given.get("for", ""),
        level=given.get("level", ""),
        redline="redline" in given,
        other=tuple(pair for pair in attributes if pair[0] not in _OWN),
    )


def _split_heading(heading: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    start = heading.rfind("{") if heading.rstrip().endswith("}") else -1
    if start < 0:
        return heading.strip(), ()
    return heading[:start].strip(), tuple(read_attributes(heading.rstrip()[start + 1 : -1]))


def _option(answer: Answer) -> OptionEntry:
    return OptionEntry(answer.text, _MARKS[answer.mark], _joined(answer.reasons))


def _joined(remarks: list[Feedback]) -> str:
    return "\n\n".join(f"{one.prefix}: {one.text}" if one.prefix else one.text for one in remarks)


def write_entry(entry: QuestionEntry) -> str:
    """Return the question as the course format writes it, without blank lines around."""
    first, *rest = entry.stem.replace("\r\n", "\n").strip().split("\n")
    lines = [f"## {first.strip()} {{{_attributes(entry)}}}", *(line.rstrip() for line in rest), ""]
    for option in entry.options:
        lines.append(f"- {_mark(entry.kind, option.right)} {_one_line(option.text)}")
        lines += [f"  > {line}".rstrip() for line in _lines(option.reason)]
    if entry.general.strip():
        lines += ["", *(f"> {line}".rstrip() for line in _lines(entry.general))]
    return "\n".join(lines)


def _attributes(entry: QuestionEntry) -> str:
    parts = [f"#{entry.key}"]
    parts += [f"for={entry.outcome}"] if entry.outcome else []
    parts += [f"level={entry.level}"] if entry.level else []
    parts += ["redline"] if entry.redline else []
    parts += [f"{name}={_quoted(value)}" if value else name for name, value in entry.other]
    return " ".join(parts)


def _quoted(value: str) -> str:
    return value if re.fullmatch(r"[^\s\"{}=]+", value) else f'"{value}"'


def _mark(kind: str, right: bool) -> str:
    left, end = ("(", ")") if kind == "single" else ("[", "]")
    return f"{left}{'x' if right else ' '}{end}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").strip().split("\n") if text.strip() else []


def _comparable(block: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the attributes in any order, and the lines without the white space that means nothing."""
    first, *rest = block.strip().split("\n")
    heading, attributes = _split_heading(first)
    return sorted(attributes), [" ".join(line.split()) for line in (heading, *rest) if line.strip()]


def with_key(entry: QuestionEntry, key: str) -> QuestionEntry:
    """Return the question under another id."""
    return replace(entry, key=key)
