"""A question with its key and reasons, as its author and its reviewer see it."""

from __future__ import annotations

from dataclasses import dataclass

from app.assessment.domain.explanation import Explanation
from app.assessment.domain.question import Question
from app.assessment.domain.reading import explanation


@dataclass(frozen=True, slots=True)
class KeyedQuestion:
    """A question and what an officer who answered nothing would be told about it: the whole key."""

    question: Question
    told: Explanation


def keyed(question: Question) -> KeyedQuestion:
    """Return the question with its key."""
    return KeyedQuestion(question, explanation(question, ()))
