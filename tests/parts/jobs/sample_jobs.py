"""Jobs that the tests run, as the wiring would name them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from app.jobs.context import GiveUp, JobContext
from app.jobs.services import enqueue
from app.jobs.timetable import Scheduled

JOBS = {name: f"tests.parts.jobs.sample_jobs:{name}" for name in (
    "note", "fail", "hopeless", "chain", "finish_twice", "finish", "die_once", "slow", "report")}  # fmt: skip
SCHEDULE: tuple[Scheduled, ...] = ()


def note(context: JobContext, *, word: str) -> None:
    """Keep the word in the list that the test gave."""
    context.parts["words"].append(word)


def fail(context: JobContext) -> None:
    context.parts["words"].append("tried")
    raise OSError("the text of an error may name Ms Example")


def hopeless(context: JobContext) -> None:
    raise GiveUp


def chain(context: JobContext, *, left: int) -> None:
    """Ask for another job, as a batch does."""
    context.parts["words"].append(str(left))
    if left:
        context.write(lambda unit: enqueue(unit, "chain", {"left": left - 1}, f"chain:{left - 1}"))


def finish(context: JobContext) -> None:
    """End with the effect in one transaction."""
    context.write(lambda unit: (enqueue(unit, "note", {"word": "effect"}, "effect"), context.finish(unit)))


def finish_twice(context: JobContext) -> None:
    """What a worker does that comes back after its lease ended and another took over."""
    context.write(context.finish)
    context.write(lambda unit: (enqueue(unit, "note", {"word": "late"}, "late"), context.finish(unit)))


def report(context: JobContext) -> None:
    context.progress(40)
    with context.database.reading() as connection:
        context.parts["words"].append(connection.exec_driver_sql("SELECT progress FROM outbox").scalar())


def die_once(context: JobContext, *, folder: str) -> None:
    """Die at the first try as kill -9 would; do the work at the second."""
    if context.claim.tries == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    (Path(folder) / f"done-{context.claim.tries}").touch()


def slow(context: JobContext, *, folder: str, seconds: float) -> None:
    """Mark begin and end with files, so that two runs at once would be seen."""
    (Path(folder) / f"begun-{context.claim.tries}").write_text(str(time.time()))
    time.sleep(seconds)
    (Path(folder) / "ended").touch()
