"""Several measurements of one thing: the middle one, the lowest and the highest."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, lowest and highest of several rounds."""

    median: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Return the spread of at least one value."""
        found = sorted(values)
        return cls(statistics.median(found), found[0], found[-1])

    def __str__(self) -> str:
        """Show as `1.38 [1.18–1.51]`."""
        digits = 2 if self.median < 20 else 1 if self.median < 200 else 0
        return f"{self.median:.{digits}f} [{self.lowest:.{digits}f}–{self.highest:.{digits}f}]"
