"""The partner's page as values: figures in the reader's own numerals and country names, ready for the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.numbers import format_decimal

from app.foundation.words import N_
from app.insight.domain.by_country import OTHER
from app.insight.domain.measures import MEASURES, Row, Table
from app.insight.domain.quarters import Quarter, read_quarter
from app.insight.domain.totals import PROGRAMME

SENTENCES = {
    "started": N_("officers started a course that you fund"),
    "finished": N_("officers finished it"),
    "certified": N_("officers were certified"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and its plain sentence; `shown` is None below 10."""

    shown: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """A course with its running totals, in the order of the measures; None below 10."""

    title: str
    shown: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country with its figures; `name` is None for all other countries together, a cell None where none is shown."""

    name: str | None
    officers: tuple[int | None, ...]
    shown: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class CourseByCountry:
    """A course's table; `charted` is the place of the furthest measure that has figures."""

    course: str
    title: str
    rows: tuple[CountryRow, ...]
    charted: int


@dataclass(frozen=True, slots=True)
class QuarterPage:
    """A closed quarter: its key, number, year, last day and tables."""

    key: str
    number: int
    year: str
    last_day: date
    courses: tuple[CourseByCountry, ...]


class Words:
    """Numbers and countries in one language."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale

    def number(self, officers: int | None) -> str | None:
        """Return the number as it is written; None stays None."""
        return None if officers is None else format_decimal(officers, locale=self._locale)

    def country(self, code: str) -> str | None:
        """Return the country's name, its code where there is none, None for all other countries together."""
        return None if code == OTHER else self._locale.territories.get(code, code)


def programme_figures(words: Words, rows: Table) -> tuple[Figure, ...]:
    """Return the three figures of the whole programme."""
    programme = next((row for row in rows if row["course"] == PROGRAMME), {})
    return tuple(Figure(words.number(_officers(programme, m)), SENTENCES[m]) for m in MEASURES)


def totals_rows(words: Words, rows: Table, titles: Mapping[str, str]) -> tuple[TotalsRow, ...]:
    """Return a row for each course that is funded or was counted, by title."""
    counted = {str(row["course"]): row for row in rows if row["course"] != PROGRAMME}
    courses = sorted({*titles, *counted}, key=lambda course: (titles.get(course, course), course))
    return tuple(
        TotalsRow(
            titles.get(course, course), tuple(words.number(_officers(counted.get(course, {}), m)) for m in MEASURES)
        )
        for course in courses
    )


def quarter_page(words: Words, period: str, rows: Table, titles: Mapping[str, str]) -> QuarterPage | None:
    """Return the tables of a published quarter, a course after the other; None where `period` is no quarter."""
    quarter: Quarter | None = read_quarter(period)
    if quarter is None:
        return None
    courses = sorted({str(row["course"]) for row in rows}, key=lambda course: titles.get(course, course))
    return QuarterPage(
        key=quarter.key,
        number=quarter.number,
        year=str(quarter.year),
        last_day=quarter.last_day,
        courses=tuple(_course(words, course, titles.get(course, course), rows) for course in courses),
    )


def _course(words: Words, course: str, title: str, rows: Table) -> CourseByCountry:
    own = [row for row in rows if row["course"] == course]
    charted = max((at for at, m in enumerate(MEASURES) if any(row[m] for row in own)), default=0)
    lines = sorted((_country(words, row) for row in own), key=lambda line: _rank(line, charted))
    return CourseByCountry(course, title, tuple(lines), charted)


def _country(words: Words, row: Row) -> CountryRow:
    officers = tuple(_officers(row, m) for m in MEASURES)
    return CountryRow(words.country(str(row["country"])), officers, tuple(words.number(n) for n in officers))


def _rank(line: CountryRow, charted: int) -> tuple[bool, int, int, str]:
    """Most officers first; all other countries together come last."""
    return line.name is None, -(line.officers[charted] or 0), -(line.officers[0] or 0), line.name or ""


def _officers(row: Row, measure: str) -> int | None:
    found = row.get(measure)
    return found if isinstance(found, int) else None
