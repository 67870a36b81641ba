"""A statement that is true or false."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from app.assessment.domain.explanation import Explanation
from app.assessment.domain.options import best_one, explained_options, mark_one, one_chosen_key
from app.assessment.domain.problems import general_problems, one_key_problems, option_problems
from app.assessment.domain.question import Choice, Question, Response
from app.assessment.domain.question_type import AnsweredAtOnce, QuestionType, Sample
from app.assessment.domain.visible import NotAResponse

_FALSE = Question(
    key="deep",
    type="truefalse",
    stem_html="<p>A deep-insert skimmer is visible from outside.</p>",
    stem_text="A deep-insert skimmer is visible from outside.",
    choices=(
        Choice("true", "True", "True", False, Fraction(0)),
        Choice("false", "False", "False", True, Fraction(1)),
    ),
)
_WEIGHTED = replace(
    _FALSE,
    key="deep-weighted",
    scoring="weights",
    choices=(replace(_FALSE.choices[0], weight=Fraction(-1)), _FALSE.choices[1]),
)


class TrueFalse(AnsweredAtOnce):
    """Two radio buttons, always in the order true, false: people read the pair as one sign."""

    name = "truefalse"
    template = "assessment/types/truefalse.html"
    samples: tuple[Sample, ...] = (
        (_FALSE, ("false",), Fraction(1)),
        (_FALSE, ("true",), Fraction(0)),
        (_FALSE, (), Fraction(0)),
        (_WEIGHTED, ("false",), Fraction(1)),
        (_WEIGHTED, ("true",), Fraction(0)),
    )

    def clean(self, question: Question, raw: Sequence[str], decimal: str = ".") -> Response:
        """Return `("true",)`, `("false",)` or `()`. Raises UnknownOption, TooManyOptions."""
        return one_chosen_key(question, raw)

    def mark(self, question: Question, response: Response) -> Fraction:
        """Return 1 for the key, 0 otherwise."""
        return mark_one(question, response)

    def right_answer(self, question: Question) -> Response:
        """Return the key."""
        return best_one(question)

    def explain(self, question: Question, response: Response) -> Explanation:
        """Return both with their reasons."""
        return explained_options(question, response)

    def from_visible(self, question: Question, given: object) -> Response:
        """Take true, false or null."""
        if given is None:
            return ()
        if not isinstance(given, bool):
            raise NotAResponse(f"true, false or null is expected, not {given!r}")
        return ("true" if given else "false",)

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return what must be mended: other options than true and false, none right, both right."""
        found = general_problems(question) + option_problems(question.choices) + one_key_problems(question)
        if {choice.key for choice in question.choices} != {"true", "false"} or len(question.choices) != 2:
            found.append("not-true-and-false")
        return tuple(found)

    def order_keys(self, question: Question, shuffle: bool = True) -> tuple[str, ...]:
        """Return nothing: true and false never change places."""
        return ()


TYPE: QuestionType = TrueFalse()
