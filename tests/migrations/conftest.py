"""Empty databases of both kinds, and the way from one revision to another."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from app.cli.migrating import alembic_config
from app.foundation.db import make_engine
from tests.migrations.rows import Schema
from tests.plugins.databases import BOTH, alone, data_folder, fresh_database, made_once, named, run_on_server

_schemas: dict[tuple[str, str | None], Schema] = {}
"""What stands at each revision, read once for each process and kind of database."""


@dataclass(slots=True)
class Migrated:
    """A database and the way between its revisions; `kind` is `sqlite` or `postgresql`."""

    engine: sa.Engine

    @property
    def kind(self) -> str:
        """Which database this is."""
        return self.engine.dialect.name

    def up(self, revision: str = "head") -> None:
        """Go up to a revision."""
        command.upgrade(alembic_config(self.engine), revision)

    def down(self, revision: str | None) -> None:
        """Go down to a revision, or to nothing."""
        command.downgrade(alembic_config(self.engine), revision or "base")

    def fill(self) -> None:
        """Put rows into every table that has none."""
        with self.engine.begin() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
            if (self.kind, revision) not in _schemas:
                _schemas[self.kind, revision] = Schema.of(connection)
            _schemas[self.kind, revision].fill(connection)


@dataclass(slots=True)
class Tried:
    """A database of the newest schema in which a test tries things; nothing of it stays."""

    connection: sa.Connection
    schema: Schema

    @property
    def kind(self) -> str:
        """Which database this is."""
        return self.connection.dialect.name

    def run(self, statement: str) -> None:
        """Run one statement; what it did before it was refused is undone."""
        with self.connection.begin_nested():
            self.connection.exec_driver_sql(statement)

    def fill(self, names: set[str] | None = None) -> None:
        """Put rows into the tables named, or into all."""
        self.schema.fill(self.connection, names)

    def add(self, name: str, second: bool = False, values: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Add a row like the first of table `name` with other `values`; a second one has ids of its own."""
        given = self.schema.row(name, 1)
        own = {key: f"2{given[key]}" for key in ("id", "public_id") if second and key in given}
        with self.connection.begin_nested():
            self.connection.execute(self.schema.tables[name].insert().values({**given, **own, **values}))

    def refusal(self, work: Callable[[], object]) -> str:
        """Return what the database says when it refuses, or an empty text when it does not."""
        try:
            work()
        except DBAPIError as error:
            return str(error.orig)
        return ""


At = Callable[[str | None], Migrated]


@pytest.fixture(scope="session", autouse=True)
def scripts_read_once() -> Iterator[None]:
    """Alembic reads every script of the migrations anew for each command; here once for each process."""
    read = ScriptDirectory.from_config
    kept: dict[str | None, ScriptDirectory] = {}

    def known(config: Config) -> ScriptDirectory:
        place = config.get_main_option("script_location")
        if place not in kept:
            kept[place] = read(config)
        return kept[place]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ScriptDirectory, "from_config", staticmethod(known))
        yield


@pytest.fixture(params=BOTH)
def at(request: pytest.FixtureRequest, tmp_path: Path, run_folder: Path) -> Iterator[At]:
    """Return the function that gives a database without rows at a revision (None: without a table), on both kinds.

    Each revision is made once in a run, one step above the last, and copied.
    """
    opened: list[Migrated] = []
    server = "" if request.param == "sqlite" else request.getfixturevalue("postgres_server")

    def database(revision: str | None) -> Migrated:
        made = _on_postgresql(server, run_folder, revision) if server else _on_sqlite(tmp_path, run_folder, revision)
        opened.append(made)
        return made

    yield database
    for made in opened:
        made.engine.dispose()
        if server:
            run_on_server(server, f"DROP DATABASE {made.engine.url.database} WITH (FORCE)")


def _on_sqlite(folder: Path, run_folder: Path, revision: str | None) -> Migrated:
    path, below = folder / "migrated.sqlite3", None
    for step in _steps(revision):

        def make(at: Path, step: str = step, below: Path | None = below) -> None:
            if below:
                shutil.copy(below, at / "bare.sqlite3")
            _climbed(f"sqlite:///{at / 'bare.sqlite3'}", step)

        below = made_once(run_folder, f"schema-{step}", make) / "bare.sqlite3"
    if below:
        shutil.copy(below, path)
    return Migrated(make_engine(f"sqlite:///{path}"))


def _on_postgresql(server: str, run_folder: Path, revision: str | None) -> Migrated:
    below = "template1"
    for step in _steps(revision):

        def make(_: Path, step: str = step, below: str = below) -> None:
            run_on_server(server, f"CREATE DATABASE bare_{step} TEMPLATE {below} STRATEGY FILE_COPY")
            _climbed(named(server, f"bare_{step}"), step)

        made_once(run_folder, f"bare-{step}-{data_folder(server)}", make, "server")
        below = f"bare_{step}"
    name = f"m{uuid.uuid4().hex}"
    with alone(run_folder):
        run_on_server(server, f"CREATE DATABASE {name} TEMPLATE {below} STRATEGY FILE_COPY")
    return Migrated(make_engine(named(server, name)))


def _steps(revision: str | None) -> list[str]:
    """Return the revisions up to one, lowest first."""
    if revision is None:
        return []
    scripts = ScriptDirectory.from_config(alembic_config())
    return [str(one.revision) for one in reversed(list(scripts.iterate_revisions(revision, "base")))]


def _climbed(url: str, revision: str) -> None:
    engine = make_engine(url)
    Migrated(engine).up(revision)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


@pytest.fixture(scope="module", params=BOTH)
def newest(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """An empty database of the newest schema for all tests of a file, on SQLite and on PostgreSQL."""
    for url in fresh_database(request, request.param, tmp_path_factory.mktemp("newest")):
        engine = make_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def schema(newest: sa.Engine) -> Schema:
    """The newest schema as it stands."""
    with newest.connect() as connection:
        return Schema.of(connection)


@pytest.fixture(scope="module", params=BOTH)
def full(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[sa.Engine, Schema]]:
    """A database of the newest schema with two rows in every table, for all tests of a file, on both."""
    for url in fresh_database(request, request.param, tmp_path_factory.mktemp("full")):
        engine = make_engine(url)
        with engine.begin() as connection:
            schema = Schema.of(connection)
            schema.fill(connection)
        yield engine, schema
        engine.dispose()


@pytest.fixture
def filled(full: tuple[sa.Engine, Schema]) -> Iterator[Tried]:
    """Two rows in every table, in a transaction that is undone when the test is over."""
    engine, schema = full
    with engine.connect() as connection, connection.begin() as transaction:
        yield Tried(connection, schema)
        transaction.rollback()


@pytest.fixture
def tried(newest: sa.Engine, schema: Schema) -> Iterator[Tried]:
    """The empty database in a transaction that is undone when the test is over."""
    with newest.connect() as connection, connection.begin() as transaction:
        yield Tried(connection, schema)
        transaction.rollback()
