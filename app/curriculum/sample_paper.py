"""A sample paper: the quiz drawn as an attempt would draw it, with keys, for its author."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.assessment.domain.drawing import FormNotPossible, draw, question_order
from app.curriculum.domain.course_reading import read_draft
from app.curriculum.domain.findings import Findings
from app.curriculum.domain.keyed import KeyedQuestion, keyed


@dataclass(frozen=True, slots=True)
class SamplePaper:
    """The questions of one paper; `problem` says why none can be drawn."""

    questions: tuple[KeyedQuestion, ...]
    problem: str = ""


def sample_paper(files: Mapping[str, bytes], path: str, seed: str) -> SamplePaper:
    """Draw a paper of the quiz at `path`; the same seed gives the same paper."""
    draft = read_draft(files, Findings())
    reading = next((one for one in draft.quizzes() if one.quiz.path == path), None) if draft else None
    if draft is None or reading is None:
        return SamplePaper((), "unread")
    quiz = reading.quiz
    drawn = {cell.bank for cell in quiz.blueprint.cells}
    banks = [bank.bank for bank in draft.banks if bank.bank.id in drawn]
    pool = {one.key: one for one in (*quiz.questions, *(item for bank in banks for item in bank.questions))}
    try:
        keys = draw(list(pool.values()), quiz.blueprint, seed) if quiz.blueprint.cells else tuple(pool)
    except FormNotPossible:
        return SamplePaper((), "too-few")
    ordered = question_order([pool[key] for key in keys], seed) if quiz.shuffle_questions else keys
    return SamplePaper(tuple(keyed(pool[key]) for key in ordered))
