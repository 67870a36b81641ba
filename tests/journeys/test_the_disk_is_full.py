"""No room is left: a clear page, nothing acknowledged is lost, and work goes on when there is room again (R7)."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from lxml import html

from app.foundation.stored_files import Folder
from tests.journeys.canaries import EXAM, PRACTICE
from tests.journeys.conftest import School, make_school
from tests.plugins.databases import fresh_database

ROOM = 12
"""Pages of 4 KiB that are left when the disk is told to be full."""


def give_room(school: School, pages: int | None) -> None:
    """Let the database grow by so many pages and no more; None lifts the limit."""
    engine = school.room.works.database.engine

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        used = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {used + pages if pages is not None else 4294967294}")

    sa.event.listen(engine, "connect", limit)
    engine.dispose()


def save(school: School, client: FlaskClient, public_id: str, sequence: int) -> Any:
    """Save an answer as a page's script does, each time from another page, so that no half-filled leaf is left."""
    body = {"writer": f"w{sequence * 7919 % 9973}", "sequence": sequence, "item": "pr-text", "answer": ["x" * 190]}
    path, headers = f"/attempts/{public_id}/save", {"X-CSRF-Token": school.token(client)}
    return client.post(path, json=body, headers=headers, buffered=True)


def fill(school: School, client: FlaskClient, public_id: str) -> tuple[set[int], Any]:
    """Save until refused thirty times on end; return what was acknowledged, and the last refusal."""
    kept: set[int] = set()
    refused: list[Any] = []
    for sequence in range(1, 3000):
        answer = save(school, client, public_id, sequence)
        if answer.status_code == 200:
            kept.add(sequence)
            refused = []
        else:
            refused.append(answer)
        if len(refused) == 30:
            return kept, answer
    raise AssertionError("the disk never filled")


def held(school: School) -> set[int]:
    """Return the running numbers in the journal."""
    return {row[0] for row in school.room.ask("SELECT sequence FROM response_event")}


def test_a_full_disk_is_told_and_loses_nothing(school: School) -> None:
    """R7: saves and handing in are refused with 503 and the reason; reading works; with room again all goes on."""
    public_id, client = school.room.start("ada", PRACTICE), school.client("ada")
    give_room(school, ROOM)
    kept, refused = fill(school, client, public_id)
    assert kept
    assert (refused.status_code, refused.json) == (503, {"code": "disk_full"})
    assert refused.headers["Retry-After"]
    assert held(school) == kept
    form = {"csrf_token": school.token(client)}
    for item in ("pr-text", "pr-number", "pr-gaps", "pr-match", "pr-order"):
        form |= {f"was-{item}": "", f"i-{item}": "5" * 190}
    for path in (f"/attempts/{public_id}", f"/attempts/{public_id}/hand-in"):
        answer = client.post(path, data=form)
        assert answer.status_code == 503, path
        assert "disk of this system is full" in html.fromstring(answer.get_data(as_text=True)).xpath("string(//h1)")
    assert client.get(f"/attempts/{public_id}").status_code == 200
    assert school.room.attempt("ada", public_id).state == "in_progress"
    give_room(school, None)
    assert save(school, client, public_id, 4000).status_code == 200
    assert held(school) == kept | {4000}
    assert client.post(f"/attempts/{public_id}/hand-in", data=form).status_code == 303
    assert school.room.attempt("ada", public_id).state == "released"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 6 MB, where this process may mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], check=False, capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"no file system may be mounted here: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_file_system_without_room_loses_nothing(
    request: pytest.FixtureRequest, small_disk: Path, keyring: object
) -> None:
    """R7: as above with a disk that is truly full, the write-ahead log included."""
    for url in fresh_database(request, "sqlite", small_disk):
        school = make_school(small_disk, url)
        public_id, client = school.room.start("ada", PRACTICE), school.client("ada")
        school.room.save("ada", public_id, "pr-text", ("first",), sequence=0)
        filler = small_disk / f"{uuid.uuid4().hex}.filler"
        filler.write_bytes(b"x" * max(0, shutil.disk_usage(small_disk).free - 120_000))
        kept, refused = fill(school, client, public_id)
        assert refused.status_code == 503
        assert held(school) == kept | {0}
        assert client.get(f"/attempts/{public_id}").status_code == 200
        filler.unlink()
        assert save(school, client, public_id, 4000).status_code == 200
        school.room.works.database.engine.dispose()


def test_a_certificate_that_finds_no_room_is_made_when_there_is_some(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R7: the credential is valid, its rendering pending; no part of a file is left, and it is made once."""
    room = school.room
    assert room.sit("ada", EXAM).passed
    monkeypatch.setattr("app.foundation.stored_files.write_durably", _no_room)
    room.work()
    assert room.ask("SELECT count(*) FROM credential")[0][0] == 1
    assert room.ask("SELECT count(*) FROM certificate_file")[0][0] == 0
    job = room.ask("SELECT state, error FROM outbox WHERE name = 'certificate.render'")[0]
    assert job.state == "queued"
    folder = Folder(Path(room.works.settings.storage_url))
    assert not [key for key in folder.keys() if key.startswith("certificates/")]  # noqa: SIM118 - not a mapping
    monkeypatch.undo()
    room.clock.move(minutes=1)
    room.work()
    assert room.ask("SELECT count(*) FROM certificate_file")[0][0] == 1


def _no_room(path: Path, data: bytes) -> None:
    path.write_bytes(data[: len(data) // 2])
    raise OSError(errno.ENOSPC, "No space left on device")
