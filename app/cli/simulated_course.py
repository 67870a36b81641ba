"""What simulated officers learn and sit: a live course, its examination with forms drawn ahead, and its scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.requirements import rests_on_practice
from app.accreditation.issuer import Issuer
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question, Response
from app.assessment.queries import QuizRecord, questions_by_version, quiz_by_id
from app.assessment.services.starting import drawn_form
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import live_course

FORMS = 16


@dataclass(frozen=True, slots=True)
class DrawnPaper:
    """A form, its questions in order, and the right answer of each."""

    form: list[dict[str, Any]]
    questions: tuple[Question, ...]
    right: Mapping[str, Response]


@dataclass(frozen=True, slots=True)
class SimulatedCourse:
    """A course as it is learnt: `scheme` is None where no scheme rests on it alone and is decided by its rule."""

    outline: CourseOutline
    quiz: QuizRecord
    papers: tuple[DrawnPaper, ...]
    scheme: SchemeInForce | None
    issuer: Issuer


def read_course(connection: sa.Connection, course: str, issuer: Issuer) -> SimulatedCourse:
    """Return the live course with its first examination. Raises LookupError where it has none."""
    live = live_course(connection, course)
    if live is None or not live.outline.examinations:
        raise LookupError(course)
    quiz = quiz_by_id(connection, live.outline.examinations[0].quiz_id)
    schemes = [one for one in schemes_in_force(connection) if one.scheme.courses == {course}]
    ruled = [
        one for one in schemes if one.scheme.decision.by == "rule" and not rests_on_practice(one.scheme.requirements)
    ]
    papers = tuple(_paper(connection, quiz, f"simulated/{number}") for number in range(FORMS))
    return SimulatedCourse(live.outline, quiz, papers, ruled[0] if ruled else None, issuer)


def _paper(connection: sa.Connection, quiz: QuizRecord, seed: str) -> DrawnPaper:
    form = drawn_form(connection, quiz, seed)
    found = questions_by_version(connection, [entry["version"] for entry in form])
    questions = tuple(found[entry["version"]] for entry in form)
    return DrawnPaper(form, questions, {one.key: type_named(one.type).right_answer(one) for one in questions})
