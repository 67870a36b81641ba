"""A text with gaps, each filled by a typed text, a number, or one of some options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from app.assessment.domain.explanation import ExplainedPart, Explanation
from app.assessment.domain.gap_answers import (
    best_for,
    clean_gap,
    gap_problems,
    mark_gap,
    reason_for,
    right_words,
    shown_entry,
)
from app.assessment.domain.problems import general_problems
from app.assessment.domain.question import AcceptedNumber, AcceptedText, Choice, Gap, Question, Response
from app.assessment.domain.question_type import QuestionType, Sample
from app.assessment.domain.unreadable import OtherGaps, UnreadableResponse, refuse_unstorable
from app.assessment.domain.visible import NotAResponse, as_list, as_text, key_of
from app.foundation.gaps import MARK

_SENTENCE = Question(
    key="gaps",
    type="gaps",
    stem_html="<p>Complete the sentence.</p>",
    stem_text="Complete the sentence.",
    scoring="parts",
    gaps_html=f"<p>The {MARK} can freeze the card; the {MARK} knows the shop. Keep logs {MARK} days.</p>",
    gaps=(
        Gap("1", "text", Fraction(2), texts=(AcceptedText(("issuer", "issuing bank")),)),
        Gap(
            "2",
            "choice",
            choices=(
                Choice("k1", "acquirer", "acquirer", True, Fraction(1)),
                Choice("h7", "cardholder", "cardholder", False, Fraction(0)),
            ),
        ),
        Gap("3", "number", numbers=(AcceptedNumber(Fraction(85), Fraction(95)),)),
    ),
)
_ALL_OR_NOTHING = replace(_SENTENCE, key="gaps-exactly", scoring="exact")


class Gaps:
    """A field in each gap. Each is read and marked for itself, by the rules of its own kind."""

    name = "gaps"
    template = "assessment/types/gaps.html"
    samples: tuple[Sample, ...] = (
        (_SENTENCE, ("Issuer", "k1", "90"), Fraction(1)),
        (_SENTENCE, ("issuer", "", "90"), Fraction(3, 4)),
        (_SENTENCE, ("", "k1", ""), Fraction(1, 4)),
        (_SENTENCE, ("shop", "h7", "9"), Fraction(0)),
        (_SENTENCE, (), Fraction(0)),
        (_ALL_OR_NOTHING, ("issuing bank", "k1", "95"), Fraction(1)),
        (_ALL_OR_NOTHING, ("issuing bank", "k1", "96"), Fraction(0)),
    )

    def clean(self, question: Question, raw: Sequence[str], decimal: str = ".") -> Response:
        """Return one value for each gap, empty where it is open: text as typed, number as stored, key of an option.

        Raises OtherGaps for another number of values, and what the gap's kind raises.
        """
        refuse_unstorable(raw)
        if not any(value.strip() for value in raw):
            return ()
        if len(raw) != len(question.gaps):
            raise OtherGaps()
        entries = tuple(
            clean_gap(gap, value, question.text_rules, decimal) for gap, value in zip(question.gaps, raw, strict=True)
        )
        return entries if any(entries) else ()

    def readable_part(self, question: Question, raw: Sequence[str]) -> Response:
        """Return the gaps that can be read; the others count as open."""
        if len(raw) != len(question.gaps):
            return ()
        entries = tuple(self._readable(question, gap, value) for gap, value in zip(question.gaps, raw, strict=True))
        return entries if any(entries) else ()

    @staticmethod
    def _readable(question: Question, gap: Gap, value: str) -> str:
        try:
            refuse_unstorable([value])
            return clean_gap(gap, value, question.text_rules)
        except UnreadableResponse:
            return ""

    def parts(self, question: Question) -> int:
        """Return the number of gaps."""
        return len(question.gaps)

    def mark(self, question: Question, response: Response) -> Fraction:
        """Return the gaps' marks by their weights; an open gap earns 0; with `exact` all or nothing."""
        entries = response or ("",) * len(question.gaps)
        total = sum((gap.weight for gap in question.gaps), Fraction(0))
        earned = sum(
            (
                gap.weight * mark_gap(gap, entry, question.text_rules)
                for gap, entry in zip(question.gaps, entries, strict=True)
            ),
            Fraction(0),
        )
        share = earned / total if total else Fraction(0)
        return share if question.scoring != "exact" or share == 1 else Fraction(0)

    def right_answer(self, question: Question) -> Response:
        """Return for each gap what earns the most."""
        entries = tuple(best_for(gap, question.text_rules) for gap in question.gaps)
        return entries if any(entries) else ()

    def explain(self, question: Question, response: Response) -> Explanation:
        """Return each gap with what was entered, what is right, and why."""
        entries = response or ("",) * len(question.gaps)
        return Explanation(
            parts=tuple(
                ExplainedPart(
                    label_html="",
                    given=shown_entry(gap, entry),
                    right=right_words(gap),
                    earned=mark_gap(gap, entry, question.text_rules),
                    reason_html=reason_for(gap, entry, question.text_rules),
                )
                for gap, entry in zip(question.gaps, entries, strict=True)
            )
        )

    def from_visible(self, question: Question, given: object) -> Response:
        """Take one entry for each gap: the text or number as typed, the visible text of an option, or null."""
        entries = as_list(given, "a list with one entry for each gap")
        if len(entries) != len(question.gaps):
            raise NotAResponse(f"one entry for each of {len(question.gaps)} gaps is expected, not {len(entries)}")
        return tuple(
            key_of(entry, gap.choices) if gap.kind == "choice" else as_text(entry)
            for gap, entry in zip(question.gaps, entries, strict=True)
        )

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return what must be mended: no gaps, gaps without a place in the text, a gap that nobody can fill rightly."""
        general = general_problems(question, ("gaps",), ("parts", "exact"))
        return tuple(general + gap_problems(question, question.gaps_html.count(MARK)))

    def order_keys(self, question: Question, shuffle: bool = True) -> tuple[str, ...]:
        """Return the options of all gaps unless the author or the quiz fixed their order."""
        return tuple(choice.key for choice in question.options) if shuffle and question.shuffle else ()


TYPE: QuestionType = Gaps()
