"""Running totals of each course and of the programme, as they may be shown at any moment."""

from __future__ import annotations

from app.insight.domain.disclosure import rounded
from app.insight.domain.measures import MEASURES, Counts, Row, Table

PROGRAMME = ""
"""In the place of a course: all courses of the partner together."""


def totals(counts: Counts, _before: Table) -> Table:
    """Return the rows (course, started, finished, certified), the programme first; None below 10, else whole tens."""
    courses = sorted({course for course, _ in counts})
    return [_row(PROGRAMME, counts, courses), *(_row(course, counts, [course]) for course in courses)]


def _row(name: str, counts: Counts, courses: list[str]) -> Row:
    return {
        "course": name,
        **{m: rounded(sum(sum(counts.get((course, m), {}).values()) for course in courses)) for m in MEASURES},
    }
