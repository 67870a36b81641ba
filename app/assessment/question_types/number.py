"""A number, typed; each accepted range earns its share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.assessment.domain.number_text import canonical, read_number
from app.assessment.domain.options import within_bounds
from app.assessment.domain.problems import general_problems
from app.assessment.domain.question import AcceptedNumber, Question, Response
from app.assessment.domain.question_type import QuestionType, Sample
from app.assessment.domain.unreadable import NotANumber, refuse_unstorable

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


class Number:
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
        if not response:
            return Fraction(0)
        number = Fraction(response[0])
        return next(
            (within_bounds(one.weight) for one in question.accepted if one.low <= number <= one.high), Fraction(0)
        )

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return what must be mended: no accepted number, reversed bounds, weights not over 0 up to 1, no full mark."""
        accepted = question.accepted
        found = {
            "no-accepted-number": not accepted,
            "bounds-reversed": any(one.low > one.high for one in accepted),
            "weight-out-of-range": any(not 0 < one.weight <= 1 for one in accepted),
            "no-full-mark": bool(accepted) and all(one.weight < 1 for one in accepted),
            "options-not-used": bool(question.choices),
        }
        return tuple(general_problems(question) + [code for code, is_wrong in found.items() if is_wrong])

    def order_keys(self, question: Question) -> tuple[str, ...]:
        """Return nothing: there are no options."""
        return ()


TYPE: QuestionType = Number()
