"""Checks that quizzes can be sat: the banks hold what is drawn, the red lines asked for, a pass mark one can reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.assessment.domain.blueprint import Blueprint, Cell, Shortage
from app.assessment.domain.drawing import shortfall
from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question
from app.curriculum.domain.draft import Draft
from app.curriculum.domain.findings import Findings, Place
from app.curriculum.domain.quiz_file import QuizReading

_CODES = {"cell": "X06", "redlines": "X07", "cases": "X18"}


def forms_can_be_drawn(draft: Draft, findings: Findings) -> None:
    """Each form that a blueprint asks for can be drawn from the banks."""
    banks = _banks(draft)
    for quiz in draft.quizzes():
        if any(one.cell.bank not in banks for one in quiz.cells):
            continue
        for shortage in _shortages(quiz, _pool(quiz, banks)):
            _report(quiz, shortage, findings)


def pass_marks_can_be_reached(draft: Draft, findings: Findings) -> None:
    """The best possible form, answered rightly throughout, reaches the pass mark."""
    banks = _banks(draft)
    for quiz in draft.quizzes():
        mark = quiz.quiz.pass_mark
        best = _best_share(quiz, _pool(quiz, banks))
        if best is not None and best < mark:
            findings.add("X13", quiz.pass_place, mark=_percent(mark), best=_percent(best))


def _banks(draft: Draft) -> Mapping[str, Sequence[Question]]:
    return {bank.bank.id: bank.bank.questions for bank in draft.banks}


def _pool(quiz: QuizReading, banks: Mapping[str, Sequence[Question]]) -> list[Question]:
    """The items of the banks drawn from, each key once (a key twice is reported elsewhere)."""
    names = dict.fromkeys(one.cell.bank for one in quiz.cells)
    return list({item.key: item for name in names for item in banks.get(name, ())}.values())


def _shortages(quiz: QuizReading, pool: list[Question]) -> list[Shortage]:
    own = sum(question.redline for question in quiz.quiz.questions)
    asked = quiz.quiz.blueprint.redlines
    if not quiz.cells:
        return [Shortage("redlines", asked, own)] if own < asked else []
    return shortfall(pool, Blueprint(quiz.quiz.blueprint.cells, max(asked - own, 0)))


def _report(quiz: QuizReading, shortage: Shortage, findings: Findings) -> None:
    place = quiz.redlines_place if shortage.reason == "redlines" else _cell_place(quiz, shortage.cell)
    values = {"wanted": shortage.wanted, "found": shortage.found, "cell": _named(shortage.cell)}
    findings.add(_CODES[shortage.reason], place, **values)


def _cell_place(quiz: QuizReading, cell: Cell | None) -> Place:
    return next((one.place for one in quiz.cells if one.cell == cell), quiz.place)


def _named(cell: Cell | None) -> str:
    if cell is None:
        return ""
    narrowed = {"for": cell.outcome, "level": cell.level, "module": cell.module}
    return " ".join([cell.bank, *(f"{name}={value}" for name, value in narrowed.items() if value is not None)])


def _best_share(quiz: QuizReading, pool: list[Question]) -> Fraction | None:
    """The highest share of the full mark in any form; nothing where no mark is known or no question stands."""
    asked = [(question.points, _best_mark(question)) for question in quiz.quiz.questions]
    for one in quiz.cells:
        fitting = [question for question in pool if one.cell.accepts(question)]
        asked += sorted(((item.points, _best_mark(item)) for item in fitting), key=_loss)[: one.cell.take]
    total = sum(points for points, _ in asked)
    return Fraction(sum(points * best for points, best in asked)) / total if total else None


def _loss(marked: tuple[int, Fraction]) -> Fraction:
    return marked[0] * (1 - marked[1])


def _best_mark(question: Question) -> Fraction:
    """The best share of a question's mark; the full one where something else is wrong, which is reported elsewhere."""
    kind = type_named(question.type)
    best = kind.right_answer(question)
    if not best or set(kind.problems(question)) - {"no-full-mark"}:
        return Fraction(1)
    return kind.mark(question, best)


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):g}%"
