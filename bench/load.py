"""The client: a few threads, each with its own connection and people, for a bounded time and number of turns."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.case import CannotMeasure, ServedCase, Turn
from bench.effort import Effort
from bench.house import House
from bench.processes import cpu_seconds
from bench.server import Server
from bench.spread import Spread
from bench.wire import SocketWire, Visitor


@dataclass(slots=True)
class Round:
    """One round of one case: CPU of the server tree in ms for a unit of work, and how long each unit took."""

    cpu_ms: float
    waits_ms: list[float]

    @property
    def late_ms(self) -> float:
        """The 95th percentile of the waits."""
        return sorted(self.waits_ms)[int(len(self.waits_ms) * 0.95)]


@dataclass(slots=True)
class _Client:
    """One thread of the client."""

    case: ServedCase
    house: House
    visitors: Sequence[Visitor]
    effort: Effort
    port: int
    number: int
    waits_ms: list[float] = field(default_factory=list)
    failure: Exception | None = None

    def run(self, at_round: int) -> None:
        try:
            wire = SocketWire(self.port)
            try:
                self._turns(wire, at_round)
            finally:
                wire.close()
        except (CannotMeasure, OSError, ValueError) as error:
            self.failure = error

    def _turns(self, wire: SocketWire, at_round: int) -> None:
        until = time.perf_counter() + self.effort.seconds
        first = at_round * self.effort.most
        for number in range(self.effort.most):
            started = time.perf_counter()
            if started >= until:
                break
            visitor = self.visitors[(first + number) % len(self.visitors)]
            self.case.unit(wire, self.house, visitor, Turn(at_round, self.number, number))
            self.waits_ms.append((time.perf_counter() - started) * 1000)


def run_round(case: ServedCase, house: House, server: Server, effort: Effort, at_round: int) -> Round:
    """Do the case for `effort.seconds` against `server`. Raises `CannotMeasure` on any answer not as expected."""
    visitors = house.visitors[case.visitors]
    clients = [
        _Client(case, house, visitors[number :: effort.threads], effort, server.port, number)
        for number in range(effort.threads)
    ]
    before = cpu_seconds(server.roots)
    threads = [threading.Thread(target=client.run, args=(at_round,), daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=effort.seconds + 60)
    used = cpu_seconds(server.roots) - before
    for client in clients:
        if client.failure is not None:
            raise CannotMeasure(f"{case.name}: {client.failure}") from client.failure
    waits = [wait for client in clients for wait in client.waits_ms]
    if not waits:
        raise CannotMeasure(f"{case.name}: nothing was answered in {effort.seconds} s")
    return Round(used / len(waits) * 1000, waits)


def waits(rounds: Sequence[Round]) -> dict[str, float]:
    """Return median and 95th percentile of the waits of several rounds, in ms."""
    whole = [wait for one in rounds for wait in one.waits_ms]
    return {"wait_ms_median": Spread.of(whole).median, "wait_ms_95": Round(0, whole).late_ms}


def prepare(case: ServedCase, house: House, server: Server) -> None:
    """Ready the visitors of a case that asks for it."""
    if case.prepare is None:
        return
    wire = SocketWire(server.port)
    try:
        for visitor in house.visitors[case.visitors]:
            case.prepare(wire, house, visitor)
    finally:
        wire.close()
