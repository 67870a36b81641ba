"""What may be said of how many officers without saying anything of one of them (P2, U12, security goal S10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

K = 10
"""The smallest group of officers of which a figure may be shown, and the step in which every figure moves."""

FEWEST_FOR_A_SHARE = 50
"""A share in steps of 5 % of fewer officers could be traced back to how many they are."""


@dataclass(frozen=True, slots=True)
class Column:
    """One measure of one course as shown: officers of each country named, and of all other countries together.

    `other` is 0 where there is no such figure.
    """

    named: Mapping[str, int] = field(default_factory=dict)
    other: int = 0


NOTHING_SHOWN = Column()


def rounded(officers: int) -> int | None:
    """Return a number of officers as it may be shown: whole tens, rounded down; None below 10.

    Every figure of every table is a whole ten, so whatever is added or taken from whatever else is a whole ten too:
    no sum, no difference of two rows, stages or quarters says one to nine. In fives it would now and then say "five".
    """
    return officers // K * K or None


def renewed(before: Column, counts: Mapping[str, int]) -> Column:
    """Return the column for a newly closed quarter, given the column shown before and the counts since the beginning.

    1. A country that was named stays named, and its figure never falls.
    2. All other countries are one group. When its figure moves, its countries with at least 10 officers are named.
       What is left over is 0 or at least 10: otherwise the smallest of those just named goes back into the group
       (complementary suppression).
    All figures are whole tens, rounded down, and move by ten or more.
    """
    named = {country: _moved(shown, counts.get(country, 0)) for country, shown in before.named.items()}
    group = {country: officers for country, officers in counts.items() if country not in named and officers > 0}
    if _moved(before.other, sum(group.values())) == before.other:
        return Column(named, before.other)
    newly = _safe_to_name(group)
    left_over = sum(group.values()) - sum(newly.values())
    return Column(named | {country: rounded(n) or 0 for country, n in newly.items()}, rounded(left_over) or 0)


def merged(counts: Mapping[str, int]) -> Column:
    """Return the column of a measure that may fall, by itself: what was shown before binds nothing."""
    return renewed(NOTHING_SHOWN, counts)


def share(part: int | None, whole: int | None) -> int | None:
    """Return how many in a hundred `part` is of `whole`, to the nearest 5, of two figures as shown; None below 50.

    It is worked out of what stands beside it, so that it tells nothing more.
    """
    if part is None or whole is None or whole < FEWEST_FOR_A_SHARE:
        return None
    return min(100, (2 * 20 * part + whole) // (2 * whole) * 5)


def _moved(shown: int, now: int) -> int:
    now = rounded(now) or 0
    return now if now - shown >= K else shown


def _safe_to_name(group: Mapping[str, int]) -> dict[str, int]:
    newly = {country: officers for country, officers in group.items() if officers >= K}
    left_over = sum(group.values()) - sum(newly.values())
    if newly and 0 < left_over < K:
        del newly[min(newly, key=lambda country: (newly[country], country))]
    return newly
