"""What a job is given to work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from app.foundation.clock import Clock
from app.foundation.storage import Storage
from app.foundation.transaction import Database, Unit
from app.jobs import claims

T = TypeVar("T")


class GiveUp(Exception):
    """Raised by a job whose try cannot succeed later either: it is kept as failed at once."""


@dataclass(frozen=True, slots=True)
class JobContext:
    """The first argument of every job: `job(context, **arguments)`. `parts` holds what the wiring made for the jobs."""

    database: Database
    storage: Storage | None
    parts: Mapping[str, Any]
    claim: claims.Claim

    @property
    def clock(self) -> Clock:
        """The clock of the house."""
        return self.database.clock

    def write(self, work: Callable[[Unit], T]) -> T:
        """Run `work` as one unit; it may run twice over the life of the job, so its effect must bear repeating."""
        return self.database.write(work)

    def progress(self, percent: int) -> None:
        """Show on pages how far the job is; raises `LeaseLost` when another worker took over."""
        self.database.write(lambda unit: claims.note_progress(unit, self.claim, max(0, min(percent, 100))))

    def finish(self, unit: Unit) -> None:
        """End the job in the transaction of its own last write: that write then happens exactly once.

        A job that never calls this is marked done after it returned.
        """
        claims.mark_done(unit, self.claim)
