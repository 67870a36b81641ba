"""A number, typed; each accepted range earns its share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.assessment.domain.explanation import Explanation
from app.assessment.domain.number_text import canonical, read_number
from app.assessment.domain.problems import general_problems, number_problems
from app.assessment.domain.question import AcceptedNumber, Question, Response
from app.assessment.domain.question_type import AnsweredAtOnce, QuestionType, Sample
from app.assessment.domain.typed_answers import best_number, explained_numbers, first_range
from app.assessment.domain.unreadable import NotANumber, refuse_unstorable
from app.assessment.domain.visible import as_text

_DAYS = Question(
    key="log-days",
    type="number",
    stem_html="<p>For how many days are the logs kept?</p>",
    stem_text="For how many days are the logs kept?",
    accepted=(
        AcceptedNumber(Fraction(90), Fraction(90)),
        AcceptedNumber(Fraction(85), Fraction(95), Fraction(1, 2)),
    ),
)
_TENTH = Question(
    key="a-tenth",
    type="number",
    stem_html="<p>One tenth and two tenths?</p>",
    stem_text="One tenth and two tenths?",
    accepted=(AcceptedNumber(Fraction(3, 10), Fraction(3, 10)),),
)


class Number(AnsweredAtOnce):
    """A text field for a number. Numbers are exact fractions from the key to the mark; no float is ever made."""

    name = "number"
    template = "assessment/types/number.html"
    samples: tuple[Sample, ...] = (
        (_DAYS, ("90",), Fraction(1)),
        (_DAYS, ("85",), Fraction(1, 2)),
        (_DAYS, ("95",), Fraction(1, 2)),
        (_DAYS, ("95.01",), Fraction(0)),
        (_DAYS, (), Fraction(0)),
        (_TENTH, ("0.3",), Fraction(1)),
        (_TENTH, ("0.30000000000000004",), Fraction(0)),
    )

    def clean(self, question: Question, raw: Sequence[str], decimal: str = ".") -> Response:
        """Return the number in canonical notation (`("1.5",)`), or `()`. Raises what `read_number` raises."""
        refuse_unstorable(raw)
        typed = [value for value in raw if value.strip()]
        if not typed:
            return ()
        if len(typed) > 1:
            raise NotANumber(typed=" ".join(typed), example=f"1{decimal}5")
        return (canonical(read_number(typed[0], decimal)),)

    def mark(self, question: Question, response: Response) -> Fraction:
        """Return the weight of the first accepted range that holds the number, bounds included; 0 otherwise."""
        found = first_range(response[0], question.accepted) if response else None
        return found.weight if found else Fraction(0)

    def right_answer(self, question: Question) -> Response:
        """Return a number that earns the most."""
        best = best_number(question.accepted)
        return (best,) if best else ()

    def explain(self, question: Question, response: Response) -> Explanation:
        """Return the accepted ranges with their reasons."""
        given = "".join(response)
        return Explanation(given=given, answers=explained_numbers(question.accepted, given))

    def from_visible(self, question: Question, given: object) -> Response:
        """Take the number as it is typed."""
        return (as_text(given),)

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return what must be mended: no accepted number, reversed bounds, weights outside 0 to 1, no full mark."""
        return tuple(general_problems(question, uses=("numbers",)) + number_problems(question.accepted))

    def order_keys(self, question: Question, shuffle: bool = True) -> tuple[str, ...]:
        """Return nothing: there are no options."""
        return ()


TYPE: QuestionType = Number()
