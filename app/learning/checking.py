"""A check question inside a lesson: answered by a plain address, explained at once, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.assessment.domain.explanation import Explanation
from app.assessment.domain.question import Question, Response
from app.assessment.domain.reading import explanation, readable, why_unreadable
from app.assessment.queries import questions_by_version
from app.foundation.errors import Refusal
from app.learning.places import Place
from app.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Feedback:
    """What to say under a check question that was answered."""

    key: str
    question: Question
    answer: Response
    problem: Refusal | None
    explanation: Explanation


def feedback_on(visit: Visit, place: Place, key: str, raw: Sequence[str]) -> Feedback | None:
    """Return the feedback on a check question of this version, or None where it has no such question."""
    version_id = place.outline.checks.get(key)
    if version_id is None:
        return None
    question = questions_by_version(visit.read, [version_id])[version_id]
    sent = tuple(raw)
    problem = why_unreadable(question, sent)
    return Feedback(key, question, readable(question, sent), problem, explanation(question, sent))
