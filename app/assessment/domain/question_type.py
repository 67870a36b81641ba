"""What a question type must be able to do; one file of `question_types` does it for each type."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol, runtime_checkable

from app.assessment.domain.question import Question, Response

Sample = tuple[Question, Response, Fraction]
"""A question, an answer to it, and the share of the full mark that it earns."""


@runtime_checkable
class QuestionType(Protocol):
    """One kind of question: how an answer is read, marked, shown and checked."""

    @property
    def name(self) -> str:
        """The type's name in the course format and in `Question.type`."""

    @property
    def template(self) -> str:
        """The template that asks the question, below the templates folder of the part."""

    @property
    def samples(self) -> tuple[Sample, ...]:
        """Questions with answers and marks, which the contract tests hold the type to."""

    def clean(self, question: Question, raw: Sequence[str], decimal: str = ".") -> Response:
        """Return the answer as it is stored; `()` where nothing was entered. `decimal` is the page's decimal mark.

        Raises a subclass of UnreadableResponse for what cannot be an answer to this question.
        """

    def mark(self, question: Question, response: Response) -> Fraction:
        """Return the share of the full mark, 0 to 1, of an answer that `clean` returned; `()` earns 0."""

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return the codes (keys of `problems.PROBLEMS`) of what must be mended before anyone is asked."""

    def order_keys(self, question: Question) -> tuple[str, ...]:
        """Return the keys of the options that may change places from paper to paper."""
