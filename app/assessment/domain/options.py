"""Reading, marking and explaining of chosen options, shared by every type that offers some."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from app.assessment.domain.explanation import ExplainedOption, Explanation
from app.assessment.domain.question import Choice, Question, Response
from app.assessment.domain.unreadable import TooManyOptions, UnknownOption, refuse_unstorable


def chosen_keys(question: Question, raw: Sequence[str]) -> Response:
    """Return the chosen option keys in the question's own order, each once; blanks are left out.

    Raises UnknownOption for a key that the question does not have.
    """
    refuse_unstorable(raw)
    chosen = {value for value in raw if value}
    known = tuple(choice.key for choice in question.choices)
    if not chosen <= set(known):
        raise UnknownOption()
    return tuple(key for key in known if key in chosen)


def one_chosen_key(question: Question, raw: Sequence[str]) -> Response:
    """Like `chosen_keys`, where the question takes one option. Raises TooManyOptions for more."""
    chosen = chosen_keys(question, raw)
    if len(chosen) > 1:
        raise TooManyOptions()
    return chosen


def mark_one(question: Question, response: Response) -> Fraction:
    """Return 1 for the right option and 0 for another; with `weights`, the option's own weight from 0 to 1."""
    for choice in question.choices:
        if (choice.key,) == response:
            return within_bounds(choice.weight) if question.scoring == "weights" else Fraction(choice.right)
    return Fraction(0)


def best_one(question: Question) -> Response:
    """Return the option that earns the most where one is chosen; `()` where none is right."""
    right = [choice for choice in question.choices if choice.right or question.scoring == "weights"]
    return (max(right, key=lambda choice: mark_one(question, (choice.key,))).key,) if right else ()


def within_bounds(share: Fraction) -> Fraction:
    """Return the share of the full mark, never under 0 and never over 1 (the floor rule of questions.md)."""
    return min(max(share, Fraction(0)), Fraction(1))


def shuffled_keys(question: Question) -> tuple[str, ...]:
    """Return the keys that may change places: all of them, or none where the author fixed the order."""
    return tuple(choice.key for choice in question.choices) if question.shuffle else ()


def explained_options(question: Question, response: Response) -> Explanation:
    """Return every option with whether it was chosen, whether it is right, and why."""
    return Explanation(
        options=tuple(
            ExplainedOption(choice.key, choice.html, choice.right, choice.key in response, choice.reason_html)
            for choice in question.choices
        )
    )


def text_of_choice(choices: Sequence[Choice], key: str) -> str:
    """Return the visible text of the option with this key; empty where there is none."""
    return next((choice.text for choice in choices if choice.key == key), "")
