"""Course health: figures about a course for its owners, of their own cohorts only, never about a person (T16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from app.assessment.item_queries import FirstTry, first_tries
from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.question_places import block_of
from app.curriculum.owner_queries import owned_since
from app.curriculum.queries import live_course, owners_of
from app.curriculum.report_queries import open_reports
from app.foundation.errors import NotFound
from app.insight.desk import words_of
from app.insight.domain.disclosure import K, rounded
from app.insight.domain.health import ENOUGH, NEWEST, Hard, Tried, hardest, median_minutes, tried
from app.learning.pace_queries import pace_since
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

health_pages = Blueprint("insight_health", __name__)


@dataclass(frozen=True, slots=True)
class QuizRow:
    """A quiz in the table: first tries in whole tens, and what may be said of them."""

    title: str
    tries: str
    figures: Tried


@health_pages.get("/authoring/<course>/health")
@requires(Permission.COURSE_AUTHOR)
def health(visit: Visit, course: str) -> Response:
    """Starters, finishers, pass rate, minutes against the estimate, hardest items, open reports."""
    opened = open_course(visit, course)
    since = owned_since(visit.read, course, visit.me.id)
    if since is None:
        raise NotFound
    return render(
        "insight/health.html",
        opened=opened,
        version=opened.version,
        since=since,
        estimate=_estimate(visit, opened),
        enough=ENOUGH,
        reports=open_reports(visit.read, visit.me.id).get(course, 0),
        **_figures(visit, opened, since),
    )


def _estimate(visit: Visit, opened: OpenCourse) -> int:
    """Return the stated minutes of what officers take to learn; those of the draft where nothing was live yet."""
    live = live_course(visit.read, opened.course)
    if live is None:
        return sum(module.minutes for module in opened.desk.modules)
    return sum(module.minutes for module in live.outline.modules if any(one.to_learn for one in module.activities))


def _figures(visit: Visit, opened: OpenCourse, since: datetime) -> dict[str, Any]:
    words, owners = words_of(visit.locale), owners_of(visit.read, opened.course)
    pace = pace_since(visit.read, opened.course, since, owners, K, NEWEST)
    tries = first_tries(visit.read, opened.course, since, owners, K, NEWEST)
    hard = hardest(_earned(tries).items())
    return {
        "starters": words.written(rounded(pace.starters)),
        "finishers": words.written(rounded(pace.finishers)),
        "minutes": median_minutes(pace.worked),
        "rows": [QuizRow(own[0].title, words.written(own[0].tries), tried(own)) for own in _by_quiz(tries).values()],
        "hardest": hard,
        "paths": _paths(opened, hard),
    }


def _by_quiz(tries: Iterable[FirstTry]) -> dict[str, list[FirstTry]]:
    found: dict[str, list[FirstTry]] = {}
    for one in tries:
        found.setdefault(one.quiz, []).append(one)
    return found


def _earned(tries: Iterable[FirstTry]) -> dict[str, list[Fraction]]:
    found: dict[str, list[Fraction]] = {}
    for one in tries:
        for key, share in one.shares.items():
            found.setdefault(key, []).append(share)
    return found


def _paths(opened: OpenCourse, items: Sequence[Hard]) -> dict[str, str]:
    """Return item id → the file in which it stands."""
    places = [text.path for text in opened.desk.texts if text.kind != "lesson"]
    return {one.key: path for one in items for path in places if block_of(opened.text(path), one.key) is not None}
