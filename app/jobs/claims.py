"""Taking a job and letting go of it: leases, tries, and the fence against a worker that comes back too late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.foundation.transaction import Unit
from app.jobs.models import Outbox
from app.jobs.queries import OPEN

LEASE = timedelta(seconds=60)
MAX_TRIES = 8

_NOW = sa.bindparam("now", type_=UtcDateTime)
_UNTIL = sa.bindparam("until", type_=UtcDateTime)
# SKIP LOCKED spares PostgreSQL's workers waiting for one another; SQLite compiles it away and needs it not.
_NEXT = (
    sa.select(Outbox.id)
    .where(OPEN, Outbox.not_before <= _NOW)
    .order_by(Outbox.not_before)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
_CLAIM = (
    sa.update(Outbox)
    .where(Outbox.id == _NEXT, OPEN, Outbox.not_before <= _NOW)
    .values(state="running", lease_until=_UNTIL, not_before=_UNTIL, tries=Outbox.tries + 1)
    .returning(Outbox.id, Outbox.name, Outbox.arguments, Outbox.key, Outbox.tries)
)
_MINE = (
    sa.update(Outbox)
    .where(Outbox.id == sa.bindparam("which"), Outbox.tries == sa.bindparam("turn"), Outbox.state == "running")
)  # fmt: skip
_RENEW = _MINE.values(lease_until=_UNTIL, not_before=_UNTIL)
_PROGRESS = _MINE.values(progress=sa.bindparam("percent", type_=sa.Integer))
_DONE = _MINE.values(state="done", lease_until=None, done_at=_NOW, progress=100, error=None)
_FAILED = _MINE.values(state="failed", lease_until=None, done_at=_NOW, error=sa.bindparam("why"))
_AGAIN = _MINE.values(state="queued", lease_until=None, not_before=_UNTIL, error=sa.bindparam("why"))


class LeaseLost(Exception):
    """Another worker has taken this job over; what this one was about to write must not be written."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One turn at one job. `tries` counts this turn too, and fences it: a later turn makes this one powerless."""

    id: str
    name: str
    arguments: Mapping[str, Any]
    key: str
    tries: int

    @property
    def exhausted(self) -> bool:
        """Whether all tries before this one ended with the death of the worker or in failure."""
        return self.tries > MAX_TRIES


def claim_next(unit: Unit, lease: timedelta = LEASE) -> Claim | None:
    """Take the job that is due longest, or whose worker's lease ended; None when nothing is due."""
    row = unit.connection.execute(_CLAIM, {"now": unit.now, "until": unit.now + lease}).first()
    return Claim(*row) if row else None


def renew(unit: Unit, claim: Claim, lease: timedelta = LEASE) -> bool:
    """Prolong the lease; False when the job is no longer this turn's."""
    return _write(unit, _RENEW, claim, until=unit.now + lease)


def note_progress(unit: Unit, claim: Claim, percent: int) -> None:
    """Keep how far the job is (0 to 100); raises `LeaseLost`."""
    _must(_write(unit, _PROGRESS, claim, percent=percent))


def mark_done(unit: Unit, claim: Claim) -> None:
    """End the job in this transaction, with its effect; raises `LeaseLost`, which undoes the effect."""
    _must(_write(unit, _DONE, claim, now=unit.now))


def mark_failed(unit: Unit, claim: Claim, why: str) -> bool:
    """Queue the job again after a pause, or keep it as failed when no try is left. Returns whether it failed."""
    if claim.tries < MAX_TRIES:
        _write(unit, _AGAIN, claim, until=unit.now + pause(claim.tries), why=why[:500])
        return False
    return _write(unit, _FAILED, claim, now=unit.now, why=why[:500])


def give_up(unit: Unit, claim: Claim, why: str) -> bool:
    """Keep the job as failed at once: trying again cannot help."""
    return _write(unit, _FAILED, claim, now=unit.now, why=why[:500])


def pause(tries: int) -> timedelta:
    """Return the wait after failed try number `tries`: 10 s, 50 s, 4 min … 16 h; eight outlast a day without mail."""
    return timedelta(seconds=min(10 * 5 ** (tries - 1), 57_600))


def _write(unit: Unit, statement: sa.Update, claim: Claim, **values: datetime | str | int) -> bool:
    values |= {"which": claim.id, "turn": claim.tries}
    return unit.connection.execute(statement, values).rowcount == 1


def _must(written: bool) -> None:
    if not written:
        raise LeaseLost
