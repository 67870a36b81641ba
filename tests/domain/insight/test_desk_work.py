"""Figures of the desk: by month, by reason, days waited, appeals that are overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from app.insight.desk_statistic import desk_statistics
from app.insight.domain.desk_work import DeskWork, month_key, reached_by, twelve_months

TODAY = date(2026, 11, 26)
STATISTICS = {one.name: one for one in desk_statistics()}


@dataclass(frozen=True, slots=True)
class Case:
    """A decision of people, so many days after its case was opened."""

    at: datetime
    outcome: str = "grant"
    waited: float = 1
    reasons: tuple[str, ...] = ()

    @property
    def opened_at(self) -> datetime:
        """When it came before the desk."""
        return self.at - timedelta(days=self.waited)


@dataclass(frozen=True, slots=True)
class Letter:
    """An appeal or a complaint."""

    kind: str
    step: str
    answer_by: date = TODAY


def work(*judged: Case, by_rule: dict[int, int] | None = None, filed: tuple[Letter, ...] = ()) -> DeskWork:
    return DeskWork(twelve_months(TODAY), judged, by_rule or {}, filed, TODAY)


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (TODAY, "2025-12", "2026-11"),
        (date(2026, 12, 31), "2026-01", "2026-12"),
        (date(2027, 1, 1), "2026-02", "2027-01"),
    ],
)
def test_twelve_months_end_with_this_one(today: date, first: str, last: str) -> None:
    months = [month_key(month) for month in twelve_months(today)]
    assert (len(months), months[0], months[-1]) == (12, first, last)
    assert months == sorted(set(months))


@pytest.mark.parametrize(
    ("ordered", "in_ten", "value"),
    [([], 5, None), ([3], 5, 3), ([3], 9, 3), ([1, 9], 5, 1), ([1, 9], 9, 9), (list(range(1, 11)), 9, 9)],
)
def test_so_many_in_ten_waited_no_longer(ordered: list[int], in_ten: int, value: int | None) -> None:
    assert reached_by(ordered, in_ten) == value


def test_each_statistic_of_the_desk_counts_what_it_says() -> None:
    """Section 3 of the issue: staff statistics; a deferral ends no wait, a reason given twice counts once."""
    november, december = datetime(2026, 11, 1, tzinfo=UTC), datetime(2025, 12, 31, 23, 59, tzinfo=UTC)
    done = work(
        Case(november, waited=2.9),
        Case(november, waited=4),
        Case(november, "defer", waited=90),
        Case(december, "refuse", 7, ("practice-not-shown", "practice-not-shown", "other")),
        Case(december, "refuse", 9, ("other",)),
        by_rule={0: 3, 11: 5},
        filed=(
            Letter("appeal", "upheld"),
            Letter("appeal", "panel-named", TODAY - timedelta(days=1)),
            Letter("appeal", ""),
            Letter("complaint", "answered"),
        ),
    )
    rows = {name: one.rows(done) for name, one in STATISTICS.items()}
    assert (rows["decisions"][0], rows["decisions"][-1]) == (("2025-12", 3, 0, 2, 0), ("2026-11", 5, 2, 0, 1))
    assert rows["time-to-decide"][0] == ("2025-12", 2, 7, 9)
    assert rows["time-to-decide"][1] == ("2026-01", 0, None, None)
    assert rows["time-to-decide"][-1] == ("2026-11", 2, 2, 4)
    assert {row[0]: row[1] for row in rows["refusals"] if row[1]} == {"practice-not-shown": 1, "other": 2}
    assert rows["appeals"] == [("appeal", 3, 1, 0, 0, 0, 2, 1), ("complaint", 1, 0, 0, 1, 0, 0, 0)]


@pytest.mark.parametrize("name", STATISTICS)
def test_each_row_has_a_cell_for_each_column_and_a_label(name: str) -> None:
    months = {month_key(month) for month in twelve_months(TODAY)}
    for row in STATISTICS[name].rows(work()):
        assert len(row) == len(STATISTICS[name].columns)
        assert row[0] in STATISTICS[name].labels or row[0] in months
