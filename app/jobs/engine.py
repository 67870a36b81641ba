"""The engine: Huey's consumer (threads, restarts, signals) with the outbox itself as its queue."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta

import structlog
from huey import Huey
from huey.consumer import Consumer
from huey.storage import BlackHoleStorage

from app.jobs import claims
from app.jobs.claims import Claim
from app.jobs.timetable import Timetable
from app.jobs.worker import Workshop, claim_due, run_claim

POLL_SECONDS = 0.15
LONGEST = timedelta(minutes=15)
_log = structlog.get_logger()


class Leases:
    """The jobs that this process is running; their leases are renewed until they end or have run `LONGEST`."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._running: dict[str, tuple[Claim, float]] = {}
        self._lock = threading.Lock()
        self._renewed = time.monotonic()

    def run(self, claim: Claim) -> None:
        """Run one job with its lease kept up."""
        with self._lock:
            self._running[claim.id] = (claim, time.monotonic())
        try:
            run_claim(self._workshop, claim)
        finally:
            with self._lock:
                del self._running[claim.id]

    def keep(self) -> None:
        """Renew what runs when a third of the lease has passed since the last time."""
        now = time.monotonic()
        if now - self._renewed < self._workshop.lease.total_seconds() / 3:
            return
        self._renewed = now
        with self._lock:
            running = [claim for claim, since in self._running.values() if now - since < LONGEST.total_seconds()]
        for claim in running:
            self._renew(claim)

    def _renew(self, claim: Claim) -> None:
        if not self._workshop.database.write(lambda unit: claims.renew(unit, claim, self._workshop.lease)):
            _log.warning("lease lost", job=claim.name, id=claim.id)


class OutboxQueue(BlackHoleStorage):
    """The outbox seen by Huey as its queue: taking a message claims a row and leaves it there until it is done.

    Huey's own stores delete the message when it is taken, so that a killed worker loses it; this one cannot.
    """

    def __init__(self, name: str, workshop: Workshop, leases: Leases) -> None:
        super().__init__(name)
        self._workshop = workshop
        self._leases = leases
        self._timetable = Timetable(workshop.schedule)
        self.message_of = lambda claim: b""

    def dequeue(self) -> bytes | None:
        """Claim the next due job; asked by every worker thread some times a second."""
        claim = claim_due(self._workshop)
        return None if claim is None else self.message_of(claim)

    def read_schedule(self, ts: datetime) -> list[bytes]:
        """Keep the timetable and the leases; asked each second by Huey's scheduler. The outbox holds the rest."""
        self._timetable.keep(self._workshop.database)
        self._leases.keep()
        return []


class _Heedful(Consumer):
    """Huey's consumer, ended by a signal in good order from its first job on: Huey heeds none until all threads run."""

    def start(self) -> None:
        """Heed signals, then begin."""
        self._set_signal_handlers()
        super().start()


def make_consumer(workshop: Workshop, workers: int = 2) -> Consumer:
    """Return the consumer that runs the jobs of `workshop`; `.run()` returns after SIGTERM and the jobs' end."""
    leases = Leases(workshop)
    huey = Huey("provost", results=False, storage_class=OutboxQueue, workshop=workshop, leases=leases)
    run = huey.task(name="run")(leases.run)
    huey.storage.message_of = lambda claim: huey.serialize_task(run.s(claim))
    return _Heedful(
        huey,
        workers=workers,
        periodic=False,
        initial_delay=POLL_SECONDS,
        backoff=1.0,
        max_delay=POLL_SECONDS,
        scheduler_interval=1,
        shutdown_timeout=30,
        graceful_signal="TERM",
    )
