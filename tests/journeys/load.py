"""Officers who go on saving whatever happens to the server, and keep their own list of what it told them was saved."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Send = Callable[[str, int], int]
"""Sends save number `sequence` of `writer` and returns the status; raises OSError where the line breaks."""


@dataclass(slots=True)
class Load:
    """Writers, each with its own running numbers. `told` is kept outside of the server."""

    send: Send
    writers: int = 4
    told: set[tuple[str, int]] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    cut: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _failures: list[BaseException] = field(default_factory=list)

    def __enter__(self) -> Load:
        for number in range(self.writers):
            thread = threading.Thread(target=self._write, args=(f"w{number}",))
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_how: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(60)
        if self._failures:
            raise self._failures[0]

    def wait_for(self, more: int, seconds: float = 120) -> None:
        """Wait until so many more saves were acknowledged."""
        wanted, end = len(self.told) + more, time.monotonic() + seconds
        while len(self.told) < wanted:
            assert time.monotonic() < end, (
                f"{len(self.told)} of {wanted} after {seconds} s; {self.statuses}, {self.cut} cut"
            )
            time.sleep(0.02)

    def _write(self, writer: str) -> None:
        sequence = 1
        try:
            while not self._ended.is_set():
                sequence += self._once(writer, sequence)
        except BaseException as error:
            self._failures.append(error)

    def _once(self, writer: str, sequence: int) -> int:
        """Send one save; the same again until it is acknowledged, as the page's script does."""
        try:
            status = self.send(writer, sequence)
        except OSError:
            self.cut += 1
            time.sleep(0.05 + random.random() / 10)
            return 0
        self.statuses[status] += 1
        if status != 200:
            time.sleep(0.05 + random.random() / 10)
            return 0
        self.told.add((writer, sequence))
        return 1


def lost(told: set[tuple[str, int]], rows: list[Any]) -> set[tuple[str, int]]:
    """Return what was acknowledged and does not stand in the table."""
    return told - {(row.writer, row.sequence) for row in rows}
