"""A check question inside a lesson: answered by a plain address, explained at once, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.assessment.domain.explanation import Explanation
from app.assessment.domain.question import Question, Response
from app.assessment.domain.reading import explanation, readable, why_unreadable
from app.assessment.papers import shown_questions
from app.assessment.queries import FormEntry
from app.foundation.errors import Refusal
from app.learning.places import Place
from app.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Feedback:
    """What to say under a check question that was answered."""

    key: str
    question: Question
    sent: tuple[str, ...]
    answer: Response
    problem: Refusal | None
    explanation: Explanation


def feedback_on(visit: Visit, place: Place, key: str, raw: Sequence[str]) -> Feedback | None:
    """Return the feedback on a check question of this version, or None where it has no such question."""
    version_id = place.outline.checks.get(key)
    if version_id is None:
        return None
    translations = place.outline.translations
    words = {locale: one.checks[key] for locale, one in translations.items() if key in one.checks}
    entry = FormEntry(key, version_id, (), words)
    question = shown_questions(visit.read, [entry], place.outline.read_in)[version_id].question
    sent = tuple(raw)
    problem = why_unreadable(question, sent)
    return Feedback(key, question, sent, readable(question, sent), problem, explanation(question, sent))
