"""A worker that is killed between the commit and the certificate leaves exactly one certificate (R8, A15)."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.accreditation.signing.check import Verdict, examine
from app.accreditation.signing.public_keys import load_roots
from tests.journeys.canaries import EXAM
from tests.journeys.conftest import School
from tests.journeys.worker_process import POINTS
from tests.plugins.forking import Parent

ROOT = Path(__file__).parents[2]
LEASE = 1.0


@pytest.fixture(scope="module")
def workers() -> Iterator[Parent]:
    """What workers are forked off: a process that has loaded the house."""
    parent = Parent("tests.journeys.worker_process", ROOT, dict(os.environ))
    yield parent
    parent.end()


def ended(workers: Parent, school: School, point: str) -> int:
    """Run a worker as its own process until nothing is due, or it dies; return how it ended."""
    settings = school.room.works.settings
    return workers.ask([str(settings.instance), settings.database_url, point, str(LEASE)], b"", 120)[0]


@pytest.mark.slow
def test_a_worker_killed_before_and_within_its_work_leaves_one_certificate(
    workers: Parent, open_school: School
) -> None:
    """A3, A15, R8: killed once where the file is not made yet, once where it lies but nothing names it."""
    room = open_school.room
    assert room.sit("ada", EXAM).passed
    on_sqlite = room.works.settings.database_url.startswith("sqlite")
    for point in POINTS if on_sqlite else list(POINTS)[-1:]:
        assert ended(workers, open_school, point) == -signal.SIGKILL, point
        assert room.ask("SELECT count(*) FROM certificate_file")[0][0] == 0
        assert room.ask("SELECT state FROM outbox WHERE name = 'certificate.render'")[0][0] == "running"
        time.sleep(LEASE + 0.2)
    room.work()
    assert room.ask("SELECT count(*) FROM certificate_file")[0][0] == 1
    assert room.tags("accreditation:certificate-file:stored") == 1
    number = room.ask("SELECT number FROM credential")[0][0]
    answer = open_school.client("ada").get(f"/certificates/{number}.pdf")
    assert answer.status_code == 200
    found = examine(answer.get_data(), load_roots(room.works.parts["keys"], allow_demo=True))
    assert (found.verdict, found.number) == (Verdict.GENUINE, number)
