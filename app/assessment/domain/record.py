"""A question as it is stored, word for word, and the little of it that a browser may hold before its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Any

from app.assessment.domain.drawing import option_order
from app.assessment.domain.question import AcceptedNumber, AcceptedText, Choice, Gap, Pair, Question, TextRules

_LATER = {"partial_html", "texts", "text_rules", "pairs", "gaps", "gaps_html"}
"""Fields that came after the first records. Where they hold nothing they are left out, so that an item which has not
changed keeps its hash, and its version, from release to release."""
_PARTS: Mapping[str, type[Any]] = {
    "choices": Choice,
    "accepted": AcceptedNumber,
    "numbers": AcceptedNumber,
    "texts": AcceptedText,
    "pairs": Pair,
    "gaps": Gap,
}
_EXACT = {"weight", "low", "high"}


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """An option on the paper: its key and its text, not whether it is right. `text` is for boxes that hold no HTML."""

    key: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperPair:
    """A left side on the paper."""

    key: str
    html: str


@dataclass(frozen=True, slots=True)
class PaperGap:
    """A gap on the paper: its kind and what may be chosen in it."""

    key: str
    kind: str
    choices: tuple[PaperChoice, ...]


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question on the paper. It holds nothing that tells the answer, nor that the item is a red line."""

    key: str
    type: str
    stem_html: str
    case_html: str
    choices: tuple[PaperChoice, ...]
    points: int
    entry: str = "words"
    pairs: tuple[PaperPair, ...] = ()
    gaps: tuple[PaperGap, ...] = ()
    gaps_html: str = ""


def public_view(question: Question, order: Sequence[str] = ()) -> PaperQuestion:
    """Return what may be sent to a browser; `order` are option keys as `option_order` gave them for this paper.

    Without an order the options stand as the author wrote them, but for those whose place is the key. Key, weights,
    accepted answers, reasons, feedback, sources and the red line stay behind, by leaving them out here and not by
    hiding them in a page. Raises ValueError where `order` does not hold each option once.
    """
    choices = {choice.key: PaperChoice(choice.key, choice.html, choice.text) for choice in question.options}
    keys = tuple(order) or option_order(question, question.key, shuffle=False)
    if sorted(keys) != sorted(choices):
        raise ValueError("the order must hold each option once")
    return PaperQuestion(
        key=question.key,
        type=question.type,
        stem_html=question.stem_html,
        case_html=question.case_html,
        choices=_in_order(question.choices, keys, choices),
        points=question.points,
        entry=question.text_rules.kind,
        pairs=tuple(PaperPair(pair.key, pair.html) for pair in question.pairs),
        gaps=tuple(PaperGap(gap.key, gap.kind, _in_order(gap.choices, keys, choices)) for gap in question.gaps),
        gaps_html=question.gaps_html,
    )


def _in_order(own: Sequence[Choice], keys: Sequence[str], shown: Mapping[str, PaperChoice]) -> tuple[PaperChoice, ...]:
    wanted = {choice.key for choice in own}
    return tuple(shown[key] for key in keys if key in wanted)


def to_record(question: Question) -> dict[str, Any]:
    """Return the question in the values that JSON knows; fractions are text (`"1/3"`), so nothing is rounded."""
    return _plain(question)


def from_record(record: Mapping[str, Any]) -> Question:
    """Return the question that `to_record` wrote, equal in every field.

    Fields that a record of an earlier release lacks take their defaults. Raises ValueError for a field this release
    does not know: to read on would lose it.
    """
    return Question(**_read(Question, record))


def _plain(value: Any) -> dict[str, Any]:
    return {
        field.name: _json_safe(getattr(value, field.name))
        for field in fields(value)
        if not isinstance(value, Question) or field.name not in _LATER or getattr(value, field.name) != field.default
    }


def _json_safe(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_json_safe(one) for one in value]
    return _plain(value) if is_dataclass(value) else value


def _read(kind: type[Any], record: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(record) - {field.name for field in fields(kind)}
    if unknown:
        raise ValueError(f"this release does not know {', '.join(sorted(unknown))} of a {kind.__name__}")
    return {name: _value(name, value) for name, value in record.items()}


def _value(name: str, value: Any) -> Any:
    if name in _PARTS:
        return tuple(_PARTS[name](**_read(_PARTS[name], one)) for one in value)
    if name == "text_rules":
        return TextRules(**_read(TextRules, value))
    if name in _EXACT:
        return Fraction(value)
    return tuple(value) if isinstance(value, list) else value
