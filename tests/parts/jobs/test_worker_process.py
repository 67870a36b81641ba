"""The worker as a real process: fast to start, killed without loss, stopped without haste."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.foundation.transaction import Database
from app.jobs.services import enqueue

ROOT = Path(__file__).parents[3]
PATIENCE = 30.0
"""Seconds that a test bears with a busy machine; less than the lease of production."""
ASK_AND_DIE = """
import os, signal, sys
from app.foundation.transaction import Database
from app.jobs.services import enqueue
Database(sys.argv[1]).write(lambda unit: enqueue(unit, "slow", {"folder": sys.argv[2], "seconds": 0}, "k"))
os.kill(os.getpid(), signal.SIGKILL)
"""

TOLD_TOO_SOON = """
import os, signal, sys, time
from pathlib import Path
from app.foundation.transaction import Database
from app.jobs.engine import make_consumer
from app.jobs.worker import Workshop
from tests.parts.jobs.sample_jobs import JOBS
consumer = make_consumer(Workshop(Database(sys.argv[1]), JOBS))
begin, begun = consumer.worker_threads[0][1].start, Path(sys.argv[2]) / "begun-1"
def begin_and_be_told():
    begin()
    while not begun.exists():
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)
consumer.worker_threads[0][1].start = begin_and_be_told
consumer.run()
"""


@contextmanager
def worker(url: str, lease: float = 60) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.parts.jobs.worker_process", url, str(lease)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def seen(path: Path) -> bool:
    end = time.monotonic() + PATIENCE
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.01)
    return path.exists()


def ask(url: str, name: str, key: str, **arguments: object) -> None:
    database = Database(url)
    database.write(lambda unit: enqueue(unit, name, arguments, key))
    database.engine.dispose()


def test_killed_between_commit_and_job_the_effect_still_comes(database_url: str, tmp_path: Path) -> None:
    """R8: SIGKILL right after the commit; no message went anywhere but into the table."""
    died = subprocess.run([sys.executable, "-c", ASK_AND_DIE, database_url, str(tmp_path)], cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL
    with worker(database_url):
        assert seen(tmp_path / "ended")


def test_killed_within_the_job_another_worker_does_it(database_url: str, tmp_path: Path) -> None:
    """R8: finished within the lease and a little."""
    ask(database_url, "die_once", "k", folder=str(tmp_path))
    with worker(database_url, lease=1) as first:
        assert first.wait(PATIENCE) == -signal.SIGKILL
    with worker(database_url, lease=1):
        assert seen(tmp_path / "done-2")


def test_a_long_job_keeps_its_lease(database_url: str, tmp_path: Path) -> None:
    """A job of more than two leases runs once, with two workers waiting for it to be free.

    A lease is renewed two seconds before its end, so that a busy machine does not decide.
    """
    ask(database_url, "slow", "k", folder=str(tmp_path), seconds=8.5)
    with worker(database_url, lease=4), worker(database_url, lease=4):
        assert seen(tmp_path / "ended")
    assert (tmp_path / "begun-1").exists()
    assert not (tmp_path / "begun-2").exists()


def test_told_to_stop_the_worker_ends_its_job_first(database_url: str, tmp_path: Path) -> None:
    ask(database_url, "slow", "k", folder=str(tmp_path), seconds=1.0)
    with worker(database_url) as process:
        assert seen(tmp_path / "begun-1")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert (tmp_path / "ended").exists()


def test_told_to_stop_while_its_threads_begin_the_worker_ends_its_job_first_too(
    sqlite_url: str, tmp_path: Path
) -> None:
    """R8: a job may begin before the last thread of the worker does."""
    ask(sqlite_url, "slow", "k", folder=str(tmp_path), seconds=0.5)
    command = [sys.executable, "-c", TOLD_TOO_SOON, sqlite_url, str(tmp_path)]
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=PATIENCE).returncode == 0
    assert (tmp_path / "ended").exists()


def test_a_job_begins_soon_after_its_commit(database_url: str, tmp_path: Path) -> None:
    """Goal: under 300 ms; the median of seven is held, so that a busy machine does not decide."""
    waits = []
    with worker(database_url):
        for number in range(8):
            folder = tmp_path / str(number)
            folder.mkdir()
            ask(database_url, "slow", f"k{number}", folder=str(folder), seconds=0)
            committed = time.time()
            assert seen(folder / "ended")
            waits.append(float((folder / "begun-1").read_text()) - committed)
    assert sorted(waits[1:])[3] < 0.3, waits
