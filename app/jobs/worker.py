"""Running jobs: take one, find its function, run it, note the outcome."""

from __future__ import annotations

import importlib
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog

from app.foundation.errors import Refusal
from app.foundation.storage import Storage
from app.foundation.transaction import Database, Unit
from app.jobs import claims, queries
from app.jobs.claims import Claim, LeaseLost
from app.jobs.context import GiveUp, JobContext
from app.jobs.timetable import Scheduled

Failed = Callable[[Unit, Claim], None]
_log = structlog.get_logger()


def _tell_nobody(_unit: Unit, _claim: Claim) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a worker works with. `jobs` names the functions as `package.module:function`; `on_failed` hears of each
    job that failed for good, in the transaction that says so."""

    database: Database
    jobs: Mapping[str, str]
    schedule: Sequence[Scheduled] = ()
    storage: Storage | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    lease: timedelta = claims.LEASE
    on_failed: Failed = _tell_nobody


def run_once(workshop: Workshop, limit: int = 1000) -> int:
    """Run every job that is due in this process, those they ask for too; return how many turns were taken."""
    for turn in range(limit):
        claim = claim_due(workshop)
        if claim is None:
            return turn
        run_claim(workshop, claim)
    return limit


def claim_due(workshop: Workshop) -> Claim | None:
    """Take the next due job; asks by a plain read first, so that an idle worker never writes."""
    database = workshop.database
    with database.reading() as connection:
        if not queries.any_due(connection, database.clock()):
            return None
    return database.write(lambda unit: claims.claim_next(unit, workshop.lease))


def run_claim(workshop: Workshop, claim: Claim) -> None:
    """Run one claimed job to its outcome; whatever it raises is noted in the outbox and never leaves this function."""
    if claim.exhausted:
        _note(workshop, claim, "the worker died in every try", final=True)
        return
    context = JobContext(workshop.database, workshop.storage, workshop.parts, claim)
    try:
        find(workshop.jobs, claim.name)(context, **claim.arguments)
        _close(workshop, claim)
    except LeaseLost:
        _log.warning("job taken over", job=claim.name, id=claim.id)
    except Exception as error:
        _note(workshop, claim, describe(error), final=isinstance(error, GiveUp))


def find(jobs: Mapping[str, str], name: str) -> Callable[..., None]:
    """Return the function of the job `name`; raises `GiveUp` for a name that the table does not hold."""
    if name not in jobs:
        raise GiveUp(f"there is no job {name}")
    module, _, function = jobs[name].partition(":")
    found: Callable[..., None] = getattr(importlib.import_module(module), function)
    return found


def wait_until_finished(database: Database, key: str, seconds: float) -> bool:
    """Wait for the worker to finish the job with `key`; False when it has not after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        with database.reading() as connection:
            job = queries.job_by_key(connection, key)
        if job and job.finished:
            return job.state == "done"
        if time.monotonic() >= end:
            return False
        time.sleep(0.1)


def describe(error: Exception) -> str:
    """Return what failed and where, without the error's text: that may hold what names a person."""
    if isinstance(error, Refusal):
        return error.code
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {'/'.join(frames[-1].filename.split('/')[-3:])}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place


def _close(workshop: Workshop, claim: Claim) -> None:
    with workshop.database.reading() as connection:
        job = queries.job_by_key(connection, claim.key)
    if job and job.state == "running":
        workshop.database.write(lambda unit: claims.mark_done(unit, claim))


def _note(workshop: Workshop, claim: Claim, why: str, *, final: bool) -> None:
    def work(unit: Unit) -> bool:
        failed = claims.give_up(unit, claim, why) if final else claims.mark_failed(unit, claim, why)
        if failed:
            workshop.on_failed(unit, claim)
        return failed

    failed = workshop.database.write(work)
    _log.error("job failed" if failed else "job will be tried again", job=claim.name, id=claim.id, why=why)
