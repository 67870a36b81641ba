"""What can be wrong with a question before anyone answers it: one code and one sentence for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from app.assessment.domain.question import AcceptedNumber, Choice, Question
from app.foundation.words import N_

PROBLEMS: dict[str, str] = {
    "no-question": N_("The question has no text."),
    "points-not-positive": N_("The points must be 1 or more."),
    "level-out-of-range": N_("The level must be 1, 2 or 3."),
    "unknown-scoring": N_("This type cannot be scored like that."),
    "no-options": N_("There are no options."),
    "one-option": N_("There is only one option; a question needs at least two."),
    "empty-option": N_("An option has no text."),
    "same-option-twice": N_("Two options read the same."),
    "same-option-key-twice": N_("Two options have the same key."),
    "no-right-option": N_("No option is marked as right."),
    "several-right-options": N_("Several options are marked as right; this type takes one."),
    "not-true-and-false": N_("The options must be true and false."),
    "weight-out-of-range": N_("A weight lies outside the range that this type allows."),
    "no-full-mark": N_("No answer earns the full mark."),
    "no-accepted-number": N_("There is no accepted number."),
    "bounds-reversed": N_("A range ends before it begins."),
    "no-accepted-text": N_("There is no accepted text."),
    "text-never-fits": N_("An accepted text can never be typed, or its pattern cannot be used."),
    "no-pairs": N_("There are fewer than two pairs."),
    "same-pair-twice": N_("Two left sides read the same or have the same key."),
    "pair-without-choice": N_("A left side has no text, or no right side."),
    "no-gaps": N_("There are no gaps."),
    "gaps-not-in-text": N_("The text does not have one place for each gap."),
    "gap-unanswerable": N_("A gap has no answer that earns its mark."),
    "options-not-used": N_("This type has no options, but options are given."),
    "numbers-not-used": N_("This type takes no number, but accepted numbers are given."),
    "texts-not-used": N_("This type takes no text, but accepted texts are given."),
    "pairs-not-used": N_("This type has no pairs, but pairs are given."),
    "gaps-not-used": N_("This type has no gaps, but gaps are given."),
}
"""Code → sentence. A type may only report codes that stand here."""


def general_problems(
    question: Question, uses: Sequence[str] = ("options",), scorings: Sequence[str] = ("exact", "weights")
) -> list[str]:
    """Return the codes of what is wrong in every type alike: text, points (1 or more), level (1 to 3), scoring.

    `uses` names what the type is answered by (options, numbers, texts, pairs, gaps); anything else given is wrong.
    """
    given = {
        "options": question.choices,
        "numbers": question.accepted,
        "texts": question.texts,
        "pairs": question.pairs,
        "gaps": question.gaps,
    }
    found = {
        "no-question": not (question.stem_text.strip() or question.stem_html.strip()),
        "points-not-positive": question.points < 1,
        "level-out-of-range": question.level is not None and question.level not in (1, 2, 3),
        "unknown-scoring": question.scoring not in scorings,
        **{f"{name}-not-used": bool(values) for name, values in given.items() if name not in uses},
    }
    return said(found.items())


def option_problems(choices: Sequence[Choice]) -> list[str]:
    """Return the codes of what is wrong with options as such, whatever the type does with them."""
    keys = [choice.key for choice in choices]
    shown = [choice.text.strip() or choice.html.strip() for choice in choices]
    filled = [text for text in shown if text]
    found = {
        "no-options": not keys,
        "one-option": len(keys) == 1,
        "empty-option": len(filled) < len(shown),
        "same-option-twice": len(set(filled)) < len(filled),
        "same-option-key-twice": len(set(keys)) < len(keys),
        "no-right-option": bool(keys) and not any(choice.right for choice in choices),
        "weight-out-of-range": any(not -1 <= choice.weight <= 1 for choice in choices),
    }
    return said(found.items())


def one_key_problems(question: Question) -> list[str]:
    """Return the codes of what is wrong where exactly one option belongs to the key (single, true or false)."""
    best = max((choice.weight for choice in question.choices), default=Fraction(1))
    found = {
        "several-right-options": sum(choice.right for choice in question.choices) > 1,
        "no-full-mark": question.scoring == "weights" and best < 1,
    }
    return said(found.items())


def number_problems(accepted: Sequence[AcceptedNumber]) -> list[str]:
    """Return the codes of what is wrong with accepted numbers: none, reversed bounds, weights, no full mark."""
    found = {
        "no-accepted-number": not accepted,
        "bounds-reversed": any(one.low > one.high for one in accepted),
        "weight-out-of-range": any(not 0 <= one.weight <= 1 for one in accepted),
        "no-full-mark": bool(accepted) and all(one.weight < 1 for one in accepted),
    }
    return said(found.items())


def said(found: Iterable[tuple[str, bool]]) -> list[str]:
    """Return the codes that hold."""
    return [code for code, is_wrong in found if is_wrong]
