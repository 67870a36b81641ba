"""The timetable: jobs that come round by the clock, each slot run once however many workers there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from app.foundation.transaction import Database, Unit
from app.jobs.services import enqueue

_START = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A job that runs once in every slot of `every`, `offset` after its beginning.

    Slots are counted in UTC from midnight: every 24 h with an offset of 2 h 30 min is each night at 02:30.
    A worker that was off runs the present slot when it comes back, and not those that it missed.
    """

    name: str
    every: timedelta
    offset: timedelta = timedelta(0)
    arguments: Mapping[str, Any] = field(default_factory=dict)


def slot(entry: Scheduled, now: datetime) -> datetime:
    """Return the beginning of the slot that `now` lies in."""
    return _START + entry.offset + (now - _START - entry.offset) // entry.every * entry.every


def slot_key(entry: Scheduled, now: datetime) -> str:
    """Return the outbox key of the present slot: unique, so that one of many workers gets to ask for it."""
    return f"slot:{entry.name}:{slot(entry, now):%Y-%m-%dT%H:%M:%SZ}"


class Timetable:
    """Asks for each slot when it begins, and remembers what was asked so that an idle worker writes nothing."""

    def __init__(self, entries: Iterable[Scheduled]) -> None:
        self._entries = tuple(entries)
        self._asked: set[str] = set()

    def keep(self, database: Database) -> int:
        """Ask for the slots that have begun; return how many were new to this worker."""
        due = {slot_key(entry, database.clock()): entry for entry in self._entries}
        new = {key: entry for key, entry in due.items() if key not in self._asked}
        if new:
            database.write(lambda unit: _ask(unit, new))
        self._asked = set(due)
        return len(new)


def _ask(unit: Unit, entries: Mapping[str, Scheduled]) -> None:
    for key, entry in entries.items():
        enqueue(unit, entry.name, entry.arguments, key)
