"""Left sides, each with the one choice that belongs to it; choices may be left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from app.assessment.domain.explanation import ExplainedPart, Explanation
from app.assessment.domain.options import text_of_choice
from app.assessment.domain.problems import general_problems, option_problems, said
from app.assessment.domain.question import Choice, Pair, Question, Response
from app.assessment.domain.question_type import QuestionType, Sample
from app.assessment.domain.tokens import known_tokens, read_tokens
from app.assessment.domain.unreadable import TooManyOptions, UnknownOption
from app.assessment.domain.visible import NotAResponse, as_list, as_text, key_of

_LOGS = Question(
    key="who-holds",
    type="match",
    stem_html="<p>Match each log to who holds it.</p>",
    stem_text="Match each log to who holds it.",
    scoring="parts",
    choices=(
        Choice("k1", "Shop", "Shop", True, Fraction(0)),
        Choice("h7", "Issuer", "Issuer", True, Fraction(0)),
        Choice("a4", "Card brand", "Card brand", False, Fraction(0)),
    ),
    pairs=(
        Pair("1", "Terminal journal", "Terminal journal", "k1"),
        Pair("2", "Authorisation log", "Authorisation log", "h7"),
        Pair("3", "Till receipt", "Till receipt", "k1"),
    ),
)
_ALL_OR_NOTHING = replace(_LOGS, key="who-holds-exactly", scoring="exact")


class Match:
    """One select for each left side. Equal right sides are one choice, so neither can be the wrong one of two."""

    name = "match"
    template = "assessment/types/match.html"
    samples: tuple[Sample, ...] = (
        (_LOGS, ("1:k1", "2:h7", "3:k1"), Fraction(1)),
        (_LOGS, ("1:a4", "2:h7", "3:k1"), Fraction(2, 3)),
        (_LOGS, ("2:h7",), Fraction(1, 3)),
        (_LOGS, ("1:h7", "2:k1"), Fraction(0)),
        (_LOGS, (), Fraction(0)),
        (_ALL_OR_NOTHING, ("1:k1", "2:h7", "3:k1"), Fraction(1)),
        (_ALL_OR_NOTHING, ("1:k1", "2:h7"), Fraction(0)),
    )

    def clean(self, question: Question, raw: Sequence[str], decimal: str = ".") -> Response:
        """Return the tokens `pair:choice` in the order of the pairs; open ones are left out.

        Raises UnknownOption, TooManyOptions.
        """
        given = read_tokens(raw, [pair.key for pair in question.pairs], [choice.key for choice in question.choices])
        if any(len(choices) > 1 for choices in given.values()):
            raise TooManyOptions()
        return tuple(f"{pair.key}:{given[pair.key][0]}" for pair in question.pairs if pair.key in given)

    def readable_part(self, question: Question, raw: Sequence[str]) -> Response:
        """Return the pairs that can be read: one choice each."""
        known = known_tokens(raw, [pair.key for pair in question.pairs], [choice.key for choice in question.choices])
        counted = [token.partition(":")[0] for token in dict.fromkeys(known)]
        return self.clean(question, [token for token in known if counted.count(token.partition(":")[0]) == 1])

    def parts(self, question: Question) -> int:
        """Return the number of left sides."""
        return len(question.pairs)

    def mark(self, question: Question, response: Response) -> Fraction:
        """Return the share of left sides that have their choice; an open one earns 0; with `exact` all or nothing."""
        right = sum(f"{pair.key}:{pair.choice}" in response for pair in question.pairs)
        share = Fraction(right, len(question.pairs)) if question.pairs else Fraction(0)
        return share if question.scoring != "exact" or share == 1 else Fraction(0)

    def right_answer(self, question: Question) -> Response:
        """Return every left side with its choice."""
        return tuple(f"{pair.key}:{pair.choice}" for pair in question.pairs)

    def explain(self, question: Question, response: Response) -> Explanation:
        """Return each left side with what was chosen, what belongs to it, and why; then what is said of the choice."""
        given = dict(token.split(":") for token in response)
        reasons = {choice.key: choice.reason_html for choice in question.choices}
        return Explanation(
            parts=tuple(
                ExplainedPart(
                    label_html=pair.html,
                    given=text_of_choice(question.choices, given.get(pair.key, "")),
                    right=(text_of_choice(question.choices, pair.choice),),
                    earned=Fraction(given.get(pair.key) == pair.choice),
                    reason_html=pair.reason_html + reasons.get(given.get(pair.key, ""), ""),
                )
                for pair in question.pairs
            )
        )

    def from_visible(self, question: Question, given: object) -> Response:
        """Take a list of [left side, choice or null], both by their visible text."""
        keys = {" ".join(pair.text.split()): pair.key for pair in question.pairs}
        tokens = []
        for one in as_list(given, "a list of [left side, choice or null]"):
            if not isinstance(one, list) or len(one) != 2:
                raise NotAResponse(f"[left side, choice or null] is expected, not {one!r}")
            left = " ".join(as_text(one[0], "a left side").split())
            choice = key_of(one[1], question.choices)
            if left not in keys:
                raise UnknownOption()
            tokens.append(f"{keys[left]}:{choice}" if choice else "")
        return tuple(tokens)

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return what must be mended: fewer than two pairs or choices, doubled or empty sides, a choice missing."""
        choices = {choice.key for choice in question.choices}
        lefts = [pair.text.strip() or pair.html.strip() for pair in question.pairs]
        found = {
            "no-pairs": len(question.pairs) < 2,
            "same-pair-twice": len(set(lefts)) < len(lefts) or len({one.key for one in question.pairs}) < len(lefts),
            "pair-without-choice": any(not left for left in lefts)
            or any(pair.choice not in choices for pair in question.pairs),
        }
        general = general_problems(question, ("options", "pairs"), ("parts", "exact"))
        return tuple(general + option_problems(question.choices) + said(found.items()))

    def order_keys(self, question: Question, shuffle: bool = True) -> tuple[str, ...]:
        """Return all choices, always: in the author's order they stand beside their left sides."""
        return tuple(choice.key for choice in question.choices)


TYPE: QuestionType = Match()
