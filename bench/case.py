"""What a benchmark is: something done again and again to the served house, or something measured alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.spread import Spread

if TYPE_CHECKING:
    from bench.effort import Effort
    from bench.house import House
    from bench.wire import Visitor, Wire


class CannotMeasure(Exception):
    """Something that a measurement needs is not there, or answered otherwise than it should."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Where in the run a unit of work stands: round, thread of the client, number within both."""

    round: int
    thread: int
    number: int


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that may be found; `of` is `times`, `statements` or `value`. `only`: the one database it holds on."""

    of: str
    most: float
    only: str = ""


@dataclass(frozen=True, slots=True)
class ServedCase:
    """A benchmark of the served house: CPU of the whole server tree for one unit of work.

    `unit` does one unit as one visitor. `requests` says how many requests that is: its floor is as many bare pages.
    `visitors` is the slice of the crowd that does it; `prepare` readies them, once, before anything is measured.
    """

    name: str
    does: str
    goals: tuple[Goal, ...]
    unit: Callable[[Wire, House, Visitor, Turn], None]
    visitors: slice
    requests: int = 1
    prepare: Callable[[Wire, House, Visitor], None] | None = None


@dataclass(frozen=True, slots=True)
class LoneCase:
    """A benchmark that runs while nothing else of ours does, on SQLite."""

    name: str
    does: str
    goals: tuple[Goal, ...]
    measure: Callable[[House, Effort], Figure]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was found: value and floor in `unit`, how many times the floor, statements where they were counted."""

    name: str
    database: str
    does: str
    unit: str
    value: Spread
    floor: Spread
    times: Spread
    goals: tuple[Goal, ...] = ()
    statements: int | None = None
    more: Mapping[str, float] | None = None

    def found(self, goal: Goal) -> float | None:
        """Return what is to be set against `goal`; None where it does not hold on this database."""
        if goal.only and goal.only != self.database:
            return None
        return {"times": self.times.median, "value": self.value.median, "statements": self.statements}[goal.of]

    def met(self, goal: Goal) -> bool | None:
        """Whether the goal is met; None where it does not hold here."""
        found = self.found(goal)
        return None if found is None else found <= goal.most
