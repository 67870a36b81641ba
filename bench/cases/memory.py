"""Memory of the web server with two workers once it has answered pages and saves; nothing else of ours runs."""

from __future__ import annotations

from dataclasses import replace

from bench.case import Figure, Goal, LoneCase
from bench.cases import home, lesson, save
from bench.effort import Effort
from bench.floor_case import FLOOR
from bench.house import House
from bench.load import prepare, run_round
from bench.processes import memory_mb
from bench.server import serve_floor, serve_house
from bench.spread import Spread

_ROUND = 1_000_000  # a number of its own, so that no save repeats one of a served round


def measure(house: House, effort: Effort) -> Figure:
    """Load each server alone, then look at its memory. What a first start compiles, the one that is measured reads."""
    longer = replace(effort, seconds=effort.seconds + 0.5)
    used, least = _of_the_house(house, longer), _of_the_floor(house, longer)
    value, floor, times = Spread.of([used]), Spread.of([least]), Spread.of([used / least])
    return Figure(CASE.name, house.database, CASE.does, "MB", value, floor, times, CASE.goals)


def _of_the_house(house: House, effort: Effort) -> float:
    serve_house(house.environ).stop()
    server = serve_house(house.environ)
    try:
        prepare(save.CASE, house, server)
        for number, case in enumerate((lesson.CASE, home.CASE, save.CASE)):
            run_round(case, house, server, effort, _ROUND + number)
        return memory_mb(server.process.pid)
    finally:
        server.stop()


def _of_the_floor(house: House, effort: Effort) -> float:
    serve_floor(house.environ).stop()
    server = serve_floor(house.environ)
    try:
        run_round(FLOOR, house, server, effort, _ROUND)
        return memory_mb(server.process.pid)
    finally:
        server.stop()


CASE = LoneCase("memory", "web server, 2 workers (PSS)", (Goal("value", 140),), measure)
