"""The first command of the README, as a newcomer types it: starts, serves, ends, and starts again at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.parts.cli.test_supervise import alive
from tests.plugins.ports import free_port

ROOT = Path(__file__).parents[3]
PATIENCE = 120.0
ENVIRON = {key: value for key, value in os.environ.items() if not key.startswith("PROVOST_")}


class Running:
    """`./provost run` on a port and a folder of its own."""

    def __init__(self, folder: Path, port: int, log: Path) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.log = log
        with log.open("w") as said:
            command = [sys.executable, "-m", "app", "run", "--port", str(port), "--instance", str(folder)]
            self.process = subprocess.Popen(command, cwd=ROOT, env=ENVIRON, stdout=said, stderr=said)

    def get(self, path: str) -> tuple[int, str]:
        """Return status and body of a page; 0 while nobody listens."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def wait_until_ready(self) -> None:
        """Wait until everything works; fail with what was said when it does not come."""
        deadline = time.monotonic() + PATIENCE
        while self.get("/readyz")[0] != 200:
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def children(self) -> list[int]:
        """Return the process ids of web and worker."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listed.read_text().split()] if listed.exists() else []


@pytest.fixture
def started() -> Iterator[list[Running]]:
    """What a test started; none is left behind."""
    running: list[Running] = []
    yield running
    for one in running:
        if one.process.poll() is None:
            one.process.terminate()
            one.process.wait(30)


def cut_off(running: Running, folder: Path) -> None:
    """Press Ctrl-C while the demonstration is being made; again where Python dropped it, as it does in a finalizer.

    A second press comes long before the demonstration could be finished, and may find a process that has ended.
    """
    deadline = time.monotonic() + PATIENCE
    while not (folder / "demo.unfinished").exists():
        assert time.monotonic() < deadline, running.log.read_text()
        time.sleep(0.02)
    time.sleep(0.3)
    while running.process.poll() is None:
        assert time.monotonic() < deadline, running.log.read_text()
        for pid in (*running.children(), running.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            running.process.wait(2)
    assert running.process.returncode != 0


@pytest.mark.slow
def test_a_newcomer_starts_looks_around_stops_and_starts_again(tmp_path: Path, started: list[Running]) -> None:
    """X9, X15: a first start that is cut off leaves nothing half made; the next one prints sign-ins and serves; Ctrl-C
    ends web and worker; the one after tells no story.
    """
    folder, port = tmp_path / "instance", free_port()
    started.append(Running(folder, port, tmp_path / "cut-off.log"))
    cut_off(started[0], folder)

    first = Running(folder, port, tmp_path / "first.log")
    started.append(first)
    first.wait_until_ready()
    assert json.loads(first.get("/readyz")[1]) == dict.fromkeys(("clock", "database", "queue", "storage"), "ok")
    said = first.log.read_text()
    assert "First start" in said
    assert first.address in said
    command = [sys.executable, "-m", "app", "demo", "--json"]
    environ = {**ENVIRON, "PROVOST_INSTANCE": str(folder)}
    people = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=True)
    assert all(person["name"] in said and person["password"] in said for person in json.loads(people.stdout))
    assert "Check a certificate" in first.get("/")[1]
    children = first.children()
    first.process.send_signal(signal.SIGINT)
    assert first.process.wait(60) == 0
    assert not any(alive(pid) for pid in children)
    assert first.get("/healthz")[0] == 0

    second = Running(folder, port, tmp_path / "second.log")
    started.append(second)
    second.wait_until_ready()
    assert "First start" not in second.log.read_text()
    assert "Stop with Ctrl-C" in second.log.read_text()
    second.process.terminate()
    assert second.process.wait(60) == 0
