"""The question types of the house, by name, read once from the folder `question_types`."""

from __future__ import annotations

from app.assessment.domain.question_type import QuestionType
from app.foundation.errors import Refusal
from app.foundation.registry import one_per_file
from app.foundation.words import N_


class UnknownQuestionType(Refusal):
    """A question names a type that no file of `question_types` offers."""

    code = "unknown_question_type"
    message = N_("This installation does not know the question type “%(type)s”.")
    status = 422


def _checked(offered: dict[str, object]) -> dict[str, QuestionType]:
    kept: dict[str, QuestionType] = {}
    for name, one in offered.items():
        if not isinstance(one, QuestionType):
            raise TypeError(f"the question type {name!r} lacks a part of QuestionType")
        kept[name] = one
    return kept


TYPES: dict[str, QuestionType] = _checked(one_per_file("app.assessment.question_types"))


def type_named(name: str) -> QuestionType:
    """Return the question type of that name. Raises UnknownQuestionType."""
    if name not in TYPES:
        raise UnknownQuestionType(type=name)
    return TYPES[name]
