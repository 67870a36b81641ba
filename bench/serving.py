"""The served benchmarks of one database: floor and house are up at once and take turns, round after round."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.factory import create_app
from bench.case import Figure, ServedCase, Turn
from bench.effort import Effort
from bench.floor_case import FLOOR
from bench.house import House
from bench.load import Round, prepare, run_round, waits
from bench.server import Server, serve_floor, serve_house
from bench.spread import Spread
from bench.wire import CountingWire

Say = Callable[[str], None]
_COUNTED = 900_000  # rounds of the counting; no save of a round repeats one of these
_WARM = 0.5


def measure_served(cases: Sequence[ServedCase], house: House, effort: Effort, say: Say) -> list[Figure]:
    """Return the figure of each case on the database of `house`."""
    server = serve_house(house.environ, house.database_roots)
    try:
        bare = serve_floor(house.environ, house.database_roots)
        try:
            for case in cases:
                prepare(case, house, server)
            counted = {case.name: _statements(case, house) for case in cases}
            rounds = _take_turns(cases, house, (bare, server), effort, say)
        finally:
            bare.stop()
    finally:
        server.stop()
    return [_figure(case, house, rounds, counted[case.name]) for case in cases]


def _take_turns(
    cases: Sequence[ServedCase], house: House, servers: tuple[Server, Server], effort: Effort, say: Say
) -> dict[str, list[Round]]:
    bare, server = servers
    rounds: dict[str, list[Round]] = {case.name: [] for case in (FLOOR, *cases)}
    warm = replace(effort, seconds=min(_WARM, effort.seconds))
    for number in range(effort.rounds + 1):
        if number:
            say(f"{house.database}: round {number} of {effort.rounds}")
        for case in (FLOOR, *cases):
            done = run_round(case, house, bare if case is FLOOR else server, effort if number else warm, number)
            if number:
                rounds[case.name].append(done)
    return rounds


def _statements(case: ServedCase, house: House) -> int:
    """Return the statements of one unit in a warm process."""
    wire = CountingWire(create_app(works=house.works), house.works.database.engines)
    visitors = house.visitors[case.visitors]
    case.unit(wire, house, visitors[0], Turn(_COUNTED, 0, 0))
    before = wire.statements
    case.unit(wire, house, visitors[1], Turn(_COUNTED, 1, 0))
    return wire.statements - before


def _figure(case: ServedCase, house: House, rounds: dict[str, list[Round]], statements: int) -> Figure:
    floors = [one.cpu_ms * case.requests for one in rounds[FLOOR.name]]
    values = [one.cpu_ms for one in rounds[case.name]]
    times = [value / floor for value, floor in zip(values, floors, strict=True)]
    return Figure(
        case.name, house.database, case.does, "ms CPU", Spread.of(values), Spread.of(floors), Spread.of(times),
        case.goals, statements, waits(rounds[case.name]),
    )  # fmt: skip
