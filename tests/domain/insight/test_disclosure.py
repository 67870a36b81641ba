"""What may be said of officers: thresholds by table, and an attacker who solves every published figure at once."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.insight.domain.disclosure import NOTHING_SHOWN, Column, K, renewed, rounded

COUNTRIES = ("GH", "KE", "TO")
QUARTERS = 4


@pytest.mark.parametrize(
    ("officers", "shown"), [(0, None), (1, None), (9, None), (10, 10), (19, 10), (20, 20), (1284, 1280)]
)
def test_a_running_total_is_shown_in_whole_tens_from_ten_on(officers: int, shown: int | None) -> None:
    """P2: one officer more or fewer tells nothing."""
    assert rounded(officers) == shown


@pytest.mark.parametrize(
    ("counts", "named", "other"),
    [
        ({}, {}, 0),
        ({"GH": 9}, {}, 0),
        ({"GH": 10}, {"GH": 10}, 0),
        ({"GH": 5, "KE": 5}, {}, 10),
        ({"GH": 40, "KE": 12, "TO": 3}, {"GH": 40}, 15),
        ({"GH": 40, "KE": 12, "TO": 3, "PE": 7}, {"GH": 40, "KE": 12}, 10),
        ({"GH": 40, "TO": 3}, {}, 43),
        ({"GH": 12, "KE": 12, "TO": 1}, {"KE": 12}, 13),
        ({"GH": 40, "KE": 0}, {"GH": 40}, 0),
    ],
)
def test_small_countries_are_merged_and_the_rest_is_nobody_or_ten(
    counts: dict[str, int], named: dict[str, int], other: int
) -> None:
    """U12: groups under 10 are merged; a rest under 10 takes the smallest named country with it."""
    assert renewed(NOTHING_SHOWN, counts) == Column(named, other)


@pytest.mark.parametrize(
    ("before", "counts", "after"),
    [
        (Column({"GH": 20}), {"GH": 29}, Column({"GH": 20})),
        (Column({"GH": 20}), {"GH": 30}, Column({"GH": 30})),
        (Column({"GH": 20}), {"GH": 20, "TO": 3}, Column({"GH": 20})),
        (Column({"GH": 20}), {"GH": 20, "TO": 10}, Column({"GH": 20, "TO": 10})),
        (Column({"GH": 20}, 11), {"GH": 20, "KE": 17, "TO": 3}, Column({"GH": 20}, 11)),
        (Column({"GH": 20}, 11), {"GH": 20, "KE": 18, "TO": 3}, Column({"GH": 20}, 21)),
        (Column({"GH": 20}, 11), {"GH": 20, "KE": 18, "TO": 13}, Column({"GH": 20, "KE": 18, "TO": 13})),
        (Column({"GH": 20}), {"GH": 12}, Column({"GH": 20})),
    ],
)
def test_a_figure_moves_only_when_ten_officers_have_joined_it(
    before: Column, counts: dict[str, int], after: Column
) -> None:
    """S10: two quarters differ in no group of fewer than ten, and a named country stays named."""
    assert renewed(before, counts) == after


_gains = st.integers(0, 4) | st.integers(0, 14) | st.integers(0, 40)


@settings(max_examples=60, deadline=None)
@given(st.lists(_gains, min_size=len(COUNTRIES) * QUARTERS, max_size=len(COUNTRIES) * QUARTERS))
@example([20, 15, 3, 0, 0, 0, 12, 11, 9, 0, 0, 1])
@example([6, 5, 0, 7, 0, 4, 10, 10, 10, 1, 1, 1])
def test_the_solver_of_all_published_figures_finds_no_group_of_one_to_nine(gains: list[int]) -> None:
    """S10, U12: whatever sum or difference of figures of all quarters is a group of officers has none or ten."""
    figures = _published(gains)
    for figure, officers in figures:
        assert officers == sum(gain for gain, counted in zip(gains, figure, strict=True) if counted)
        assert officers >= K
    solved = _reduced([figure for figure, _ in figures])
    for group in product((0, 1), repeat=len(gains)):
        officers = sum(gain for gain, counted in zip(gains, group, strict=True) if counted)
        if 0 < officers < K:
            assert not _derivable(solved, group), (gains, group, figures)


def test_the_solver_finds_a_country_that_was_left_to_subtraction() -> None:
    """The attacker of the test above is no straw man: total less one country gives the other."""
    total, ghana, tonga = (1, 1), (1, 0), (0, 1)
    assert _derivable(_reduced([total, ghana]), tonga)
    assert not _derivable(_reduced([total]), tonga)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 60)), min_size=1, max_size=6))
def test_every_figure_and_every_move_of_a_figure_is_at_least_ten(quarters: list[dict[str, int]]) -> None:
    """P2: with many countries, whose counts only grow."""
    counts: dict[str, int] = {}
    column = NOTHING_SHOWN
    for gains in quarters:
        counts = {country: counts.get(country, 0) + gains.get(country, 0) for country in {*counts, *gains}}
        before, column = column, renewed(column, counts)
        assert set(before.named) <= set(column.named)
        assert all(officers >= K for officers in column.named.values())
        assert column.other == 0 or column.other >= K
        moves = [column.named[country] - shown for country, shown in before.named.items()]
        total = sum(column.named.values()) + column.other - sum(before.named.values()) - before.other
        assert all(move == 0 or move >= K for move in [*moves, total])
        assert sum(column.named.values()) + column.other <= sum(counts.values())


Figure = tuple[int, ...]


def _published(gains: list[int]) -> list[tuple[Figure, int]]:
    """Return each figure of each quarter with the cells (country, quarter) that it is the sum of."""
    column, others, found = NOTHING_SHOWN, frozenset[str](), list[tuple[Figure, int]]()
    for quarter in range(QUARTERS):
        counts = {
            country: sum(gains[q * len(COUNTRIES) + at] for q in range(quarter + 1))
            for at, country in enumerate(COUNTRIES)
        }
        before, column = column, renewed(column, counts)
        for country, officers in column.named.items():
            if officers != before.named.get(country):
                found.append((_cells({country}, quarter), officers))
        others = frozenset(COUNTRIES) - set(column.named)
        if column.other and (column.other != before.other or set(column.named) != set(before.named)):
            found.append((_cells(others, quarter), column.other))
    return found


def _cells(countries: set[str] | frozenset[str], quarter: int) -> Figure:
    return tuple(int(q <= quarter and country in countries) for q in range(QUARTERS) for country in COUNTRIES)


def _reduced(figures: list[Figure]) -> dict[int, list[Fraction]]:
    """Return the figures in echelon form: place of the leading one → row."""
    solved: dict[int, list[Fraction]] = {}
    for figure in figures:
        row = _rest(solved, [Fraction(cell) for cell in figure])
        lead = next((place for place, cell in enumerate(row) if cell), None)
        if lead is not None:
            solved[lead] = [cell / row[lead] for cell in row]
    return solved


def _rest(solved: dict[int, list[Fraction]], row: list[Fraction]) -> list[Fraction]:
    for lead in sorted(solved):
        if row[lead]:
            row = [cell - row[lead] * known for cell, known in zip(row, solved[lead], strict=True)]
    return row


def _derivable(solved: dict[int, list[Fraction]], group: Figure) -> bool:
    return not any(_rest(solved, [Fraction(cell) for cell in group]))
