"""Totals of each course and of the programme, as they may be shown at any moment."""

from __future__ import annotations

from collections.abc import Sequence

from app.insight.domain.disclosure import rounded
from app.insight.domain.measures import COUNTED, MEASURES, PROGRAMME, Counts, Exact, Row, Table


def totals(exact: Exact, _before: Table) -> Table:
    """Return the rows (course, what is counted), the programme first; None below 10, else whole tens."""
    return _rows(exact.counts, COUNTED)


def funnel(exact: Exact, _before: Table) -> Table:
    """Return the rows (course, each stage from enrolled to still valid), the programme first, at a quarter's end."""
    return _rows(exact.counts, MEASURES)


def _rows(counts: Counts, measures: Sequence[str]) -> list[Row]:
    courses = sorted({course for course, _ in counts})
    wanted = [(PROGRAMME, courses), *((course, [course]) for course in courses)]
    return [{"course": name, **{m: rounded(_officers(counts, some, m)) for m in measures}} for name, some in wanted]


def _officers(counts: Counts, courses: Sequence[str], measure: str) -> int:
    return sum(sum(counts.get((course, measure), {}).values()) for course in courses)
