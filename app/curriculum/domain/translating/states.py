"""How far each text of a course is translated into each of its languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.curriculum.domain.course import TextStatus, TranslatedQuiz
from app.curriculum.domain.course_reading import read_draft
from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.lesson_file import LessonReading
from app.foundation.words import N_

MISSING, STALE, UNREVIEWED, PARTLY, DONE = "missing", "stale", "unreviewed", "partly", "done"
WORDS = {
    MISSING: N_("Not translated"),
    STALE: N_("Source has changed"),
    UNREVIEWED: N_("A machine's, not reviewed"),
    PARTLY: N_("Partly translated"),
    DONE: N_("Translated"),
}


@dataclass(frozen=True, slots=True)
class TextState:
    """A text and its state in each language; `path` is that of the source."""

    path: str
    title: str
    states: Mapping[str, str]

    def word(self, language: str) -> str:
        """Return the state in a language, in words."""
        return WORDS[self.states[language]]


def translation_states(files: Mapping[str, bytes]) -> tuple[TextState, ...]:
    """Return every text of the course that is translated, course.yml first; nothing where it has one language."""
    draft = read_draft(files, Findings(), "warning")
    if draft is None or draft.head is None:
        return ()
    languages = draft.head.languages[1:]
    return tuple(
        TextState(path, title, {language: _state(draft, path, identity, language) for language in languages})
        for path, title, identity in _texts(draft)
    )


def _texts(draft: Draft) -> Iterator[tuple[str, str, str]]:
    assert draft.head
    yield "course.yml", draft.head.title, ""
    for module in draft.head.modules:
        for reading in draft.modules.get(module.folder, []):
            one = reading.lesson if isinstance(reading, LessonReading) else reading.quiz
            yield one.path, one.title, one.id
    for bank in draft.banks:
        yield bank.bank.path, bank.bank.title, bank.bank.id


def _state(draft: Draft, path: str, identity: str, language: str) -> str:
    if path == "course.yml":
        head = draft.heads.get(language)
        return _of(head.status, whole=True) if head else MISSING
    for spoken, one in draft.translated:
        own = one.id if isinstance(one, TranslatedQuiz) else one.lesson.id
        if spoken == language and own == identity:
            whole = not isinstance(one, TranslatedQuiz) or len(one.words) >= _count(draft, identity)
            return _of(one.status, whole=whole)
    return MISSING


def _count(draft: Draft, identity: str) -> int:
    sets = [(quiz.quiz.id, quiz.set) for quiz in draft.quizzes()] + [(bank.bank.id, bank.set) for bank in draft.banks]
    return next((len(found.questions) for key, found in sets if key == identity), 0)


def _of(status: TextStatus, *, whole: bool) -> str:
    if status.stale:
        return STALE
    if not whole:
        return PARTLY
    return DONE if status.counts else UNREVIEWED
