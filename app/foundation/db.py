"""The database: naming convention, column types, one engine factory for SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import DeclarativeBase, mapped_column

from app.foundation.statements import CompiledStatements

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
_COMMA: Any = sa.literal_column("','")


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant in UTC. A naive value is refused: SQLite would lose its offset silently (security.md section 6)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Turn an aware time into UTC; SQLite stores it without the zone."""
        utc = _in_utc(value)
        return utc.replace(tzinfo=None) if utc and dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give every stored time its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def bind_processor(self, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
        """Write the text for SQLite at once: a saved answer holds three of them."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Read the text that SQLite stores with its zone at once: a page reads some twenty of them."""
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a time without a zone")
    return value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    utc = _in_utc(value)
    return None if utc is None else utc.replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(f"{stored}+00:00")


Id = Annotated[str, mapped_column(sa.String(32))]
PrimaryId = Annotated[str, mapped_column(sa.String(32), primary_key=True)]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]
Json = Annotated[dict[str, Any], mapped_column(sa.JSON)]


class Base(DeclarativeBase):
    """The base of every table; relationships are not used across parts and raise on lazy load within one."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, dict[str, Any]: sa.JSON}


def joined(strings: Any) -> sa.ColumnElement[str]:
    """Return the strings of a group, joined by commas.

    The comma is part of the statement: were it a value, SQLAlchemy would write the statement anew for each execution.
    """
    return sa.func.aggregate_strings(strings, _COMMA)


def make_engine(url: str) -> sa.Engine:
    """Return an engine for `url`: SQLite in WAL with full durability, or PostgreSQL with bounded waits."""
    return _sqlite_engine(url) if url.startswith("sqlite") else _postgresql_engine(url)


def read_engine(engine: sa.Engine) -> sa.Engine:
    """Return `engine` for reads: autocommit, so that a page never waits for a writer (request-cost.md section 5)."""
    if engine.dialect.name == "sqlite":
        return sa.create_engine(engine.url, pool=engine.pool, execution_options=_kept())  # the same, without BEGIN
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _sqlite_engine(url: str) -> sa.Engine:
    engine = sa.create_engine(url, pool_size=8, max_overflow=8, pool_reset_on_return=None, execution_options=_kept())
    event.listen(engine, "connect", _prepare_sqlite)
    # As a step of the dialect: a listener to "begin" would make every statement look for listeners of its own.
    engine.dialect.do_begin = _begin_immediate  # type: ignore[assignment]
    # So are savepoints: SQLAlchemy would run its compiler for each of them.
    engine.dialect.do_savepoint = _savepoint  # type: ignore[method-assign]
    engine.dialect.do_release_savepoint = _release_savepoint  # type: ignore[method-assign]
    return engine


def _kept() -> dict[str, Any]:
    return {"compiled_cache": CompiledStatements()}


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Set a connection up. The file is not mapped into memory: after each write of one, the others map it anew."""
    connection.isolation_level = None  # the driver sends no BEGIN of its own
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE takes a guarded row away without asking its trigger
        "busy_timeout=15000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    connection.execute("BEGIN IMMEDIATE")


def _savepoint(connection: sa.Connection, name: str) -> None:
    connection.exec_driver_sql(f"SAVEPOINT {name}")


def _release_savepoint(connection: sa.Connection, name: str) -> None:
    connection.exec_driver_sql(f"RELEASE SAVEPOINT {name}")


def _postgresql_engine(url: str) -> sa.Engine:
    limits = "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=30000"
    return sa.create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_size=4,
        max_overflow=8,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={"options": limits},
        execution_options={"preserve_rowcount": True, **_kept()},
    )
