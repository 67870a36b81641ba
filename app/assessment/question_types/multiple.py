"""Several options may be right; tick all that apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from app.assessment.domain.explanation import Explanation
from app.assessment.domain.options import chosen_keys, explained_options, shuffled_keys, within_bounds
from app.assessment.domain.problems import general_problems, option_problems
from app.assessment.domain.question import Choice, Question, Response
from app.assessment.domain.question_type import AnsweredAtOnce, QuestionType, Sample
from app.assessment.domain.visible import as_list, key_of

_EXACT = Question(
    key="report-data",
    type="multiple",
    stem_html="<p>Which of these may go in your report?</p>",
    stem_text="Which of these may go in your report?",
    choices=(
        Choice("a", "First six and last four digits", "First six and last four digits", True, Fraction(3, 5)),
        Choice("b", "Date, time and amount", "Date, time and amount", True, Fraction(2, 5)),
        Choice("c", "The security code", "The security code", False, Fraction(-3, 10)),
        Choice("d", "The full number", "The full number", False, Fraction(-1)),
    ),
)
_WEIGHTED = replace(_EXACT, key="report-data-weighted", scoring="weights")


class Multiple(AnsweredAtOnce):
    """Tick boxes: all or nothing, or with `weights` the sum of the ticked options, held between 0 and 1."""

    name = "multiple"
    template = "assessment/types/multiple.html"
    samples: tuple[Sample, ...] = (
        (_EXACT, ("a", "b"), Fraction(1)),
        (_EXACT, ("a",), Fraction(0)),
        (_EXACT, ("a", "b", "c"), Fraction(0)),
        (_EXACT, (), Fraction(0)),
        (_WEIGHTED, ("a", "b"), Fraction(1)),
        (_WEIGHTED, ("a",), Fraction(3, 5)),
        (_WEIGHTED, ("a", "b", "c"), Fraction(7, 10)),
        (_WEIGHTED, ("c", "d"), Fraction(0)),
        (_WEIGHTED, (), Fraction(0)),
    )

    def clean(self, question: Question, raw: Sequence[str], decimal: str = ".") -> Response:
        """Return the ticked keys in the question's own order, or `()`. Raises UnknownOption."""
        return chosen_keys(question, raw)

    def mark(self, question: Question, response: Response) -> Fraction:
        """Return 1 for exactly the key and 0 otherwise; with `weights` the sum, never under 0 or over 1."""
        if not response:
            return Fraction(0)
        if question.scoring == "weights":
            return within_bounds(sum((c.weight for c in question.choices if c.key in response), Fraction(0)))
        return Fraction({choice.key for choice in question.choices if choice.right} == set(response))

    def right_answer(self, question: Question) -> Response:
        """Return the key; with `weights` every option that adds to the mark."""
        weighted = question.scoring == "weights"
        return tuple(one.key for one in question.choices if (one.weight > 0 if weighted else one.right))

    def explain(self, question: Question, response: Response) -> Explanation:
        """Return every option with its reason."""
        return explained_options(question, response)

    def from_visible(self, question: Question, given: object) -> Response:
        """Take the visible texts of the ticked options."""
        return tuple(key_of(one, question.choices) for one in as_list(given))

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return what must be mended: fewer than two options, none right, weights that never reach the full mark."""
        found = general_problems(question) + option_problems(question.choices)
        best = sum((choice.weight for choice in question.choices if choice.weight > 0), Fraction(0))
        if question.choices and question.scoring == "weights" and best < 1:
            found.append("no-full-mark")
        return tuple(found)

    def order_keys(self, question: Question, shuffle: bool = True) -> tuple[str, ...]:
        """Return all option keys unless the author or the quiz fixed the order."""
        return shuffled_keys(question) if shuffle else ()


TYPE: QuestionType = Multiple()
