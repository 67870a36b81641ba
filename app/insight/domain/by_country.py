"""The table by course and country of a closed quarter, from exact counts and the table shown before."""

from __future__ import annotations

from collections.abc import Mapping

from app.insight.domain.disclosure import Column, merged, renewed
from app.insight.domain.measures import MEASURES, VALID, Counts, Exact, Row, Table, of_programme

OTHER = "other"
"""In the place of a country: all countries that the column does not name, together."""


def by_country(exact: Exact, before: Table) -> Table:
    """Return the rows (course, country, measures) that may be shown, the programme first; `other` last in each course.

    Each measure is kept safe by itself: a country with 40 officers who started and 4 certified is named under started
    and counts under `other` for certified, its own cell there being None. Nothing is said of a measure below 10.
    """
    counts = {**of_programme(exact.counts), **exact.counts}
    courses = sorted({course for course, _ in counts} | {str(row["course"]) for row in before})
    return [row for course in courses for row in _rows(course, _columns(course, counts, before))]


def _columns(course: str, counts: Counts, before: Table) -> dict[str, Column]:
    return {measure: _renewed(course, measure, counts, before) for measure in MEASURES}


def _renewed(course: str, measure: str, counts: Counts, before: Table) -> Column:
    now = counts.get((course, measure), {})
    return merged(now) if measure == VALID else renewed(_column(before, course, measure), now)


def _column(table: Table, course: str, measure: str) -> Column:
    shown = {
        str(row["country"]): officers
        for row in table
        if row["course"] == course and isinstance(officers := row.get(measure), int)
    }
    other = shown.pop(OTHER, 0)
    return Column(shown, other)


def _rows(course: str, columns: Mapping[str, Column]) -> list[Row]:
    countries = sorted({country for column in columns.values() for country in column.named})
    rows: list[Row] = [
        {"course": course, "country": country, **{m: columns[m].named.get(country) for m in MEASURES}}
        for country in countries
    ]
    if any(column.other for column in columns.values()):
        rows.append({"course": course, "country": OTHER, **{m: columns[m].other or None for m in MEASURES}})
    return rows
