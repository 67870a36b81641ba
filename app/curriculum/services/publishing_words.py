"""The translations of a version are frozen with it: the words of its items, and its outline in each language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.assessment.domain.item_words import ItemWords, in_words
from app.assessment.domain.question import Question
from app.assessment.services.freezing_words import Frozen, WordsToFreeze, freeze_words
from app.curriculum.domain.course import CourseSource, QuizSource, Translation
from app.curriculum.domain.quiz_rules import pool_of
from app.curriculum.outline_words import MISSING, PARTLY, UNREVIEWED, OutlineWords
from app.foundation.transaction import Unit


def freeze_course_words(unit: Unit, source: CourseSource, versions: Mapping[str, str]) -> Frozen:
    """Keep the words of every item that has been translated, by item key and language."""
    return freeze_words(
        unit,
        (
            WordsToFreeze(key, versions[key], translation.language, words, quiz.status.counts)
            for translation in source.translations
            for quiz in translation.quizzes.values()
            for key, words in quiz.words.items()
            if key in versions
        ),
    )


def questions_in(translation: Translation, questions: Mapping[str, Question]) -> dict[str, Question]:
    """Return the questions as they read in the language; those without words as they stand."""
    words: dict[str, ItemWords] = {}
    for quiz in translation.quizzes.values():
        words |= quiz.words
    return {key: in_words(one, words[key]) if key in words else one for key, one in questions.items()}


def outline_words(source: CourseSource, frozen: Frozen) -> dict[str, OutlineWords]:
    """Return language → what the outline says in it, for every language in which anything was translated."""
    there = (one for one in source.translations if one.head or one.lessons or one.quizzes)
    return {one.language: _words(source, one, frozen) for one in there}


def _words(source: CourseSource, translation: Translation, frozen: Frozen) -> OutlineWords:
    head = translation.head
    lessons = {key: one.lesson.title for key, one in translation.lessons.items()}
    quizzes = {key: one.title for key, one in translation.quizzes.items()}
    statuses = [lesson.status for lesson in translation.lessons.values()]
    statuses += [quiz.status for quiz in translation.quizzes.values()]
    locale = translation.language
    return OutlineWords(
        title=head.title if head else "",
        summary=head.summary if head else "",
        unreviewed=not all(status.counts for status in [*statuses, *([head.status] if head else [])]),
        outcomes=dict(head.outcomes) if head else {},
        modules=dict(head.modules) if head else {},
        activities={**lessons, **quizzes},
        states={key: state for key, state in _states(source, translation, frozen) if state},
        checks={
            key: frozen[key][locale]["id"]
            for module in source.modules
            for lesson in module.lessons
            for key in lesson.checks
            if locale in frozen.get(key, {})
        },
    )


def _states(source: CourseSource, translation: Translation, frozen: Frozen) -> Iterable[tuple[str, str]]:
    for module in source.modules:
        for lesson in module.lessons:
            there = translation.lessons.get(lesson.id)
            yield lesson.id, MISSING if there is None else "" if there.status.counts else UNREVIEWED
        for quiz in module.quizzes:
            yield quiz.id, _quiz_state(source, quiz, translation.language, frozen)


def _quiz_state(source: CourseSource, quiz: QuizSource, locale: str, frozen: Frozen) -> str:
    """An examination is asked in reviewed words alone, so that for it others are as good as none."""
    pool = [question.key for question in pool_of(source, quiz)]
    held = [frozen[key][locale] for key in pool if locale in frozen.get(key, {})]
    if any(not one["counts"] for one in held):
        return UNREVIEWED
    return MISSING if pool and not held else PARTLY if len(held) < len(pool) else ""
