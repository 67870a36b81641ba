"""Calendar quarters: which is the last closed one, where it ends, how its key is read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.insight.domain.quarters import Quarter, last_closed_quarter, month_of, quarters_up_to, read_quarter


@pytest.mark.parametrize(
    ("today", "key"),
    [
        (date(2026, 1, 1), "2025-Q4"),
        (date(2026, 3, 31), "2025-Q4"),
        (date(2026, 4, 1), "2026-Q1"),
        (date(2024, 2, 29), "2023-Q4"),
        (date(2026, 12, 31), "2026-Q3"),
    ],
)
def test_a_quarter_is_closed_from_the_day_after_its_last(today: date, key: str) -> None:
    """S10: calendar quarters only."""
    assert last_closed_quarter(today).key == key


@given(st.dates(date(1900, 1, 1), date(9998, 12, 31)))
def test_the_next_quarter_begins_where_the_last_closed_one_ends(today: date) -> None:
    """Whatever the day: the closed quarter lies behind it, less than a quarter ago, and its key reads back."""
    quarter = last_closed_quarter(today)
    assert quarter.last_day < today <= quarter.last_day + timedelta(days=92)
    assert last_closed_quarter(quarter.last_day + timedelta(days=1)) == quarter
    assert quarter.last_month == month_of(quarter.last_day)
    assert read_quarter(quarter.key) == quarter


@pytest.mark.parametrize(
    "key", ["", "2026", "2026-Q0", "2026-Q5", "2026-q1", "26-Q1", "2026-Q1 ", "0000-Q1", "٢٠٢٦-Q1"]
)
def test_what_is_no_quarter_is_not_read(key: str) -> None:
    """P1: a period comes from the address bar."""
    assert read_quarter(key) is None


def test_keys_sort_as_quarters_do() -> None:
    """The newest published quarter is found by its key."""
    quarters = [Quarter(year, number) for year in (1999, 2025, 2026) for number in (1, 2, 3, 4)]
    assert sorted(quarter.key for quarter in quarters) == [quarter.key for quarter in sorted(quarters)]


def test_a_year_of_quarters_ends_with_the_given_one_and_begins_after_the_same_of_the_year_before() -> None:
    """P4: what a page compares."""
    *_, last = year = quarters_up_to(Quarter(2026, 2), 5)
    assert [one.key for one in year] == ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
    assert last.year_before == year[0]
