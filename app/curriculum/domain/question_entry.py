"""A question as its form shows it, read from the course format; what the form cannot show whole is edited as text."""

from __future__ import annotations

import re

from app.curriculum.domain.answer_lines import Answer, Feedback, SortedLines, sort_lines
from app.curriculum.domain.equals_answers import shape_of
from app.curriculum.domain.question_blocks import RawQuestion, cut
from app.curriculum.domain.question_writing import OptionEntry, QuestionEntry, write_entry
from app.foundation.markdown_blocks import read_attributes

_MARKS = {"( )": False, "(x)": True, "[ ]": False, "[x]": True}
_WEIGHT = re.compile(r"\[(-?\d{1,3}%)\]")
_OWN = ("#", "for", "level", "redline")


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
    return found is not None and (found.kind, len(found.options), found.stem.split()) == (
        entry.kind,
        len(entry.options),
        entry.stem.split(),
    )


def _entry(raw: RawQuestion) -> QuestionEntry | None:
    lines = sort_lines(raw)
    kind = _kind(lines)
    if kind is None or lines.strays:
        return None
    heading, attributes = _split_heading(raw.heading.text)
    given = dict(attributes)
    return QuestionEntry(
        key=given.get("#", ""),
        kind=kind,
        stem="\n".join([heading, *(line.text for line in lines.stem)]).strip(),
        options=_options(kind, lines.answers),
        general=_joined(lines.general),
        outcome=given.get("for", ""),
        level=given.get("level", ""),
        redline="redline" in given,
        other=tuple(pair for pair in attributes if pair[0] not in _OWN),
    )


def _kind(lines: SortedLines) -> str | None:
    if not lines.answers:
        return "gaps" if lines.has_gaps else None
    shape = lines.answers[0].shape
    if shape == "choice":
        kinds = {answer.mark[:1] for answer in lines.answers}
        plain = all(answer.mark in _MARKS or _WEIGHT.fullmatch(answer.mark) for answer in lines.answers)
        return None if not plain or len(kinds) > 1 else "single" if kinds == {"("} else "multiple"
    if shape == "equals":
        return shape_of(lines.answers[0].text) if lines.answers[0].text else None
    return shape


def _options(kind: str, answers: list[Answer]) -> tuple[OptionEntry, ...]:
    if kind == "truefalse":
        said = {one.prefix: one.text for one in answers[0].reasons}
        right = answers[0].text.lower()
        return tuple(OptionEntry(word, word == right, said.get(word, "")) for word in ("true", "false"))
    return tuple(_option(kind, answer) for answer in answers)


def _option(kind: str, answer: Answer) -> OptionEntry:
    reason = _joined(answer.reasons)
    if kind == "match":
        return OptionEntry(answer.mark.strip(), reason=reason, other=answer.text)
    weight = _WEIGHT.fullmatch(answer.mark)
    if weight:
        return OptionEntry(answer.text, not weight[1].startswith("-"), reason, weight[1])
    return OptionEntry(answer.text, _MARKS.get(answer.mark, False), reason)


def _split_heading(heading: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    start = heading.rfind("{") if heading.rstrip().endswith("}") else -1
    if start < 0:
        return heading.strip(), ()
    return heading[:start].strip(), tuple(read_attributes(heading.rstrip()[start + 1 : -1]))


def _joined(remarks: list[Feedback]) -> str:
    return "\n\n".join(f"{one.prefix}: {one.text}" if one.prefix else one.text for one in remarks)


def _comparable(block: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the attributes in any order, and the lines without the white space that means nothing."""
    first, *rest = block.strip().split("\n")
    heading, attributes = _split_heading(first)
    return sorted(attributes), [" ".join(line.split()) for line in (heading, *rest) if line.strip()]
