"""The tables by country and of totals, and the flat sheet."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insight.domain.by_country import by_country
from app.insight.domain.measures import MEASURES, Counts
from app.insight.domain.sheet import sheet
from app.insight.domain.totals import totals

COUNTS: Counts = {
    ("cfr", "started"): {"GH": 40, "KE": 21, "TO": 12},
    ("cfr", "finished"): {"GH": 30, "KE": 14, "TO": 2},
    ("cfr", "certified"): {"GH": 6, "KE": 2},
    ("osint", "started"): {"GH": 4},
}


def test_each_measure_is_kept_safe_by_itself_and_a_course_below_ten_has_no_rows() -> None:
    """P2: a country stands under started and in the rest under finished; certified is not shown at all."""
    assert by_country(COUNTS, ()) == [
        {"course": "cfr", "country": "GH", "started": 40, "finished": 30, "certified": None},
        {"course": "cfr", "country": "KE", "started": 21, "finished": None, "certified": None},
        {"course": "cfr", "country": "TO", "started": 12, "finished": None, "certified": None},
        {"course": "cfr", "country": "other", "started": None, "finished": 16, "certified": None},
    ]


def test_the_table_goes_on_from_the_one_before() -> None:
    """S10: what was shown stays until ten have joined, also where a course has no counts any more."""
    first = by_country(COUNTS, ())
    later = {**COUNTS, ("cfr", "certified"): {"GH": 10}, ("cfr", "started"): {"GH": 49, "KE": 31, "TO": 12}}
    changed = [row for row in by_country(later, first) if row not in first]
    assert changed == [
        {"course": "cfr", "country": "GH", "started": 40, "finished": 30, "certified": 10},
        {"course": "cfr", "country": "KE", "started": 31, "finished": None, "certified": None},
    ]
    assert by_country({}, first) == first


def test_totals_are_in_whole_tens_the_programme_first() -> None:
    """P3, P4: the programme is all courses of the partner together."""
    assert totals(COUNTS, ()) == [
        {"course": "", "started": 70, "finished": 40, "certified": None},
        {"course": "cfr", "started": 70, "finished": 40, "certified": None},
        {"course": "osint", "started": None, "finished": None, "certified": None},
    ]
    assert totals({}, ()) == [{"course": "", "started": None, "finished": None, "certified": None}]


@given(st.dictionaries(st.sampled_from([(c, m) for c in "abc" for m in MEASURES]),
                       st.dictionaries(st.sampled_from(["GH", "KE", "TO"]), st.integers(0, 30))))  # fmt: skip
def test_the_programme_less_any_courses_leaves_whole_tens(counts: Counts) -> None:
    """U12: no total less its parts says one to nine."""
    programme, *courses = totals(counts, ())
    for measure in MEASURES:
        parts = [row[measure] or 0 for row in courses]
        rest = int(programme[measure] or 0) - sum(int(part) for part in parts)
        assert rest >= 0
        assert rest % 10 == 0


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
