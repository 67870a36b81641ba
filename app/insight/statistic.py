"""What a statistic is: a name, columns that explain themselves, and the rule that makes its table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from app.foundation.registry import one_per_file
from app.insight.domain.measures import Exact, Table


@dataclass(frozen=True, slots=True)
class StatisticColumn:
    """A column; `title` and `meaning` are translated where they are shown."""

    key: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Statistic:
    """`table` makes what may be shown from exact counts and the table published before (empty for the first).

    A quarterly statistic is made once for each closed quarter and stored; any other is made when it is looked at.
    """

    name: str
    title: str
    columns: tuple[StatisticColumn, ...]
    quarterly: bool
    table: Callable[[Exact, Table], Table]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the columns, in order."""
        return tuple(column.key for column in self.columns)


def all_statistics() -> dict[str, Statistic]:
    """Return name → statistic, of every file in `statistics`."""
    return cast(dict[str, Statistic], one_per_file("app.insight.statistics", "STATISTIC"))


def quarterly_statistics() -> tuple[Statistic, ...]:
    """Return the statistics that are published for each closed quarter."""
    return tuple(one for one in all_statistics().values() if one.quarterly)
