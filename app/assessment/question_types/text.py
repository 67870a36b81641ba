"""A word, a name, a time of day or a date, typed; each accepted text earns its share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from app.assessment.domain.explanation import Explanation
from app.assessment.domain.problems import general_problems
from app.assessment.domain.question import AcceptedText, Question, Response, TextRules
from app.assessment.domain.question_type import AnsweredAtOnce, QuestionType, Sample
from app.assessment.domain.typed_answers import best_text, clean_text, explained_texts, text_problems
from app.assessment.domain.typed_text import first_fitting
from app.assessment.domain.unreadable import TooManyAnswers, refuse_unstorable
from app.assessment.domain.visible import as_text

_LUHN = Question(
    key="luhn-name",
    type="text",
    stem_html="<p>Name the check-digit algorithm.</p>",
    stem_text="Name the check-digit algorithm.",
    texts=(
        AcceptedText(("Luhn", "Luhn algorithm", "mod 10")),
        AcceptedText(("checksum*",), Fraction(1, 2)),
        AcceptedText(("parity",), Fraction(0)),
    ),
)
_READER = replace(
    _LUHN,
    key="dump",
    texts=(AcceptedText((r"^(msr|mag(netic)?[ -]?stripe)[ -]?reader$",), expression=True, any_case=True),),
)
_CAFE = replace(_LUHN, key="cafe", texts=(AcceptedText(("Café *",)),), text_rules=TextRules(capitals=True))
_CLOCK = replace(_LUHN, key="clock", texts=(AcceptedText(("20:58:30",)),), text_rules=TextRules("time"))


class Text(AnsweredAtOnce):
    """A text field. The first accepted text that fits counts; what must be typed exactly is the author's to say."""

    name = "text"
    template = "assessment/types/text.html"
    samples: tuple[Sample, ...] = (
        (_LUHN, ("luhn  ALGORITHM",), Fraction(1)),
        (_LUHN, ("checksums of a card",), Fraction(1, 2)),
        (_LUHN, ("parity",), Fraction(0)),
        (_LUHN, (), Fraction(0)),
        (_READER, ("Magnetic-stripe reader",), Fraction(1)),
        (_READER, ("stripe reader",), Fraction(0)),
        (_CAFE, ("Café noir",), Fraction(1)),
        (_CAFE, ("café noir",), Fraction(0)),
        (_CLOCK, ("20:58:30",), Fraction(1)),
        (_CLOCK, ("08:58:30",), Fraction(0)),
    )

    def clean(self, question: Question, raw: Sequence[str], decimal: str = ".") -> Response:
        """Return the text as typed without outer white space, a time or date in its one notation, or `()`.

        Raises TooManyAnswers, NotATime, NotADate, AmbiguousDate.
        """
        refuse_unstorable(raw)
        typed = [text for text in (clean_text(value, question.text_rules) for value in raw) if text]
        if len(typed) > 1:
            raise TooManyAnswers()
        return tuple(typed)

    def mark(self, question: Question, response: Response) -> Fraction:
        """Return the weight of the first accepted text that fits; 0 where none does."""
        found = first_fitting(response[0], question.texts, question.text_rules) if response else None
        return found.weight if found else Fraction(0)

    def right_answer(self, question: Question) -> Response:
        """Return a text that earns the most; a pattern gives the shortest that fits it."""
        best = best_text(question.texts, question.text_rules)
        return (best,) if best else ()

    def explain(self, question: Question, response: Response) -> Explanation:
        """Return the accepted texts with their reasons."""
        given = "".join(response)
        return Explanation(given=given, answers=explained_texts(question.texts, given, question.text_rules))

    def from_visible(self, question: Question, given: object) -> Response:
        """Take the text as it is typed."""
        return (as_text(given),)

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return what must be mended: no accepted text, one that nobody can type, weights, no full mark."""
        found = general_problems(question, uses=("texts",))
        return tuple(found + text_problems(question.texts, question.text_rules))

    def order_keys(self, question: Question, shuffle: bool = True) -> tuple[str, ...]:
        """Return nothing: there are no options."""
        return ()


TYPE: QuestionType = Text()
