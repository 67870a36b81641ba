"""A question as it is stored, word for word, and the little of it that a browser may hold before its time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Any

from app.assessment.domain.question import AcceptedNumber, Choice, Question


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """An option on the paper: its key and its text, not whether it is right."""

    key: str
    html: str


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question on the paper. It holds nothing that tells the answer, nor that the item is a red line."""

    key: str
    type: str
    stem_html: str
    case_html: str
    choices: tuple[PaperChoice, ...]
    points: int


def public_view(question: Question, order: Sequence[str] = ()) -> PaperQuestion:
    """Return what may be sent to a browser; `order` are option keys as `option_order` gave them, else the author's.

    Key, weights, accepted numbers, reasons, feedback, sources and the red line stay behind, by leaving them out here
    and not by hiding them in a page. Raises ValueError where `order` does not hold each option once.
    """
    htmls = {choice.key: choice.html for choice in question.choices}
    keys = tuple(order) or tuple(htmls)
    if sorted(keys) != sorted(htmls):
        raise ValueError("the order must hold each option once")
    return PaperQuestion(
        key=question.key,
        type=question.type,
        stem_html=question.stem_html,
        case_html=question.case_html,
        choices=tuple(PaperChoice(key, htmls[key]) for key in keys),
        points=question.points,
    )


def to_record(question: Question) -> dict[str, Any]:
    """Return the question in the values that JSON knows; fractions are text (`"1/3"`), so nothing is rounded."""
    record = _plain(question)
    record["choices"] = [_plain(choice) for choice in question.choices]
    record["accepted"] = [_plain(accepted) for accepted in question.accepted]
    return record


def from_record(record: Mapping[str, Any]) -> Question:
    """Return the question that `to_record` wrote, equal in every field.

    Fields that a record of an earlier release lacks take their defaults. Raises ValueError for a field this release
    does not know: to read on would lose it.
    """
    values = _known(Question, record)
    values["choices"] = tuple(_choice(choice) for choice in record.get("choices", ()))
    values["accepted"] = tuple(_accepted(accepted) for accepted in record.get("accepted", ()))
    values["sources"] = tuple(record.get("sources", ()))
    return Question(**values)


def _choice(record: Mapping[str, Any]) -> Choice:
    values = _known(Choice, record)
    return Choice(**{**values, "weight": Fraction(values["weight"])})


def _accepted(record: Mapping[str, Any]) -> AcceptedNumber:
    values = _known(AcceptedNumber, record)
    exact: dict[str, Any] = {name: Fraction(values[name]) for name in ("low", "high", "weight") if name in values}
    return AcceptedNumber(**{**values, **exact})


def _plain(value: Question | Choice | AcceptedNumber) -> dict[str, Any]:
    return {field.name: _json_safe(getattr(value, field.name)) for field in fields(value)}


def _json_safe(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _known(kind: type[Question] | type[Choice] | type[AcceptedNumber], record: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(record) - {field.name for field in fields(kind)}
    if unknown:
        raise ValueError(f"this release does not know {', '.join(sorted(unknown))} of a {kind.__name__}")
    return dict(record)
