"""The partner's page as values: figures in the reader's own numerals and names, for the template and the press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.curriculum.outline import CourseOutline
from app.foundation.words import N_
from app.insight.columns import STAGE_OF
from app.insight.cost_lines import CostLine, cost_lines
from app.insight.domain.by_country import OTHER
from app.insight.domain.disclosure import share
from app.insight.domain.measures import NOMINATED, PROGRAMME, Row, Table
from app.insight.domain.outcomes import hardest
from app.insight.domain.quarters import Quarter
from app.insight.follow_up_lines import FollowUpLine, follow_up_lines
from app.insight.words import Words

FUNNEL = ("enrolled", "started", "finished", "passed", "certified", "valid")
SENTENCES = {
    "started": N_("officers started a course that you fund"),
    "finished": N_("officers finished it"),
    "certified": N_("officers were certified"),
    "valid": N_("officers hold a valid certificate"),
}
OF_ALL = {
    "started": N_("officers started a course that a partner funds"),
    "finished": N_("officers finished it"),
    "certified": N_("officers were certified"),
    "valid": N_("officers hold a valid certificate"),
}
Tables = Mapping[str, Table]
"""Statistic → its table of one quarter, as published."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, its plain sentence, and the figure of a year before; None below 10."""

    shown: str | None
    sentence: str
    earlier: str | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: label (None for all other countries), officers, the figure as written; `earlier` is a year before's."""

    label: str | None
    officers: int
    shown: str
    earlier: int = 0
    earlier_shown: str = ""

    @property
    def alone(self) -> tuple[str | None, int, str]:
        """The bar as the chart takes it."""
        return self.label, self.officers, self.shown

    @property
    def compared(self) -> tuple[str | None, int, str, int, str]:
        """The bar with the one of a year before, as the chart takes it."""
        return self.label, self.officers, self.shown, self.earlier, self.earlier_shown


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its name (None for all other countries) and the figures in order; None where none is shown."""

    name: str | None
    shown: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course: its figures, about how many in a hundred passed, the outcome that was hardest and its share."""

    course: str
    title: str
    shown: tuple[str | None, ...]
    pass_rate: str | None
    hardest: str | None
    hardest_right: str | None


