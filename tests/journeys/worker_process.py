"""A worker that dies at a named point: `python -m tests.journeys.worker_process FOLDER URL POINT LEASE`."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from app.accreditation import jobs
from app.factory import make_works
from app.jobs.worker import run_once
from tests.plugins.instances import settings_for

POINTS = {"before-rendering": "render_certificate", "between-file-and-row": "note_file"}


def die(*_given: object, **_more: object) -> None:
    """End as `kill -9` does: nothing is closed, nothing told."""
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    folder, url, point, lease = sys.argv[1:]
    if point in POINTS:
        setattr(jobs, POINTS[point], die)
    workshop = make_works(settings_for(Path(folder), url)).workshop()
    run_once(replace(workshop, lease=timedelta(seconds=float(lease))))
