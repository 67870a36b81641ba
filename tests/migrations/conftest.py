"""Empty databases of both kinds, and the way from one revision to another."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.exc import DBAPIError

from app.cli.migrating import alembic_config
from app.foundation.db import make_engine
from tests.migrations.rows import Schema
from tests.plugins.databases import BOTH, fresh_database, named, run_on_server


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
            Schema.of(connection).fill(connection)


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


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Migrated]:
    """A database without a table, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        made = Migrated(make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}"))
        yield made
        made.engine.dispose()
        return
    uri = request.getfixturevalue("postgres_server")
    name = f"m{uuid.uuid4().hex}"
    run_on_server(uri, f"CREATE DATABASE {name} STRATEGY FILE_COPY")
    made = Migrated(make_engine(named(uri, name)))
    yield made
    made.engine.dispose()
    run_on_server(uri, f"DROP DATABASE {name} WITH (FORCE)")


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
