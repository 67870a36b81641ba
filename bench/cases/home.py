"""The home page of an officer: next step, requirements of the scheme, certificates."""

from __future__ import annotations

from bench.case import Goal, ServedCase, Turn
from bench.house import House
from bench.wire import Visitor, Wire, get


def come_home(wire: Wire, house: House, visitor: Visitor, turn: Turn) -> None:
    """Open the home page."""
    get(wire, "/", visitor)


CASE = ServedCase(
    name="home",
    does="home page",
    goals=(Goal("times", 2.0), Goal("statements", 4)),
    unit=come_home,
    visitors=slice(0, 32),
)
