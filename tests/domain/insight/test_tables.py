"""The tables by country and of totals, and the flat sheet."""

from __future__ import annotations

import csv
import io
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insight.domain.by_country import by_country
from app.insight.domain.cost import costs
from app.insight.domain.gain import gains, interval
from app.insight.domain.measures import COUNTED, MEASURES, PROGRAMME, Counts, Exact, Granted, Sum, Table
from app.insight.domain.outcomes import hardest, outcomes
from app.insight.domain.retention import KEPT, KEPT_AFTER, KEPT_BEFORE, KEPT_LATER, retained
from app.insight.domain.sheet import sheet
from app.insight.domain.totals import funnel, totals

COUNTS: Counts = {
    ("cfr", "started"): {"GH": 40, "KE": 21, "TO": 12},
    ("cfr", "finished"): {"GH": 30, "KE": 14, "TO": 2},
    ("cfr", "certified"): {"GH": 6, "KE": 2},
    ("osint", "started"): {"GH": 4},
}


def _row(course: str, country: str, **shown: int) -> dict[str, object]:
    return {"course": course, "country": country, **dict.fromkeys(MEASURES), **shown}


def test_each_measure_is_kept_safe_by_itself_and_a_course_below_ten_has_no_rows() -> None:
    """P2, P4: a country stands under started and in the rest under finished; certified is not shown at all."""
    table = by_country(Exact(COUNTS), ())
    assert [row for row in table if row["course"] != PROGRAMME] == [
        _row("cfr", "GH", started=40, finished=30),
        _row("cfr", "KE", started=20),
        _row("cfr", "TO", started=10),
        _row("cfr", "other", finished=10),
    ]
    assert [row["started"] for row in table if row["course"] == PROGRAMME] == [40, 20, 10, None]


def test_the_table_goes_on_from_the_one_before_and_valid_may_fall() -> None:
    """S10: what was shown stays until ten have joined, also where a course has no counts any more."""
    first = by_country(Exact({**COUNTS, ("cfr", "valid"): {"GH": 20}}), ())
    later = {**COUNTS, ("cfr", "certified"): {"GH": 10}, ("cfr", "started"): {"GH": 49, "KE": 31, "TO": 12}}
    changed = [row for row in by_country(Exact({**later, ("cfr", "valid"): {"GH": 12}}), first) if row not in first]
    assert [row for row in changed if row["course"] == "cfr"] == [
        _row("cfr", "GH", started=40, finished=30, certified=10, valid=10),
        _row("cfr", "KE", started=30),
    ]
    assert [row["started"] for row in by_country(Exact({}), first)] == [row["started"] for row in first]


def test_totals_are_in_whole_tens_the_programme_first() -> None:
    """P3, P4: the programme is all courses of the partner together."""
    assert [[row["course"], row["started"], row["finished"]] for row in funnel(Exact(COUNTS), ())] == [
        ["", 70, 40],
        ["cfr", 70, 40],
        ["osint", None, None],
    ]
    assert totals(Exact({}), ()) == [{"course": "", **dict.fromkeys(COUNTED)}]


@given(st.dictionaries(st.sampled_from([(c, m) for c in "abc" for m in MEASURES]),
                       st.dictionaries(st.sampled_from(["GH", "KE", "TO"]), st.integers(0, 30))))  # fmt: skip
def test_the_programme_less_any_courses_leaves_whole_tens(counts: Counts) -> None:
    """U12: no total less its parts says one to nine."""
    programme, *courses = totals(Exact(counts), ())
    for measure in COUNTED:
        parts = [row[measure] or 0 for row in courses]
        rest = int(programme[measure] or 0) - sum(int(part) for part in parts)
        assert rest >= 0
        assert rest % 10 == 0


@pytest.mark.parametrize(
    ("before", "officers", "right", "shown"),
    [
        (None, 99, 0.5, None),
        (None, 100, 0.68, (100, 70)),
        ((100, 70), 119, 0.5, (100, 70)),
        ((100, 70), 120, 0.5, (120, 50)),
        ((100, 70), 0, 0.0, (100, 70)),
    ],
)
def test_a_mean_is_shown_from_a_hundred_officers_on_and_moves_with_twenty_more(
    before: tuple[int, int] | None, officers: int, right: float, shown: tuple[int, int] | None
) -> None:
    """P2: the old mean and the new one together tell nothing of a single officer."""
    table = [{"course": "cfr", "outcome": "record", "officers": before[0], "right": before[1]}] if before else []
    sums = {("cfr", "outcome:record"): Sum(officers, round(officers * right * 10_000))} if officers else {}
    found = outcomes(Exact({}, sums), table)
    assert [(row["officers"], row["right"]) for row in found] == ([shown] if shown else [])
    assert bool(hardest(found, "cfr")) is bool(shown)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_of_a_sheet_begins_a_formula(cell: str) -> None:
    """U20: a spreadsheet takes no cell for a formula."""
    read = list(csv.reader(io.StringIO(sheet(["course"], [{"course": cell}]), newline="")))
    assert read == [["course"], ["'" + cell]]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1, max_size=4))
