"""Estimates how long a module takes, and compares with what its author states."""

from __future__ import annotations

from collections.abc import Sequence

from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.lesson_file import LessonReading
from app.curriculum.domain.quiz_file import MEASURES, QuizReading

WORDS_A_MINUTE = 180
MOST_WORDS = 1_600


def minutes_are_honest(draft: Draft, findings: Findings) -> None:
    """Stated minutes differ from reading and answering by a third at most; a module holds 1,600 words at most."""
    for lesson in draft.lessons():
        if lesson.lesson.minutes is not None:
            _compare(lesson.lesson.minutes, lesson_minutes(lesson), lesson.duration_place, findings)
    for module in draft.head.modules if draft.head else ():
        readings = draft.modules.get(module.folder, [])
        if not readings or module.folder in draft.unread:
            continue
        _compare(module.minutes, module_minutes(readings), module.place, findings)
        words = sum(one.lesson.words for one in readings if isinstance(one, LessonReading))
        if words > MOST_WORDS:
            findings.add("X15", module.place, words=f"{words:,}")


def course_minutes_add_up(draft: Draft, findings: Findings) -> None:
    """The duration of the course is that of its modules, within a third."""
    head = draft.head
    if head is not None and head.duration_minutes is not None and head.modules:
        total = sum(module.minutes for module in head.modules)
        _compare(head.duration_minutes, float(total), head.duration_place, findings)


def lesson_minutes(lesson: LessonReading) -> float:
    """Reading at 180 words a minute, a minute for each embedded question, and its videos."""
    return lesson.lesson.words / WORDS_A_MINUTE + len(lesson.checks) + lesson.video_minutes


def module_minutes(readings: Sequence[LessonReading | QuizReading]) -> float:
    """Its lessons and the quizzes that the course asks.

    A quiz takes its time limit, else a minute for each item not met in a lesson.
    """
    lessons = [one for one in readings if isinstance(one, LessonReading)]
    met = {check.ref for lesson in lessons for check in lesson.checks}
    quizzes = (_quiz_minutes(one, met) for one in readings if isinstance(one, QuizReading) and _is_asked(one))
    return sum(map(lesson_minutes, lessons)) + sum(quizzes)


def _is_asked(quiz: QuizReading) -> bool:
    """Whether the course itself asks it: not what measures, nor what only a scheme asks."""
    return not quiz.quiz.apart and quiz.quiz.kind not in MEASURES


def _quiz_minutes(quiz: QuizReading, met: set[str]) -> int:
    if quiz.quiz.time is not None:
        return quiz.quiz.time
    return sum(placed.key not in met for placed in quiz.set.placed) + quiz.quiz.blueprint.size


def _compare(stated: int, found: float, place: Place, findings: Findings) -> None:
    if 3 * abs(stated - found) > found and abs(stated - found) >= 1:
        findings.add("X14", place, stated=stated, found=max(round(found), 1))
