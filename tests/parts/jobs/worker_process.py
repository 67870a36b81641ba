"""A worker as its own process: `python worker_process.py URL LEASE_SECONDS`."""

from __future__ import annotations

import sys
from datetime import timedelta

from app.foundation.transaction import Database
from app.jobs.engine import make_consumer
from app.jobs.worker import Workshop
from tests.parts.jobs.sample_jobs import JOBS

if __name__ == "__main__":
    workshop = Workshop(Database(sys.argv[1]), JOBS, lease=timedelta(seconds=float(sys.argv[2])))
    print("ready", flush=True)
    make_consumer(workshop).run()