def test_a_sheet_has_the_documented_columns_and_nothing_hidden(cells: list[str]) -> None:
    """P5, U20: columns outside the list never reach the sheet, and every row has as many cells as the head."""
    rows = [{"course": cell, "started": None, "person": "secret"} for cell in cells]
    head, *body = csv.reader(io.StringIO(sheet(["course", "started"], rows), newline=""))
    assert head == ["course", "started"]
    assert [(line[0].removeprefix("'"), line[1:]) for line in body] == [
        (cell.removeprefix("'"), [""]) for cell in cells
    ]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for line in body for cell in line)


@pytest.mark.parametrize(("officers", "gain"), [(60, 0.0), (60, 0.2), (400, -0.05)])
def test_a_known_gain_lies_within_its_interval_in_about_95_of_100_cohorts(officers: int, gain: float) -> None:
    """P9, U15, T12: cohorts simulated with a known gain."""
    chance = Random(f"{officers}/{gain}")
    found = 0
    for _cohort in range(400):
        values = [round((gain + chance.gauss(0, 0.15)) * 10_000) for _ in range(officers)]
        low, high = interval(Sum(officers, sum(values), sum(value * value for value in values)))
        found += low <= gain <= high
    assert 0.92 <= found / 400 <= 0.98


def test_the_gain_is_that_of_a_hundred_officers_or_more_and_its_interval_is_rounded_outwards() -> None:
    """P9, U15: of each officer the second score less the first."""

    def table(officers: int, shown: Table = ()) -> Table:
        spread = officers * 1_500**2
        sums = {("cfr", what): Sum(officers, officers * v, officers * v * v + spread)
                for what, v in (("before", 4_800), ("after", 7_340), ("gain", 2_540))}  # fmt: skip
        return gains(Exact({}, sums), shown)

    for officers, told in (
        (104, [50, 70, 30, 20, 30]),
        (204, [50, 75, 25, 20, 30]),
        (504, [48, 74, 26, 24, 28]),
        (1004, [48, 73, 25, 24, 27]),
    ):
        (row,) = table(officers)
        assert list(row.values()) == ["cfr", officers // 10 * 10, *told]
        assert table(99, [row]) == [row]
    assert table(99) == []


def test_what_is_kept_is_that_of_a_hundred_officers_with_all_three_tests_and_moves_with_twenty_more() -> None:
    """U15: as the gain; the last score less the first."""

    def table(officers: int, later: int, shown: Table = ()) -> Table:
        means = {KEPT_BEFORE: 4_800, KEPT_AFTER: 7_300, KEPT_LATER: later, KEPT: later - 4_800}
        sums = {("cfr", what): Sum(officers, officers * v, officers * (v * v + 1_500**2)) for what, v in means.items()}
        return retained(Exact({}, sums), shown)

    assert table(99, 6_700) == []
    (row,) = table(102, 6_700)
    assert list(row.values()) == ["cfr", 100, 50, 70, 70, 20, 10, 30]
    assert table(119, 5_000, [row]) == [row]
    assert table(122, 5_000, [row]) != [row]


@pytest.mark.parametrize(
    ("course", "before", "after", "certified", "cost"),
    [
        ("cfr", 0, None, 40, 2_500),
        ("cfr", 10, None, 30, 3_333),
        ("", 10, None, 60, 1_667),
        ("cfr", 30, None, 10, 10_000),
        ("cfr", 40, None, None, None),
        ("cfr", 10, 20, 10, 10_000),
        ("cfr", 10, 10, None, None),
        ("none", 0, None, None, None),
    ],
)
def test_a_certified_officer_costs_the_grant_over_those_certified_in_its_quarters(
    course: str, before: int, after: int | None, certified: int | None, cost: int | None
) -> None:
    """P6: of figures as published, so whole tens; nothing below ten; an ended grant counts to its last quarter."""
    counts: Counts = {("cfr", "certified"): {"GH": 28, "KE": 20}, ("osint", "certified"): {"GH": 30}}
    grant = Granted("G-1", course, 100_000, "EUR", "2026-Q1", "2026-Q2", before, after)
    (row,) = costs(Exact(counts, grants=[grant]), ())
    assert (row["certified"], row["cost"]) == (certified, cost)
