"""The questions of an attempt: as they are marked, and as they read in a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from app.assessment.domain.item_words import ItemWords, accepting, in_words
from app.assessment.domain.question import Question
from app.assessment.queries import FormEntry, questions_by_version
from app.assessment.words_queries import words_by_id

_TYPED = ("text", "gaps")


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question in the language in which it can be shown; `locale` is empty where that is the source language."""

    question: Question
    locale: str


def marked_questions(connection: sa.Connection, form: Iterable[FormEntry]) -> dict[str, Question]:
    """Return item version id → question as it is marked, whatever language it was read in.

    Texts that its translations accept count too: those that the form was frozen with, all of them, in any language.
    """
    shown = shown_questions(connection, form, "")
    return {version_id: one.question for version_id, one in shown.items()}


def shown_questions(connection: sa.Connection, form: Iterable[FormEntry], locale: str) -> dict[str, ShownQuestion]:
    """Return item version id → question in a language, marked as in every other; in the source's where it has no words.

    An examination's form holds the words that may be asked in an examination and no others.
    """
    entries = list(form)
    questions = questions_by_version(connection, [entry.version_id for entry in entries])
    wanted = {
        words_id
        for entry in entries
        for language, words_id in entry.words.items()
        if language == locale or questions[entry.version_id].type in _TYPED
    }
    words = words_by_id(connection, wanted) if wanted else {}
    return {entry.version_id: _shown(questions[entry.version_id], entry.words, words, locale) for entry in entries}


def _shown(
    question: Question, own: Mapping[str, str], words: Mapping[str, ItemWords], locale: str
) -> ShownQuestion:  # fmt: skip
    known = words.get(own.get(locale, ""))
    added = [words[one] for _, one in sorted(own.items()) if one in words] if question.type in _TYPED else []
    return ShownQuestion(accepting(in_words(question, known) if known else question, added), locale if known else "")
