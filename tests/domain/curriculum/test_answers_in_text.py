"""What stands in an answer's lines is what the question holds: signs, bounds, wildcards, pairs, order (T7, B1)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.assessment.domain.question import Question
from app.curriculum.domain.questions_text import read_questions


def read(answer: str, heading: str = "## Q? {#some-q}") -> Question:
    """Return the one question whose answer is given; it must be without findings."""
    questions, findings = read_questions(f"{heading}\n\n{answer}\n", "paste")
    assert [str(finding) for finding in findings] == []
    (question,) = questions
    return question


@pytest.mark.parametrize(
    ("answer", "low", "high"),
    [
        ("= -5", -5, -5),
        ("= -5 ± 1", -6, -4),
        ("= -5..-3", -5, -3),
        ("= +5", 5, 5),
        ("= 200 ± 10%", 180, 220),
        ("=42", 42, 42),
    ],
)
def test_a_number_keeps_its_sign_and_its_bounds(answer: str, low: int, high: int) -> None:
    (accepted,) = read(answer).accepted
    assert (accepted.low, accepted.high) == (Fraction(low), Fraction(high))
