"""What everything is set beside: the bare page, loaded as the others are."""

from __future__ import annotations

from bench.case import ServedCase, Turn
from bench.floor import PAGES
from bench.house import House
from bench.wire import Visitor, Wire, get


def open_a_page(wire: Wire, house: House, visitor: Visitor, turn: Turn) -> None:
    """Open the next bare page; it knows no visitor."""
    get(wire, f"/{1 + turn.number % PAGES}")


FLOOR = ServedCase(name="floor", does="bare page", goals=(), unit=open_a_page, visitors=slice(0, 32))
