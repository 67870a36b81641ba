"""What a trainer may be told of how their course goes: groups of ten, and never of one officer (T16)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Protocol

from app.insight.domain.disclosure import K

ENOUGH = 30
"""A share or a median is shown from this many first tries on."""
HARDEST = 5
NEWEST = 500
"""A course changes: shares and medians are those of so many officers at most, the newest."""
LEAST, MOST = 5, 95
"""A share is never shown beyond these, in a hundred: "all of them" and "none of them" would speak of each officer."""


class Try(Protocol):
    """A first try at a quiz."""

    @property
    def passed(self) -> bool:
        """Whether it was passed."""

    @property
    def open_for(self) -> timedelta:
        """How long it was open."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A quiz over first tries, as many as are said: per cent passed and minutes; None where there are too few."""

    passed: int | None
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Hard:
    """An item, in how many first tries it was asked (whole tens), and how many in a hundred of its mark were earned."""

    key: str
    asked: int
    share: int


def cautious_share(part: Fraction) -> int:
    """Return a share, 0 to 1, in hundredths and in steps of 5, from 5 to 95."""
    return min(MOST, max(LEAST, round(part * 20) * 5))


def median_minutes(worked: Iterable[timedelta], enough: int = K) -> int | None:
    """Return the median in whole minutes; None where there are fewer than `enough`."""
    ordered = sorted(worked)
    return round(ordered[len(ordered) // 2].total_seconds() / 60) if len(ordered) >= enough else None


def tried(tries: Sequence[Try]) -> Tried:
    """Return what may be said of the first tries at a quiz; nothing of fewer than 30."""
    if len(tries) < ENOUGH:
        return Tried(None, None)
    passed = cautious_share(Fraction(sum(one.passed for one in tries), len(tries)))
    return Tried(passed, median_minutes(one.open_for for one in tries))


def hardest(earned: Iterable[tuple[str, Sequence[Fraction]]]) -> tuple[Hard, ...]:
    """Return the items of which least was earned, the hardest first, of those asked in 30 first tries or more."""
    means = sorted((sum(s, Fraction(0)) / len(s), key, len(s)) for key, s in earned if len(s) >= ENOUGH)
    return tuple(Hard(key, asked // K * K, cautious_share(mean)) for mean, key, asked in means[:HARDEST])
