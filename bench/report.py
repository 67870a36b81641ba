"""What a run found: a table for people, the same as JSON for programs."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from typing import Any

from bench.case import Figure, Goal
from bench.effort import Effort
from bench.spread import Spread

_HEAD = ("figure", "database", "measured", "floor", "times the floor", "SQL", "goals")
_WORDS = {"times": "× {most:g}", "statements": "{most:g} SQL", "value": "{most:g} {unit}"}


def table(figures: Sequence[Figure], left_out: Sequence[str]) -> str:
    """Return the figures as a table with the verdict on each goal at the end of its line."""
    rows = [_HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([*lines, "", *(f"Not measured: {one}" for one in left_out), _verdict(figures)])


def _row(figure: Figure) -> tuple[str, ...]:
    said = [_said(figure, goal) for goal in figure.goals if figure.found(goal) is not None]
    statements = "" if figure.statements is None else str(figure.statements)
    return (
        figure.does, figure.database, f"{figure.value} {figure.unit}", str(figure.floor), str(figure.times), statements,
        "; ".join(said),
    )  # fmt: skip


def _said(figure: Figure, goal: Goal) -> str:
    limit = _WORDS[goal.of].format(most=goal.most, unit=figure.unit)
    return f"≤ {limit}: {'met' if figure.met(goal) else 'NOT MET'}"


def _verdict(figures: Sequence[Figure]) -> str:
    judged = [figure.met(goal) for figure in figures for goal in figure.goals]
    met, known = judged.count(True), len(judged) - judged.count(None)
    return (
        f"{met} of {known} goals met. Median [lowest–highest] of the rounds; compare the times, not the milliseconds."
    )


def record(figures: Sequence[Figure], effort: Effort, left_out: Sequence[str]) -> dict[str, Any]:
    """Return the run as JSON values."""
    return {
        "machine": {"processors": os.cpu_count(), "system": platform.system(), "python": platform.python_version()},
        "effort": {"rounds": effort.rounds, "seconds": effort.seconds, "people": effort.people},
        "figures": [_figure_record(figure) for figure in figures],
        "not_measured": list(left_out),
    }


def _figure_record(figure: Figure) -> dict[str, Any]:
    return {
        "name": figure.name,
        "database": figure.database,
        "does": figure.does,
        "unit": figure.unit,
        "measured": _spread_record(figure.value),
        "floor": _spread_record(figure.floor),
        "times_floor": _spread_record(figure.times),
        "statements": figure.statements,
        "goals": [
            {"of": goal.of, "most": goal.most, "found": figure.found(goal), "met": figure.met(goal)}
            for goal in figure.goals
            if figure.found(goal) is not None
        ],
        **dict(figure.more or {}),
    }


def _spread_record(spread: Spread) -> dict[str, float]:
    return {"median": spread.median, "lowest": spread.lowest, "highest": spread.highest}
