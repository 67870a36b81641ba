"""A quiz as assessment runs it: its rules and the pool that its forms are drawn from."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from app.assessment.domain.attempt_rules import Kind, QuizRules
from app.assessment.domain.question import Question
from app.curriculum.domain.course import CourseSource, QuizSource


def rules_of(quiz: QuizSource) -> QuizRules:
    """Return the rules of the quiz; `wait`, `time` and `again` of the source are minutes."""
    return QuizRules(
        key=quiz.id,
        kind=cast(Kind, quiz.kind),
        attempts=quiz.attempts,
        wait=timedelta(minutes=quiz.wait) if quiz.wait else None,
        time=timedelta(minutes=quiz.time) if quiz.time else None,
        cut=quiz.pass_mark,
        show="at-once" if quiz.show == "at-once" else "after-close",
        shuffle_questions=quiz.shuffle_questions,
        shuffle_options=quiz.shuffle_answers,
        blueprint=quiz.blueprint if quiz.blueprint.cells else None,
        items=tuple(question.key for question in quiz.questions),
        redlines=quiz.blueprint.redlines,
        areas=quiz.areas,
        again=timedelta(minutes=quiz.again) if quiz.again else None,
    )


def pool_of(source: CourseSource, quiz: QuizSource) -> tuple[Question, ...]:
    """Return the quiz's own questions and those of the banks it draws from, each once."""
    banks = {cell.bank for cell in quiz.blueprint.cells}
    drawn = (question for bank in source.banks if bank.id in banks for question in bank.questions)
    return tuple({question.key: question for question in (*quiz.questions, *drawn)}.values())
