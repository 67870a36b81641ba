"""What a statistic of the desk is: its columns and the rule that makes its rows of twelve months of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from app.foundation.registry import one_per_file
from app.insight.domain.desk_work import DeskWork, Row


@dataclass(frozen=True, slots=True)
class DeskStatistic:
    """Texts are translated where they are shown; a key of a row without `labels` is a month."""

    name: str
    title: str
    meaning: str
    columns: tuple[str, ...]
    rows: Callable[[DeskWork], Sequence[Row]]
    labels: Mapping[str, str] = field(default_factory=dict)


def desk_statistics() -> tuple[DeskStatistic, ...]:
    """Return every statistic of the desk, one a file of `desk_statistics`, by the names of the files."""
    return tuple(cast(dict[str, DeskStatistic], one_per_file("app.insight.desk_statistics", "STATISTIC")).values())
