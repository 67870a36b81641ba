"""How long a second `./provost run` takes until its first page is there; the floor: the bare page's own server."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from filecmp import cmp
from pathlib import Path

from bench.case import Figure, Goal, LoneCase
from bench.effort import Effort
from bench.house import House
from bench.server import ROOT, Server, free_port, serve_floor, start
from bench.spread import Spread

_VENV = ROOT / ".venv"


def measure(house: House, effort: Effort) -> Figure:
    """Start the demonstration on the instance that is there already, several times; the first start is not counted."""
    starts = range(1 + max(1, effort.repeats // 2))
    values = [_start_of_the_house(house) for _ in starts][1:]
    floors = [_start_of_the_floor(house) for _ in starts][1:]
    times = [value / floor for value, floor in zip(values, floors, strict=True)]
    return Figure(
        CASE.name, house.database, CASE.does, "s", Spread.of(values), Spread.of(floors), Spread.of(times), CASE.goals
    )


def _start_of_the_house(house: House) -> float:
    port = free_port()
    command = [*_door(), "run", "--port", str(port), "--instance", str(house.works.settings.instance)]
    return _timed(lambda: start(command, port, house.environ))


def _start_of_the_floor(house: House) -> float:
    return _timed(lambda: serve_floor(house.environ))


def _timed(begin: Callable[[], Server]) -> float:
    started = time.perf_counter()
    server = begin()
    taken = time.perf_counter() - started
    server.stop()
    return taken


def _door() -> list[str]:
    """Go through the door where it would do nothing but hand on; else straight to the program: nothing is installed."""
    lock = _VENV / ".lock-requirements"
    stands = Path(sys.prefix) == _VENV and lock.exists() and cmp(lock, ROOT / "requirements.txt", shallow=False)
    return [str(ROOT / "provost")] if stands else [sys.executable, "-m", "app"]


CASE = LoneCase("ready", "second start of ./provost run", (Goal("value", 3),), measure)
