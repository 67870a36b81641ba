"""What a question type must be able to do; one file of `question_types` does it for each type."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol, runtime_checkable

from app.assessment.domain.explanation import Explanation
from app.assessment.domain.question import Question, Response

Sample = tuple[Question, Response, Fraction]
"""A question, an answer to it, and the share of the full mark that it earns."""


@runtime_checkable
class QuestionType(Protocol):
    """One kind of question: how an answer is read, marked, shown, explained and checked."""

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
        """Return the answer as it is marked; `()` where nothing was entered. `decimal` is the page's decimal mark.

        Raises a subclass of UnreadableResponse for what cannot be an answer to this question.
        """

    def readable_part(self, question: Question, raw: Sequence[str]) -> Response:
        """Return what can be marked of an answer that `clean` refuses: one gap misread must not cost the others."""

    def parts(self, question: Question) -> int:
        """Return how many entries a complete answer has; 1 where the question is answered at once."""

    def mark(self, question: Question, response: Response) -> Fraction:
        """Return the share of the full mark, 0 to 1, of an answer that `clean` returned; `()` earns 0."""

    def right_answer(self, question: Question) -> Response:
        """Return an answer that earns the most this question gives; `()` where none can be told."""

    def explain(self, question: Question, response: Response) -> Explanation:
        """Return what the person is told about this answer, a clean one, when reasons may be shown."""

    def from_visible(self, question: Question, given: object) -> Response:
        """Return what `clean` takes for an answer by visible text (docs of `questions mark`): JSON values, null open.

        Raises NotAResponse where the value has another shape, UnknownOption where no option reads like that.
        """

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return the codes (keys of `problems.PROBLEMS`) of what must be mended before anyone is asked."""

    def order_keys(self, question: Question, shuffle: bool = True) -> tuple[str, ...]:
        """Return the keys of the options that may change places from paper to paper.

        Without `shuffle` those alone that must not stand in the author's order, because it is the key.
        """


class AnsweredAtOnce:
    """What the types share whose answer is one entry."""

    def readable_part(self, question: Question, raw: Sequence[str]) -> Response:
        """Return nothing: an answer of one entry is read whole or not at all."""
        return ()

    def parts(self, question: Question) -> int:
        """Return 1."""
        return 1
