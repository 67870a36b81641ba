"""The paper of an attempt, its check list and its result, as plain values without a key before its time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sqlalchemy as sa

from app.assessment.domain.areas import weak_areas
from app.assessment.domain.attempt_rules import explanations_open
from app.assessment.domain.explanation import Explanation
from app.assessment.domain.grading import percent
from app.assessment.domain.journal import Answers, latest
from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question
from app.assessment.domain.reading import explanation, parts_open, readable, why_unreadable
from app.assessment.domain.record import PaperQuestion, public_view
from app.assessment.extra_queries import RegradeRecord
from app.assessment.papers import ShownQuestion, shown_questions
from app.assessment.queries import AttemptRecord, FormEntry, attempts_at, journal_of
from app.foundation.errors import Refusal


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One item as asked, with what the person has answered so far.

    `answered`: the answer is whole and can be read. `begun`: a part of it can be marked, another lacks. `locale`: the
    language that it is shown in; empty for the source language.
    """

    place: int
    question: PaperQuestion
    template: str
    answer: tuple[str, ...]
    answered: bool
    begun: bool
    flagged: bool
    problem: Refusal | None
    locale: str = ""


@dataclass(frozen=True, slots=True)
class ResultItem:
    """One item after its time: what was answered, what was right, and why. Reasons only where they may be shown."""

    place: int
    question: Question
    fraction: Fraction
    redline: bool
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class OutcomeScore:
    """The score in one outcome, in words of the course."""

    title: str
    percent: int


def paper_of(connection: sa.Connection, attempt: AttemptRecord, locale: str = "") -> tuple[PaperItem, ...]:
    """Return the items of the attempt in its own order, in a language as far as they have words in it."""
    questions = shown_questions(connection, attempt.form, locale)
    answers = latest(journal_of(connection, attempt.id))
    return tuple(
        _paper_item(place, questions[entry.version_id], entry.order, answers)
        for place, entry in enumerate(attempt.form, 1)
    )


def _paper_item(place: int, shown: ShownQuestion, order: tuple[str, ...], answers: Answers) -> PaperItem:
    question = shown.question
    answer = answers.responses.get(question.key, ())
    problem = why_unreadable(question, answer) if answer else None
    read = readable(question, answer)
    answered = problem is None and parts_open(question, read) == 0
    return PaperItem(
        place=place,
        question=public_view(question, order),
        template=type_named(question.type).template,
        answer=answer,
        answered=answered,
        begun=bool(read) and not answered,
        flagged=question.key in answers.flags,
        problem=problem,
        locale=shown.locale,
    )


def may_explain(connection: sa.Connection, attempt: AttemptRecord) -> bool:
    """Whether right answers and reasons may be shown to the person now."""
    attempts = attempts_at(connection, attempt.person_id, attempt.quiz.full_key)
    once_more = any(one.once_more is not None for one in attempts)
    return explanations_open(attempt.quiz.rules, [one.for_rules for one in attempts], once_more)


def result_items(
    connection: sa.Connection, attempt: AttemptRecord, locale: str = "", marking: RegradeRecord | None = None
) -> tuple[ResultItem, ...]:
    """Return the items with answers and reasons; to be called only where `may_explain` says so.

    After a second `marking` that stands: those that counted in it, by the key that marked them.
    """
    counted = {entry.key: entry for entry in (marking.form if marking else attempt.form)}
    questions = shown_questions(connection, counted.values(), locale)
    answers = latest(journal_of(connection, attempt.id))
    fractions: Mapping[str, str] = (attempt.result or {}).get("items", {})
    return tuple(
        _result_item(
            place,
            questions[counted[entry.key].version_id].question,
            entry,
            answers,
            Fraction(fractions.get(entry.key, "0")),
        )
        for place, entry in enumerate(attempt.form, 1)
        if entry.key in counted
    )


def _result_item(place: int, question: Question, entry: FormEntry, answers: Answers, share: Fraction) -> ResultItem:
    answer = answers.responses.get(entry.key, ())
    said = explanation(question, answer, entry.order, share)
    return ResultItem(place, question, share, question.redline, said)


def areas_missed(attempt: AttemptRecord) -> tuple[OutcomeScore, ...]:
    """Return the areas of an examination in which too little was earned, with the share in whole per cent."""
    outcomes: Mapping[str, list[str]] = (attempt.result or {}).get("outcomes", {})
    points = {key: (Fraction(earned), Fraction(possible)) for key, (earned, possible) in outcomes.items()}
    weak = weak_areas(points, attempt.quiz.rules.areas)
    return tuple(OutcomeScore(area, percent(share)) for area, share in weak.items())


def outcome_scores(attempt: AttemptRecord, titles: Mapping[str, str]) -> tuple[OutcomeScore, ...]:
    """Return the score per outcome, which may always be shown after the close."""
    outcomes: Mapping[str, list[str]] = (attempt.result or {}).get("outcomes", {})
    return tuple(
        OutcomeScore(titles.get(key, key), percent(Fraction(earned) / Fraction(possible)))
        for key, (earned, possible) in outcomes.items()
        if Fraction(possible)
    )
