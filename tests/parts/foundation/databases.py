"""A clock moved by hand, the database of both kinds that goes by it, and a small one of log and outbox alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from app.audit.models import AuditAnchor, AuditEvent
from app.audit.triggers import statements
from app.foundation.db import Base
from app.foundation.transaction import Database
from app.jobs.models import Outbox

TABLES = [AuditEvent.__table__, AuditAnchor.__table__, Outbox.__table__]


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


@pytest.fixture
def database(database_url: str, clock: HandClock) -> Iterator[Database]:
    database = Database(database_url, clock)
    yield database
    database.engine.dispose()


def make_tables(database: Database) -> None:
    """Make the tables of the log and the outbox, guarded, in an empty database: for tests that need no others."""
    with database.engine.begin() as connection:
        Base.metadata.create_all(connection, tables=TABLES)
        for statement in statements(connection.dialect.name):
            connection.exec_driver_sql(statement)
