"""A quiz or bank beside its translation, question by question; keys, marks and numbers are not for the translator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.assessment.domain.question import Question
from app.curriculum.domain.answer_lines import Feedback, SortedLines, sort_lines
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.question_blocks import RawCase, RawQuestion, cut
from app.curriculum.domain.translated_lines import sort_translated
from app.curriculum.domain.translating.front import read_front
from app.curriculum.domain.translating.lessons import TITLE
from app.curriculum.domain.translating.parts import EMPTY, MISREAD, CannotBeWritten, Group, Part, typed
from app.curriculum.domain.writing.attributes import split_braces
from app.curriculum.domain.writing.question_body import canonical_questions, pieces_of
from app.curriculum.domain.writing.text_file import split_file
from app.foundation.markdown_blocks import read_attributes
from app.foundation.words import N_

QUESTION, CASE = N_("Question"), N_("Case")
OPTION, REASON, STEP, LEFT, RIGHT_SIDE = N_("Option"), N_("Reason"), N_("Step"), N_("Left side"), N_("Right side")
ALSO = N_("Accepted too in this language, with | between")
IS_RIGHT = N_("right")
REMARKS = {
    "": N_("Remark for everybody"),
    "correct": N_("Remark on a right answer"),
    "partial": N_("Remark on a partly right answer"),
    "wrong": N_("Remark on a wrong answer"),
    "true": N_("Reason for “true”"),
    "false": N_("Reason for “false”"),
}
_LABELS = {"single": OPTION, "multiple": OPTION, "order": STEP}


@dataclass(frozen=True, slots=True)
class Said:
    """What a question says, piece by piece, by the names of fields."""

    stem: str
    texts: tuple[str, ...]
    sides: tuple[str, ...]
    reasons: tuple[str, ...]
    remarks: Mapping[str, str]


def quiz_groups(
    source: str, target: str, old: str | None, questions: Mapping[str, Question], *, stale: bool
) -> tuple[Group, ...]:
    """Return title, cases and questions of a quiz or bank beside their translations."""
    front, pieces = _read(source)
    own_front, theirs = _read(target)
    old_front, before = _read(old) if old is not None else ("", {})
    title = Part("title", TITLE, read_front(front).title, read_front(own_front).title)
    groups = [Group("", TITLE, (title,), stale and title.source != read_front(old_front).title)]
    for key, piece in pieces.items():
        group = _group(key, piece, theirs.get(key, ""), questions.get(key))
        groups.append(replace(group, stale=stale and before.get(key) != piece))
    return tuple(groups)


def quiz_body(source: str, target: str, questions: Mapping[str, Question], fields: Mapping[str, str]) -> str:
    """Return the body of the translation: what was typed on the page, and the other pieces as they stand.

    Raises `CannotBeWritten` where something would be read as something else, or a question is translated in part.
    """
    theirs = _read(target)[1]
    pieces = _read(source)[1].items()
    written = (_written(key, piece, theirs.get(key, ""), questions.get(key), fields) for key, piece in pieces)
    return canonical_questions("\n\n".join(filter(None, written)))


def _written(key: str, piece: str, theirs: str, question: Question | None, fields: Mapping[str, str]) -> str:
    if f"{key}:stem" not in fields:
        return theirs
    if question is None:
        return _case_written(key, typed(fields, f"{key}:stem"))
    return _question_written(key, _said(piece, None), question, fields)


def _read(text: str | None) -> tuple[str, dict[str, str]]:
    """Return the front matter, and the pieces of a file by their ids."""
    front, body = (split_file(text) if text else None) or ("", "")
    return front, {key: piece for piece in pieces_of(body) if (key := _key_of(piece))}


def _key_of(piece: str) -> str:
    inside = split_braces(piece.split("\n", 1)[0])[1]
    return dict(read_attributes(inside or "")).get("#", "")


def _group(key: str, piece: str, theirs: str, question: Question | None) -> Group:
    if question is None:
        label = CASE if piece.startswith(":::") else QUESTION
        return Group(key, label, (Part(f"{key}:stem", label, _case_text(piece), _case_text(theirs)),))
    own, other = _said(piece, None), _said(theirs, question)
    return Group(key, QUESTION, tuple(_question_parts(key, own, other, question)))


def _question_parts(key: str, own: Said, other: Said, question: Question) -> Iterator[Part]:
    def part(name: str, label: str, source: str, target: str, note: str = "") -> Part:
        return Part(f"{key}:{name}", label, source, target, note)

    right = [choice.right for choice in question.choices] if question.type in ("single", "multiple") else []
    yield part("stem", QUESTION, own.stem, other.stem)
    for at, text in enumerate(own.texts):
        if question.type == "match":
            if own.sides[at]:
                yield part(f"l{at}", LEFT, own.sides[at], _nth(other.sides, at))
            yield part(f"a{at}", RIGHT_SIDE, text, _nth(other.texts, at))
        elif question.type == "text":
            yield part(f"a{at}", ALSO, "", _nth(other.texts, at), note=text)
        elif question.type in _LABELS:
            note = IS_RIGHT if at < len(right) and right[at] else ""
            yield part(f"a{at}", _LABELS[question.type], text, _nth(other.texts, at), note)
        if own.reasons[at]:
            yield part(f"w{at}", REASON, own.reasons[at], _nth(other.reasons, at))
    for prefix, text in own.remarks.items():
        yield part(f"r-{prefix}", REMARKS[prefix], text, other.remarks.get(prefix, ""))


def _said(piece: str, source: Question | None) -> Said:
    """Return what a question says; with `source` it is a translation, read as that question's."""
    raw = cut(piece, 0).questions
    if len(raw) != 1:
        return Said("", (), (), (), {})
    lines = sort_translated(raw[0], source, "", Findings()) if source else sort_lines(raw[0])
    remarks = {one.prefix: one.text for one in _joined(lines.general) if one.prefix in REMARKS}
    answers = lines.answers
    if source is None and len(answers) == 1 and answers[0].text.lower() in ("true", "false"):
        known = {one.prefix or answers[0].text.lower(): one.text for one in _joined(answers[0].reasons)}
        remarks, answers = {**known, **remarks}, []
    return Said(
        stem=_stem(raw[0], lines),
        texts=tuple(answer.text for answer in answers),
        sides=tuple(answer.mark for answer in answers),
        reasons=tuple("\n\n".join(one.text for one in answer.reasons) for answer in answers),
        remarks=remarks,
    )


