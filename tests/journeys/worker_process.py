"""A worker that dies at a named point: `python -m tests.journeys.worker_process FOLDER URL POINT LEASE [MOMENT]`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from app.accreditation import batch_jobs, jobs
from app.accreditation.services import batch_granting
from app.factory import make_works
from app.foundation.clock import system_clock
from app.jobs.worker import run_once
from tests.plugins.instances import settings_for

POINTS: dict[str, tuple[ModuleType, str, int]] = {
    "before-rendering": (jobs, "render_certificate", 1),
    "between-file-and-row": (jobs, "note_file", 1),
}
"""Where it dies over one certificate: at which call of which function."""
BATCH_POINTS: dict[str, tuple[ModuleType, str, int]] = {
    "before-it-begins": (batch_jobs, "people_waiting", 1),
    "between-two-people": (batch_jobs, "grant_one", 60),
    "in-the-middle-of-one": (batch_granting, "settle", 70),
    "before-the-end": (batch_jobs, "finish_batch", 1),
    "while-one-is-printed": (jobs, "render", 3),
    "between-its-file-and-its-row": (jobs, "note_file", 3),
}
"""Where it dies over a batch."""


def dying(true: Callable[..., Any], call: int) -> Callable[..., Any]:
    """Return a function that at its nth call ends as `kill -9` does: nothing is closed, nothing told."""
    calls = iter(range(1, 10_000))

    def act(*given: Any, **more: Any) -> Any:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return true(*given, **more)

    return act


if __name__ == "__main__":
    folder, url, point, lease, *moment = sys.argv[1:]
    if point in POINTS | BATCH_POINTS:
        module, name, call = (POINTS | BATCH_POINTS)[point]
        setattr(module, name, dying(getattr(module, name), call))
    now = datetime.fromisoformat(moment[0]) if moment else None
    workshop = make_works(settings_for(Path(folder), url), (lambda: now) if now else system_clock).workshop()
    run_once(replace(workshop, lease=timedelta(seconds=float(lease))))
