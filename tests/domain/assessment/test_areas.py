"""Areas of an examination: outcomes put together by their points, each with a least share."""

from __future__ import annotations

from fractions import Fraction

import pytest

from app.assessment.domain.areas import Areas, area_shares, weak_areas

MADE = {"Data": ("read", "protect"), "Money": ("recover",)}


def points(**earned: tuple[int, int]) -> dict[str, tuple[Fraction, int]]:
    """Outcome → (points earned, points possible)."""
    return {name: (Fraction(one), most) for name, (one, most) in earned.items()}


@pytest.mark.parametrize(
    ("made", "earned", "weak"),
    [
        ({}, points(read=(3, 5), protect=(5, 5)), {}),
        ({}, points(read=(2, 5), protect=(5, 5)), {"read": Fraction(2, 5)}),
        ({}, points(read=(0, 0)), {}),
        (MADE, points(read=(2, 5), protect=(4, 5), recover=(3, 5)), {}),  # 6 of 10: points weigh, not outcomes
        (MADE, points(read=(1, 8), protect=(2, 2), recover=(5, 5)), {"Data": Fraction(3, 10)}),
        (MADE, points(read=(5, 5), recover=(1, 2)), {"Money": Fraction(1, 2)}),
        (MADE, points(read=(5, 5)), {"Money": Fraction(0)}),  # nothing asked is nothing shown
    ],
)
def test_an_area_is_weak_below_the_least_share_of_its_points(made, earned, weak) -> None:
    assert weak_areas(earned, Areas(Fraction(3, 5), made)) == weak
    assert set(weak) <= set(area_shares(earned, made))


def test_without_a_least_share_no_area_is_weak() -> None:
    assert weak_areas(points(read=(0, 5)), None) == {}
