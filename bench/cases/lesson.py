"""A lesson page: the lessons of the course in turn, sign-in, form token, compression and access log included."""

from __future__ import annotations

from bench.case import Goal, ServedCase, Turn
from bench.house import House
from bench.wire import Visitor, Wire, get


def read_a_lesson(wire: Wire, house: House, visitor: Visitor, turn: Turn) -> None:
    """Open the next lesson."""
    get(wire, house.lessons[turn.number % len(house.lessons)], visitor)


CASE = ServedCase(
    name="lesson",
    does="lesson page",
    goals=(Goal("times", 1.8), Goal("statements", 3)),
    unit=read_a_lesson,
    visitors=slice(0, 32),
)
