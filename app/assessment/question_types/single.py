"""One right option among several."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.assessment.domain.explanation import Explanation
from app.assessment.domain.options import best_one, explained_options, mark_one, one_chosen_key, shuffled_keys
from app.assessment.domain.problems import general_problems, one_key_problems, option_problems
from app.assessment.domain.question import Choice, Question, Response
from app.assessment.domain.question_type import AnsweredAtOnce, QuestionType, Sample
from app.assessment.domain.visible import key_of

_EXACT = Question(
    key="shimmer",
    type="single",
    stem_html="<p>Where is a shimmer placed?</p>",
    stem_text="Where is a shimmer placed?",
    choices=(
        Choice("a", "Inside the chip slot", "Inside the chip slot", True, Fraction(1)),
        Choice("b", "Over the keypad", "Over the keypad", False, Fraction(0)),
        Choice("c", "Behind the screen", "Behind the screen", False, Fraction(0)),
    ),
)
_WEIGHTED = Question(
    key="first-call",
    type="single",
    stem_html="<p>Whom do you call first?</p>",
    stem_text="Whom do you call first?",
    scoring="weights",
    choices=(
        Choice("a", "The issuing bank", "The issuing bank", True, Fraction(1)),
        Choice("b", "The shop", "The shop", False, Fraction(1, 3)),
        Choice("c", "The press", "The press", False, Fraction(-1, 2)),
    ),
)


class Single(AnsweredAtOnce):
    """Radio buttons: right or wrong, or with `weights` the chosen option's own share."""

    name = "single"
    template = "assessment/types/single.html"
    samples: tuple[Sample, ...] = (
        (_EXACT, ("a",), Fraction(1)),
        (_EXACT, ("b",), Fraction(0)),
        (_EXACT, (), Fraction(0)),
        (_WEIGHTED, ("a",), Fraction(1)),
        (_WEIGHTED, ("b",), Fraction(1, 3)),
        (_WEIGHTED, ("c",), Fraction(0)),
    )

    def clean(self, question: Question, raw: Sequence[str], decimal: str = ".") -> Response:
        """Return the one chosen key, or `()`. Raises UnknownOption, TooManyOptions."""
        return one_chosen_key(question, raw)

    def mark(self, question: Question, response: Response) -> Fraction:
        """Return 1 for the key, 0 otherwise; with `weights` the option's weight, never under 0."""
        return mark_one(question, response)

    def right_answer(self, question: Question) -> Response:
        """Return the key; with `weights` the option that earns the most."""
        return best_one(question)

    def explain(self, question: Question, response: Response) -> Explanation:
        """Return every option with its reason."""
        return explained_options(question, response)

    def from_visible(self, question: Question, given: object) -> Response:
        """Take the visible text of the option, or null."""
        return (key_of(given, question.choices),)

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return what must be mended: fewer than two options, no right one, two right ones, no full mark."""
        return tuple(general_problems(question) + option_problems(question.choices) + one_key_problems(question))

    def order_keys(self, question: Question, shuffle: bool = True) -> tuple[str, ...]:
        """Return all option keys unless the author or the quiz fixed the order."""
        return shuffled_keys(question) if shuffle else ()


TYPE: QuestionType = Single()
