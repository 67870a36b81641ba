"""A backup brings back what was there, or says what is wrong with it; nothing is ever lost by a restore."""

from __future__ import annotations

import io
import shutil
import tarfile
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.__main__ import main
from app.audit.anchors import append, make_anchor, verify
from app.audit.events import AuditTag
from app.audit.keys import make_key, public_keys
from app.audit.services import record
from app.cli.copies.archive import BadBackup
from app.cli.copies.making import backup
from app.cli.copies.places import Occupied, Places
from app.cli.copies.restoring import restore
from app.foundation.crypto import Keyring
from app.foundation.storage import Storage
from app.foundation.transaction import Database, Unit
from app.jobs.queries import jobs_in_state
from app.jobs.services import enqueue
from tests.parts.foundation.databases import HandClock

KEYRING = Keyring(bytes(32))
PDF = b"%PDF a certificate"


@pytest.fixture
def places(database_url: str, tmp_path: Path) -> Places:
    return Places(database_url, str(tmp_path / "old" / "files"), tmp_path / "old" / "anchors.jsonl")


@pytest.fixture
def instance(places: Places, clock: HandClock, tmp_path: Path) -> Iterator[Database]:
    """An instance with a log, an anchor, a queued job with difficult text, and a stored file."""
    database = Database(places.database_url, clock)
    database.write(something)
    append(database.write(lambda unit: make_anchor(unit, make_key(tmp_path / "keys" / "audit.pem"))), places.anchors)
    Storage(places.storage_url, KEYRING).put_once("certificates/1.pdf", PDF)
    yield database
    database.engine.dispose()


def something(unit: Unit) -> None:
    for number in range(5):
        record(unit, AuditTag.COURSE_LOADED, actor="system", subject=f"course:{number}", text="tab\tline\nسلام \\N é")
    enqueue(unit, "note", {"word": "tab\tline\nسلام \\N"}, f"key {unit.now}")


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, places: Places, tmp_path: Path) -> Places:
    """An empty place of the same kind."""
    new = tmp_path / "new"
    url = f"sqlite:///{new / 'provost.sqlite3'}" if places.sqlite_path else another_database(places.database_url)
    return Places(url, str(new / "files"), new / "anchors.jsonl")


def another_database(url: str) -> str:
    name = f"t{uuid.uuid4().hex}"
    database = Database(url)
    with database.reader.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    database.engine.dispose()
    return sa.make_url(url).set(database=name).render_as_string(hide_password=False)


def test_what_was_there_is_there_again(
    instance: Database, places: Places, elsewhere: Places, clock: HandClock, tmp_path: Path
) -> None:
    """X10, R11: rows, chain, anchors, files; and writing goes on where it stopped."""
    made = backup(places, tmp_path / "copy.tar", clock.now)
    clock.forward(minutes=1)
    instance.write(something)
    read = restore(tmp_path / "copy.tar", elsewhere, clock.now)
    assert made == read
    assert (read.rows["audit_event"], read.rows["outbox"], read.chain["sequence"]) == (5, 1, 5)
    restored = Database(elsewhere.database_url, clock)
    with restored.reading() as connection:
        lines = elsewhere.anchors.read_text().splitlines()
        assert verify(connection, public_keys(tmp_path / "keys"), lines).checked == 5
        assert [job.name for job in jobs_in_state(connection, "queued")] == ["note"]
        assert connection.exec_driver_sql("SELECT arguments FROM outbox").scalar() is not None
    restored.write(something)
    with restored.reading() as connection:
        assert verify(connection, public_keys(tmp_path / "keys")).checked == 10
    restored.engine.dispose()
    assert Storage(elsewhere.storage_url, KEYRING).get("certificates/1.pdf") == PDF


def test_a_copy_is_of_one_moment_while_others_write(
    instance: Database, places: Places, elsewhere: Places, clock: HandClock, tmp_path: Path
) -> None:
    """R11: the chain of the copy is whole though entries were added all the time."""
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            instance.write(lambda unit: record(unit, AuditTag.SIGN_IN_FAILED, actor="anonymous", subject="sign-in"))
            written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            assert written.wait(60)
            backup(places, tmp_path / f"{number}.tar", clock.now)
            written.clear()
    finally:
        stop.set()
        writer.join()
    manifest = restore(tmp_path / "2.tar", elsewhere, clock.now)
    assert manifest.rows["audit_event"] == manifest.chain["sequence"] > 5


def test_the_copy_holds_no_key_and_nothing_readable(
    instance: Database, places: Places, clock: HandClock, tmp_path: Path
) -> None:
    """S12: files lie in the copy as they lie in the store, encrypted."""
    backup(places, tmp_path / "copy.tar", clock.now)
    with tarfile.open(tmp_path / "copy.tar") as tar:
        assert not [
            name for name in tar.getnames() if name != "tables/passkey.copy" and ("key" in name or "pem" in name)
        ]
    assert PDF not in (tmp_path / "copy.tar").read_bytes()
    with pytest.raises(FileExistsError):
        backup(places, tmp_path / "copy.tar", clock.now)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_place_that_is_not_empty_is_refused_or_renamed(
    instance: Database, places: Places, clock: HandClock, tmp_path: Path
) -> None:
    """X10: without --force nothing is touched, with it nothing is lost."""
    backup(places, tmp_path / "copy.tar", clock.now)
    instance.write(something)
    Storage(places.storage_url, KEYRING).put_once("certificates/2.pdf", PDF)
    with pytest.raises(Occupied):
        restore(tmp_path / "copy.tar", places, clock.now)
    with instance.reading() as connection:
        assert verify(connection, public_keys(tmp_path / "keys")).checked == 10
    instance.engine.dispose()
    restore(tmp_path / "copy.tar", places, clock.now, force=True)
    with instance.reading() as connection:
        assert verify(connection, public_keys(tmp_path / "keys")).checked == 5
    assert count_set_aside(instance, places) == 10
    with pytest.raises(FileNotFoundError):
        Storage(places.storage_url, KEYRING).get("certificates/2.pdf")
    (aside,) = tmp_path.glob("old/files.before-*")
    assert Storage(str(aside), KEYRING).get("certificates/2.pdf") == PDF


