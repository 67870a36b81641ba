"""Steps to be put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from app.assessment.domain.explanation import ExplainedPart, Explanation
from app.assessment.domain.problems import general_problems, option_problems
from app.assessment.domain.question import Choice, Question, Response
from app.assessment.domain.question_type import QuestionType, Sample
from app.assessment.domain.tokens import known_tokens, read_tokens
from app.assessment.domain.unreadable import PlaceTwice
from app.assessment.domain.visible import as_list, key_of

_STEPS = Question(
    key="scene",
    type="order",
    stem_html="<p>Put the steps in order.</p>",
    stem_text="Put the steps in order.",
    choices=(
        Choice("t3", "Photograph in place", "Photograph in place", True, Fraction(0)),
        Choice("c9", "Isolate from people", "Isolate from people", True, Fraction(0)),
        Choice("x1", "Bag and seal", "Bag and seal", True, Fraction(0)),
        Choice("b5", "Sign the log", "Sign the log", True, Fraction(0)),
    ),
)
_PLACES = replace(_STEPS, key="scene-places", scoring="position")
_NEIGHBOURS = replace(_STEPS, key="scene-neighbours", scoring="neighbours")


class Order:
    """A list moved by buttons, or without scripts a box for the place of each step. Nothing needs dragging."""

    name = "order"
    template = "assessment/types/order.html"
    samples: tuple[Sample, ...] = (
        (_STEPS, ("t3:1", "c9:2", "x1:3", "b5:4"), Fraction(1)),
        (_STEPS, ("t3:1", "c9:2", "b5:3", "x1:4"), Fraction(0)),
        (_STEPS, ("t3:1", "c9:2", "x1:3"), Fraction(0)),
        (_STEPS, (), Fraction(0)),
        (_PLACES, ("t3:1", "c9:2", "b5:3", "x1:4"), Fraction(1, 2)),
        (_PLACES, ("x1:3",), Fraction(1, 4)),
        (_NEIGHBOURS, ("b5:1", "t3:2", "c9:3", "x1:4"), Fraction(2, 3)),
        (_NEIGHBOURS, ("t3:1", "c9:3", "x1:4"), Fraction(1, 3)),
        (_NEIGHBOURS, ("b5:1", "x1:2", "c9:3", "t3:4"), Fraction(0)),
    )

    def clean(self, question: Question, raw: Sequence[str], decimal: str = ".") -> Response:
        """Return the tokens `option:place` by place, counted from 1; steps without a place are left out.

        Raises UnknownOption, and PlaceTwice where two steps share a place or one step has two.
        """
        given = read_tokens(raw, [choice.key for choice in question.choices], _places(question))
        tokens = [(key, place) for key, places in given.items() for place in places]
        taken = [place for _, place in tokens]
        for key, place in tokens:
            if taken.count(place) > 1 or len(given[key]) > 1:
                raise PlaceTwice(place=place)
        return tuple(f"{key}:{place}" for key, place in sorted(tokens, key=lambda token: int(token[1])))

    def readable_part(self, question: Question, raw: Sequence[str]) -> Response:
        """Return the steps whose place can be told."""
        known = list(dict.fromkeys(known_tokens(raw, [one.key for one in question.choices], _places(question))))
        keys, places = zip(*(token.split(":") for token in known), strict=True) if known else ((), ())
        alone = [
            token
            for token, key, place in zip(known, keys, places, strict=True)
            if keys.count(key) == 1 and places.count(place) == 1
        ]
        return self.clean(question, alone)

    def parts(self, question: Question) -> int:
        """Return the number of steps."""
        return len(question.choices)

    def mark(self, question: Question, response: Response) -> Fraction:
        """Return 1 for the right order, else 0; with `position` the share of steps in their place.

        With `neighbours` the share of pairs, of a step and the next in the right order, that stand side by side so.
        """
        places = _by_key(response)
        keys = [choice.key for choice in question.choices]
        right = sum(places.get(key) == place for place, key in enumerate(keys, 1))
        if question.scoring == "position":
            return Fraction(right, len(keys)) if keys else Fraction(0)
        if question.scoring == "neighbours":
            followed = [
                key in places and places.get(after) == places[key] + 1
                for key, after in zip(keys, keys[1:], strict=False)
            ]
            return Fraction(sum(followed), len(followed)) if followed else Fraction(0)
        return Fraction(bool(keys) and right == len(keys))

    def right_answer(self, question: Question) -> Response:
        """Return every step in its place."""
        return tuple(f"{choice.key}:{place}" for place, choice in enumerate(question.choices, 1))

    def explain(self, question: Question, response: Response) -> Explanation:
        """Return the steps in the right order, each with the place it was given."""
        places = _by_key(response)
        return Explanation(
            parts=tuple(
                ExplainedPart(
                    label_html=choice.html,
                    given=str(places.get(choice.key, "")),
                    right=(str(place),),
                    earned=Fraction(places.get(choice.key) == place),
                    reason_html=choice.reason_html,
                )
                for place, choice in enumerate(question.choices, 1)
            )
        )

    def from_visible(self, question: Question, given: object) -> Response:
        """Take the visible texts of the steps in the order given."""
        keys = [key_of(one, question.choices) for one in as_list(given)]
        return tuple(f"{key}:{place}" if key else "" for place, key in enumerate(keys, 1))

    def problems(self, question: Question) -> tuple[str, ...]:
        """Return what must be mended: fewer than two steps, an empty one, two that read the same."""
        scorings = ("exact", "position", "neighbours")
        return tuple(general_problems(question, scorings=scorings) + option_problems(question.choices))

    def order_keys(self, question: Question, shuffle: bool = True) -> tuple[str, ...]:
        """Return all steps, always: the author's order is the key."""
        return tuple(choice.key for choice in question.choices)


def _places(question: Question) -> list[str]:
    return [str(place) for place in range(1, len(question.choices) + 1)]


def _by_key(response: Response) -> Mapping[str, int]:
    return {key: int(place) for key, place in (token.split(":") for token in response)}


TYPE: QuestionType = Order()
