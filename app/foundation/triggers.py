"""Triggers that make a table insert-only, in the SQL of SQLite and of PostgreSQL; migrations run them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

_SQLITE = """CREATE TRIGGER {name} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is insert only'); END"""

# One function serves every guarded table. Neither `%` nor `:` may stand here: drivers and Alembic read them.
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION provost_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is insert only', ERRCODE = 'restrict_violation'; END $$"""
_POSTGRESQL_ROW = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION provost_insert_only()"
_POSTGRESQL_TRUNCATE = (
    "CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION provost_insert_only()"
)


def names(table: str, dialect: str) -> list[str]:
    """Return the names of the triggers that guard `table`, for the test that compares them after each migration."""
    verbs = ["update", "delete"] + (["truncate"] if dialect == "postgresql" else [])
    return [f"tr_{table}_no_{verb}" for verb in verbs]


def insert_only(table: str, dialect: str) -> list[str]:
    """Return the statements that make `table` refuse UPDATE and DELETE, and TRUNCATE on PostgreSQL."""
    if dialect == "sqlite":
        return [_of(_SQLITE, table, verb) for verb in ("update", "delete")]
    rows = [_of(_POSTGRESQL_ROW, table, verb) for verb in ("update", "delete")]
    return [_POSTGRESQL_FUNCTION, *rows, _of(_POSTGRESQL_TRUNCATE, table, "truncate")]


def drop(table: str, dialect: str) -> list[str]:
    """Return the statements that lift the guard, for a migration that must rebuild `table`."""
    where = "" if dialect == "sqlite" else f" ON {table}"
    return [f"DROP TRIGGER IF EXISTS {name}{where}" for name in names(table, dialect)]


@contextmanager
def lifted(connection: sa.Connection, table: str) -> Iterator[None]:
    """Let rows of `table` be updated meanwhile, where a guard keeps them from it; for the rest of this transaction."""
    name, sqlite = f"tr_{table}_no_update", connection.dialect.name == "sqlite"
    catalogue = "sqlite_master WHERE type = 'trigger' AND name" if sqlite else "pg_trigger WHERE tgname"
    counted = sa.text(f"SELECT count(*) FROM {catalogue} = :name")  # noqa: S608 - one of two catalogues
    if not connection.scalar(counted, {"name": name}):
        yield
        return
    connection.execute(sa.text(f"DROP TRIGGER {name}" if sqlite else f"ALTER TABLE {table} DISABLE TRIGGER {name}"))
    yield
    back = _of(_SQLITE, table, "update") if sqlite else f"ALTER TABLE {table} ENABLE TRIGGER {name}"
    connection.execute(sa.text(back))


def _of(template: str, table: str, verb: str) -> str:
    return template.format(name=f"tr_{table}_no_{verb}", verb=verb.upper(), table=table)