def _joined(remarks: list[Feedback]) -> list[Feedback]:
    found: dict[str, Feedback] = {}
    for one in remarks:
        held = found.get(one.prefix)
        found[one.prefix] = replace(held, text=f"{held.text}\n\n{one.text}") if held else one
    return list(found.values())


def _stem(raw: RawQuestion, lines: SortedLines) -> str:
    heading = split_braces(raw.heading.text)[0]
    return "\n".join([heading, *(line.text for line in lines.stem)]).strip()


def _question_written(key: str, own: Said, question: Question, fields: Mapping[str, str]) -> str:
    stem = typed(fields, f"{key}:stem")
    if not stem:
        return ""
    first, *more = stem.split("\n")
    answers = [line for at in range(len(own.texts)) for line in _answer_written(key, at, own, question, fields)]
    if set(answers) == {"="}:
        answers = []  # nothing is added to what the source accepts, and nothing explained
    apart = question.type == "gaps"
    remarks = [line for prefix in own.remarks for line in _remark(prefix, typed(fields, f"{key}:r-{prefix}"), apart)]
    parts = [[f"## {first} {{#{key}}}", *more], answers, remarks]
    written = "\n\n".join("\n".join(part) for part in parts if part)
    _judge(key, written, own, question)
    return written


def _answer_written(key: str, at: int, own: Said, question: Question, fields: Mapping[str, str]) -> list[str]:
    text, reason = typed(fields, f"{key}:a{at}"), typed(fields, f"{key}:w{at}")
    kind = question.type
    if kind in ("number", "text"):
        return [f"= {text}".rstrip() if kind == "text" else "=", *_under(reason, 2)]
    if not text:
        raise CannotBeWritten({f"{key}:a{at}": EMPTY})
    first, *more = text.split("\n")
    hanging = [f"  {line}" for line in more]
    if kind == "order":
        return [f"{at + 1}. {first}", *hanging, *_under(reason, 3)]
    if kind == "match":
        left = typed(fields, f"{key}:l{at}") if own.sides[at] else ""
        if own.sides[at] and not left:
            raise CannotBeWritten({f"{key}:l{at}": EMPTY})
        return [f"- {left} -> {first}".replace("-  ->", "- ->"), *hanging, *_under(reason, 2)]
    return [f"- {first}", *hanging, *_under(reason, 2)]


def _under(reason: str, width: int) -> list[str]:
    return [f"{' ' * width}> {line}".rstrip() for line in reason.split("\n")] if reason else []


def _remark(prefix: str, text: str, apart: bool) -> list[str]:
    """Behind the reason of a gap a paragraph begins a remark of its own, else it would belong to that gap."""
    if not text:
        return []
    if apart and not prefix and "\n\n" in text:
        return [line for piece in text.split("\n\n") for line in _remark(prefix, piece, apart)]
    first, *more = text.split("\n")
    lines = [f"> {line}".rstrip() for line in (f"{prefix}: {first}" if prefix else first, *more)]
    return lines if prefix else ["", *lines]


def _judge(key: str, written: str, own: Said, question: Question) -> None:
    """Refuse what would not be read as it was meant: a line that opens a question, a block, another answer."""
    found = cut(written, 0)
    whole = len(found.questions) == 1 and not found.cases and not found.strays
    lines = sort_translated(found.questions[0], question, "", Findings()) if whole else None
    count = len(own.texts) if question.type in (*_LABELS, "match") else len(lines.answers) if lines else 0
    if lines is None or lines.strays or len(lines.answers) != count:
        raise CannotBeWritten({f"{key}:stem": MISREAD})


def _case_text(piece: str) -> str:
    cases: tuple[RawCase, ...] = cut(piece, 0).cases
    return "\n".join(line.text for line in cases[0].lines).strip("\n") if cases else ""


def _case_written(key: str, text: str) -> str:
    if not text:
        return ""
    if ":::" in text or any(line.startswith("#") for line in text.split("\n")):
        raise CannotBeWritten({f"{key}:stem": MISREAD})
    return f"::: case {{#{key}}}\n{text}\n:::"


def _nth(values: tuple[str, ...], at: int) -> str:
    return values[at] if at < len(values) else ""
