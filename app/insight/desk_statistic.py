"""What a statistic of the desk is: its columns and the rule that makes its rows of twelve months of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from app.foundation.registry import one_per_file
from app.insight.domain.desk_work import DeskWork, Row


@dataclass(frozen=True, slots=True)
class DeskStatistic:
    """Texts are translated where they are shown; a key without `labels` is a month; `place` orders the page."""

    name: str
    title: str
    meaning: str
    columns: tuple[str, ...]
    rows: Callable[[DeskWork], Sequence[Row]]
    labels: Mapping[str, str] = field(default_factory=dict)
    place: int = 9


def desk_statistics() -> tuple[DeskStatistic, ...]:
    """Return every statistic of the desk, one a file of `desk_statistics`, in the order of the page."""
    found = cast(dict[str, DeskStatistic], one_per_file("app.insight.desk_statistics", "STATISTIC"))
    return tuple(sorted(found.values(), key=lambda one: (one.place, one.name)))
