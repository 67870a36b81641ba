"""Course health: five figures about a course for its owners, never about a person (T16)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint
from werkzeug.wrappers import Response

from app.assessment.domain.grading import percent
from app.assessment.item_queries import ItemFigure, QuizFigure, quiz_figures
from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.question_places import block_of
from app.curriculum.report_queries import open_reports
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_health", __name__)
ENOUGH = 30
"""An item's figure is shown from this many attempts on; fewer say little and may speak of single people."""
HARDEST = 5


@dataclass(frozen=True, slots=True)
class QuizRow:
    """A quiz in the table: per cent of attempts that passed, and minutes, where there are enough attempts."""

    title: str
    attempts: int
    passed: int | None
    minutes: int | None


@pages.get("/authoring/<course>/health")
@requires(Permission.COURSE_AUTHOR)
def health(visit: Visit, course: str) -> Response:
    """Starters, finishers, pass rate, minutes against the estimate, hardest items, open reports."""
    opened = open_course(visit, course)
    figures = quiz_figures(visit.read, course)
    return render(
        "curriculum/health.html",
        opened=opened,
        version=opened.version,
        pace=visit.parts["pace_of"](visit.read, course),
        estimate=sum(module.minutes for module in opened.desk.modules),
        rows=[_row(figure) for figure in figures],
        hardest=_hardest(figures),
        enough=ENOUGH,
        reports=open_reports(visit.read, visit.me.id).get(course, 0),
        paths=_paths(opened, [item.key for item, _ in _hardest(figures)]),
    )


def _row(figure: QuizFigure) -> QuizRow:
    shown = figure.attempts >= ENOUGH
    return QuizRow(
        figure.title,
        figure.attempts,
        round(100 * figure.passed / figure.attempts) if shown else None,
        round(figure.median.total_seconds() / 60) if shown and figure.median else None,
    )


def _hardest(figures: tuple[QuizFigure, ...]) -> list[tuple[ItemFigure, int]]:
    items = [item for figure in figures for item in figure.items if item.asked >= ENOUGH]
    return [(item, percent(item.facility)) for item in sorted(items, key=lambda one: one.facility)[:HARDEST]]


def _paths(opened: OpenCourse, keys: Iterable[str]) -> dict[str, str]:
    """Return item id → the file in which it stands."""
    places = [text.path for text in opened.desk.texts if text.kind != "lesson"]
    return {key: path for key in keys for path in places if block_of(opened.text(path), key) is not None}
