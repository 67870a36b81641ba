"""What may be said of how many officers without saying anything of one of them (P2, U12, security goal S10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

K = 10
"""The smallest group of officers of which a figure may be shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """One measure of one course as shown: officers of each country named, and of all other countries together.

    `other` is 0 where there is no such figure. The total of a column is the sum of its figures and nothing else.
    """

    named: Mapping[str, int] = field(default_factory=dict)
    other: int = 0


NOTHING_SHOWN = Column()


def rounded(officers: int) -> int | None:
    """Return a running total as it may be shown at any moment: whole tens, rounded down; None below 10.

    A figure that moves at once can be watched. In tens, two steps always have ten officers between them, and a total
    less its parts is a multiple of ten; in fives it would now and then say "five".
    """
    return officers // K * K or None


def renewed(before: Column, counts: Mapping[str, int]) -> Column:
    """Return the column for a newly closed quarter, given the column shown before and the counts since the beginning.

    1. A country that was named stays named, and its figure moves only when at least 10 officers have joined it.
    2. All other countries are one group; it too moves only by 10 or more. When it moves, its countries with at least
       10 officers are named. What is left over is 0 or at least 10: otherwise the smallest of those just named goes
       back into the group (complementary suppression).
    So a column begins empty, what is too few waits, no figure is below 10, and neither the sums and differences of
    figures within a quarter nor those between quarters make a group of 1 to 9. Merging a named country back would:
    its new group less its old figure would be the newcomers alone.
    """
    named = {country: _moved(shown, counts.get(country, 0)) for country, shown in before.named.items()}
    group = {country: officers for country, officers in counts.items() if country not in named and officers > 0}
    if sum(group.values()) - before.other < K:
        return Column(named, before.other)
    newly = _safe_to_name(group)
    return Column(named | newly, sum(group.values()) - sum(newly.values()))


def _moved(shown: int, now: int) -> int:
    return now if now - shown >= K else shown


def _safe_to_name(group: Mapping[str, int]) -> dict[str, int]:
    newly = {country: officers for country, officers in group.items() if officers >= K}
    left_over = sum(group.values()) - sum(newly.values())
    if newly and 0 < left_over < K:
        del newly[min(newly, key=lambda country: (newly[country], country))]
    return newly
