"""Areas of an examination: outcomes put together, in each of which a least share must be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from app.foundation.fixed import Fixed

Points = Mapping[str, tuple[Fraction, Fraction | int]]
"""Outcome → (points earned, points possible)."""


@dataclass(frozen=True, slots=True)
class Areas:
    """A least `share` (0 to 1) in each area; `outcomes` is area → the outcomes that it is made of.

    Without named areas each outcome is one.
    """

    share: Fraction
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=Fixed)


def area_shares(points: Points, outcomes: Mapping[str, tuple[str, ...]]) -> dict[str, Fraction]:
    """Return area → share earned, 0 to 1, each point alike; an area of which nothing was asked has shown nothing."""
    made = outcomes or {name: (name,) for name, (_, possible) in points.items() if possible}
    return {area: _share([points[name] for name in names if name in points]) for area, names in made.items()}


def weak_areas(points: Points, areas: Areas | None) -> dict[str, Fraction]:
    """Return area → share of those below the least share, in their order; none where no share is asked."""
    shares = area_shares(points, areas.outcomes) if areas else {}
    return {area: share for area, share in shares.items() if areas and share < areas.share}


def _share(points: list[tuple[Fraction, Fraction | int]]) -> Fraction:
    possible = sum((Fraction(most) for _, most in points), Fraction(0))
    return sum((earned for earned, _ in points), Fraction(0)) / possible if possible else Fraction(0)