@dataclass(frozen=True, slots=True)
class GainLine:
    """What officers of a course learnt: how many took both tests, the mean scores, the gain and its interval."""

    title: str
    officers: str
    before: str
    after: str
    gain: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class KeptLine:
    """What the officers of a course who took all three tests still knew 90 days later: the three means."""

    title: str
    officers: str
    before: str
    after: str
    later: str
    gain: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What a closed quarter says, by the titles of its `stages`. `charted` is what the bars by country stand for."""

    quarter: Quarter
    figures: tuple[Figure, ...]
    stages: tuple[str, ...]
    funnel: tuple[Bar, ...]
    charted: str
    countries: tuple[Bar, ...]
    country_lines: tuple[Line, ...]
    courses: tuple[CourseLine, ...]
    quarters: tuple[Bar, ...]
    gains: tuple[GainLine, ...]
    kept: tuple[KeptLine, ...]
    costs: tuple[CostLine, ...]
    follow_ups: tuple[FollowUpLine, ...]


def impact_of(
    words: Words,
    quarter: Quarter,
    published: Mapping[str, Tables],
    outlines: Mapping[str, CourseOutline],
    sentences: Mapping[str, str] = SENTENCES,
) -> Impact:
    """Return the page of a quarter; `published` is period → tables of it and of the quarters before.

    `sentences` are stage → what its figure says.
    """
    tables = published[quarter.key]
    programme = _programme(tables)
    year_before = _programme(published.get(quarter.year_before.key, {}))
    charted, countries = _by_country(tables.get("by_country", ()))
    titles = {key: one.title for key, one in outlines.items()}
    stages = (NOMINATED, *FUNNEL) if _officers(programme, NOMINATED) else FUNNEL
    return Impact(
        quarter=quarter,
        figures=tuple(
            Figure(words.number(_officers(programme, m)), sentence, words.number(_officers(year_before, m)))
            for m, sentence in sentences.items()
        ),
        stages=tuple(words.text(STAGE_OF[m].title) for m in stages),
        funnel=tuple(_bar(words, words.text(STAGE_OF[m].title), _officers(programme, m)) for m in stages),
        charted=charted,
        countries=tuple(
            _bar(words, words.country(str(row["country"])), _officers(row, charted))
            for row in countries
            if _officers(row, charted)
        ),
        country_lines=tuple(
            Line(words.country(str(row["country"])), _figures(words, row, stages)) for row in countries
        ),
        courses=course_lines(words, tables, outlines, stages),
        quarters=_quarters(words, quarter, published),
        gains=_gains(words, tables.get("gain", ()), outlines),
        kept=_kept(words, tables.get("retention", ()), titles),
        costs=cost_lines(words, tables.get("cost", ()), titles),
        follow_ups=follow_up_lines(words, tables.get("follow_up", ()), tables.get("follow_up_six", ()), titles),
    )


def course_lines(
    words: Words, tables: Tables, outlines: Mapping[str, CourseOutline], stages: Sequence[str]
) -> tuple[CourseLine, ...]:
    """Return a line for each course that is funded or was counted, by title, with a figure for each stage."""
    counted = {str(row["course"]): row for row in tables.get("funnel", ()) if row["course"] != PROGRAMME}
    titles = {course: outline.title for course, outline in outlines.items()}
    courses = sorted({*titles, *counted}, key=lambda course: (titles.get(course, course), course))
    return tuple(
        _course(words, course, _figures(words, counted.get(course, {}), stages), counted.get(course, {}), tables,
                outlines.get(course))
        for course in courses
    )  # fmt: skip


def up_to_now(words: Words, totals: Table) -> dict[str, str | None]:
    """Return the running totals of the programme: stage → figure."""
    programme = next((row for row in totals if row["course"] == PROGRAMME), {})
    return {measure: words.number(_officers(programme, measure)) for measure in ("started", "finished", "certified")}


def _course(
    words: Words,
    course: str,
    shown: tuple[str | None, ...],
    row: Row,
    tables: Tables,
    outline: CourseOutline | None,
) -> CourseLine:
    hard = hardest(tables.get("outcomes", ()), course)
    outcomes = dict(outline.outcomes) if outline else {}
    key = str(hard["outcome"]) if hard else ""
    return CourseLine(
        course=course,
        title=outline.title if outline else course,
        shown=shown,
        pass_rate=words.percent(share(_officers(row, "passed"), _officers(row, "sat"))),
        hardest=outcomes.get(key, key) or None,
        hardest_right=words.percent(_officers(hard, "right")) if hard else None,
    )


def _by_country(table: Table) -> tuple[str, Sequence[Row]]:
    """Return the furthest stage with figures, and the rows of the programme: most officers first, others last."""
    own = [row for row in table if row["course"] == PROGRAMME]
    stages = [m for m in FUNNEL if m != "valid" and any(row.get(m) for row in own)]
    charted = stages[-1] if stages else FUNNEL[0]
    return charted, sorted(own, key=lambda row: _rank(row, charted))


def _rank(row: Row, charted: str) -> tuple[bool, int, int, str]:
    stages = (_officers(row, charted) or 0, _officers(row, FUNNEL[0]) or 0)
    return row["country"] == OTHER, -stages[0], -stages[1], str(row["country"])


def _gains(words: Words, table: Table, outlines: Mapping[str, CourseOutline]) -> tuple[GainLine, ...]:
    return tuple(
        GainLine(
            outlines[course].title if (course := str(row["course"])) in outlines else course,
            words.written(_officers(row, "officers")),
            *(words.number(_officers(row, key)) or "" for key in ("before", "after", "gain", "low", "high")),
        )
        for row in table
    )


def _kept(words: Words, table: Table, titles: Mapping[str, str]) -> tuple[KeptLine, ...]:
    keys = ("before", "after", "later", "gain", "low", "high")
    return tuple(
        KeptLine(
            titles.get(str(row["course"]), str(row["course"])),
            words.written(_officers(row, "officers")),
            *(words.number(_officers(row, key)) or "" for key in keys),
        )
        for row in table
    )


def _quarters(words: Words, quarter: Quarter, published: Mapping[str, Tables]) -> tuple[Bar, ...]:
    """Return the certified of each of the last four quarters beside those of the year before, oldest first."""
    found = []
    for _place in range(4):
        new = _new(published, quarter)
        if new is not None:
            early = _new(published, quarter.year_before) or 0
            label = words.quarter(quarter)
            found.append(Bar(label, new, words.written(new), early, words.written(early)))
        quarter = quarter.before
    return tuple(reversed(found))


def _new(published: Mapping[str, Tables], quarter: Quarter) -> int | None:
    """Return the certified of a quarter: the figure at its end less that at the end of the one before."""
    if quarter.key not in published or quarter.before.key not in published:
        return None
    ends = [_officers(_programme(published[key]), "certified") or 0 for key in (quarter.key, quarter.before.key)]
    return max(0, ends[0] - ends[1])


def _programme(tables: Tables) -> Row:
    return next((row for row in tables.get("funnel", ()) if row["course"] == PROGRAMME), {})


def _bar(words: Words, label: str | None, officers: int | None) -> Bar:
    return Bar(label, officers or 0, words.written(officers))


def _figures(words: Words, row: Row, measures: Sequence[str]) -> tuple[str | None, ...]:
    return tuple(words.number(_officers(row, measure)) for measure in measures)


def _officers(row: Row, measure: str) -> int | None:
    found = row.get(measure)
    return found if isinstance(found, int) else None