def count_set_aside(instance: Database, places: Places) -> int:
    if places.sqlite_path:
        (path,) = places.sqlite_path.parent.glob("provost.sqlite3.before-????????T??????")
        old = Database(f"sqlite:///{path}")
        with old.reading() as connection:
            count = connection.exec_driver_sql("SELECT count(*) FROM audit_event").scalar_one()
        old.engine.dispose()
        return count
    with instance.reading() as connection:
        schema = connection.exec_driver_sql(
            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'public_before%%'").scalar_one()  # fmt: skip
        return connection.exec_driver_sql(f'SELECT count(*) FROM "{schema}".audit_event').scalar_one()


def test_a_damaged_backup_is_refused_wherever_it_is_damaged(
    instance: Database, places: Places, elsewhere: Places, clock: HandClock, tmp_path: Path
) -> None:
    """X10: one changed byte in any member, a cut anywhere, a member more or less; nothing is restored."""
    whole = tmp_path / "copy.tar"
    backup(places, whole, clock.now)
    for name, data in damaged(whole.read_bytes()).items():
        bad = tmp_path / "bad.tar"
        bad.write_bytes(data)
        refused = False
        try:
            restore(bad, elsewhere, clock.now)
        except BadBackup:
            refused = True
        assert refused, name
    if elsewhere.sqlite_path:
        assert not elsewhere.sqlite_path.exists()
    assert not Path(elsewhere.storage_url).exists()


def damaged(data: bytes) -> dict[str, bytes]:
    cases = {"empty": b"", "no tar": b"x" * 4000}
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        infos = tar.getmembers()
    end = infos[-1].offset_data + infos[-1].size
    cases |= {f"cut at {share}%": data[: end * share // 100] for share in (10, 50, 80, 99)}
    for info in infos:
        place = info.offset_data + info.size // 2
        if info.name != "manifest.json":
            cases[f"a byte of {info.name}"] = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
    for info in (infos[0], infos[len(infos) // 2], infos[-2]):
        cases[f"without {info.name}"] = repacked(data, lambda member, left_out=info.name: member != left_out)
    cases["no manifest"] = repacked(data, lambda member: member != "manifest.json")
    cases["one more"] = repacked(data, lambda member: True, {"files/extra": b"x"})
    cases["outside"] = repacked(data, lambda member: True, {"../outside": b"x"})
    return cases


def repacked(data: bytes, kept, more: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as old, tarfile.open(fileobj=out, mode="w") as new:
        for name, content in (more or {}).items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
        for info in old.getmembers():
            if kept(info.name):
                new.addfile(info, old.extractfile(info))
    return out.getvalue()


def test_a_backup_of_the_other_database_is_refused(
    instance: Database, places: Places, clock: HandClock, tmp_path: Path
) -> None:
    backup(places, tmp_path / "copy.tar", clock.now)
    other = f"sqlite:///{tmp_path}/other.sqlite3" if places.sqlite_path is None else "postgresql://nowhere/x"
    wrong = replace(places, database_url=other, storage_url=str(tmp_path / "no"), anchors=tmp_path / "none")
    with pytest.raises(BadBackup, match="is set to"):
        restore(tmp_path / "copy.tar", wrong, clock.now, force=True)


def test_the_commands_say_what_they_did_and_that_keys_are_apart(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """contract.md: ./provost backup FILE, ./provost restore FILE; exit 0 and 1, errors on standard error."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "demo").touch()
    monkeypatch.setenv("PROVOST_INSTANCE", str(old))
    shutil.copy(migrated_sqlite, old / "provost.sqlite3")
    database = Database(f"sqlite:///{old / 'provost.sqlite3'}")
    assert main(["backup", str(tmp_path / "copy.tar")]) == 0
    assert "keys are NOT in this file" in capsys.readouterr().out
    assert main(["backup", str(tmp_path / "copy.tar")]) == 1
    assert "No backup was made" in capsys.readouterr().err
    monkeypatch.setenv("PROVOST_INSTANCE", str(new))
    assert main(["restore", str(tmp_path / "copy.tar"), "--json"]) == 0
    assert '"keys_included": false' in capsys.readouterr().out
    assert main(["restore", str(tmp_path / "copy.tar")]) == 1
    assert "--force" in capsys.readouterr().err
    with database.reading() as connection:
        assert connection.exec_driver_sql("SELECT tag FROM audit_event").scalar() == AuditTag.BACKUP_MADE.value
    database.engine.dispose()
