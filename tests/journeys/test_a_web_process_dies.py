"""Web processes are killed under load: nothing acknowledged is lost, and the server goes on by itself (R2, U6)."""

from __future__ import annotations

import base64
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from app.foundation.clock import system_clock
from app.identity.services.browser_sessions import open_session
from tests.journeys.canaries import PRACTICE
from tests.journeys.conftest import School, make_school
from tests.journeys.load import Load, lost
from tests.parts.cli.test_supervise import until
from tests.plugins.databases import DATA_KEY, fresh_database
from tests.plugins.ports import free_port

ROOT = Path(__file__).parents[2]


@contextmanager
def served(school: School) -> Iterator[tuple[int, int]]:
    """Serve the school as `./provost serve` does, with two web processes; give the parent's id and the port."""
    settings = school.room.works.settings
    port = free_port()
    environ = os.environ | {
        "PROVOST_INSTANCE": str(settings.instance),
        "PROVOST_DATABASE_URL": settings.database_url,
        "PROVOST_SECRET_KEY": settings.secret_key,
        "PROVOST_DATA_KEY": base64.urlsafe_b64encode(DATA_KEY).decode(),
        "PROVOST_BASE_URL": "http://localhost",
        "PROVOST_BIND": f"127.0.0.1:{port}",
    }
    (settings.instance / "demo").touch()
    command = [sys.executable, "-m", "app", "serve", "--workers", "2"]
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=nowhere, stderr=nowhere, start_new_session=True)
    try:
        until_ready(port)
        yield process.pid, port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def asked(port: int, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None) -> int:
    """Send a request on a line of its own and return the status; raises OSError where the line breaks."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as line:
        try:
            line.request(method, path, body, dict(headers or {}))
            with line.getresponse() as answer:
                answer.read()
                return int(answer.status)
        except http.client.HTTPException as error:
            raise OSError from error


def until_ready(port: int) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError):
            if asked(port, "GET", "/healthz") == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def web_processes(parent: int) -> list[int]:
    """Return the ids of the processes that answer requests; one that has died is none of them."""
    found = []
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
        with suppress(FileNotFoundError):
            words = Path(f"/proc/{child}/cmdline").read_bytes()
            found += [int(child)] if words and b"resource_tracker" not in words else []
    return found


@pytest.fixture
def quick_school(request: pytest.FixtureRequest, tmp_path: Path, keyring: object) -> Iterator[School]:
    """The school on SQLite."""
    for url in fresh_database(request, "sqlite", tmp_path):
        made = make_school(tmp_path, url)
        yield made
        made.room.works.database.engine.dispose()


@pytest.mark.slow
def test_what_was_acknowledged_survives_the_death_of_web_processes(quick_school: School) -> None:
    """R2, U6: each kill cuts what is under way; the page's script sends it again, and all that was told is there."""
    room = quick_school.room
    public_id, person = room.start("ada", PRACTICE), room.people["ada"]
    room.works.database.clock = system_clock
    token = room.do(lambda unit: open_session(unit, person, role="officer", stage="full", shared=False, device=""))
    headers = {"Cookie": f"provost={token}", "X-CSRF-Token": room.works.keyring.request_token(token),
               "Content-Type": "application/json"}  # fmt: skip
    with served(quick_school) as (parent, port):

        def send(writer: str, sequence: int) -> int:
            body = {"writer": writer, "sequence": sequence, "item": "pr-text", "answer": [str(sequence)]}
            return asked(port, "POST", f"/attempts/{public_id}/save", json.dumps(body), headers)

        with Load(send) as load:
            first = web_processes(parent)
            for process in first:
                load.wait_for(40)
                os.kill(process, signal.SIGKILL)
            load.wait_for(40)
            until(lambda: len(set(web_processes(parent)) - set(first)) == 2)  # both were started again
            while not load.cut:  # no kill hit anything: once more
                os.kill(web_processes(parent)[0], signal.SIGKILL)
                load.wait_for(40)
    assert set(load.statuses) <= {200, 503}, load.statuses
    rows = room.ask("SELECT writer, sequence FROM response_event")
    assert lost(load.told, rows) == set()
    assert len(load.told) >= 120
