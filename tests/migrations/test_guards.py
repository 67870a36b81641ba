"""What proves something can be added to and not changed: the database itself refuses, whoever asks (A2, A3, X4)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.audit import triggers as audit
from app.schema import INSERT_ONLY, METADATA
from tests.migrations.conftest import Tried

GUARDED = (*INSERT_ONLY, *audit.TABLES)
each_guarded = pytest.mark.parametrize("table", GUARDED)


def refused(database: Tried, statement: str) -> bool:
    """Whether a guard refuses `statement`."""
    return "insert only" in database.refusal(lambda: database.run(statement))


@each_guarded
def test_no_row_is_changed(filled: Tried, table: str) -> None:
    """Each column by itself: a guard on some columns only would leave the others open."""
    for column in METADATA.tables[table].columns:
        assert refused(filled, f'UPDATE {table} SET "{column.name}" = "{column.name}"')


@each_guarded
def test_no_row_is_removed(filled: Tried, table: str) -> None:
    """One row, or all."""
    column = next(iter(METADATA.tables[table].primary_key.columns)).name
    assert refused(filled, f"DELETE FROM {table}")
    assert refused(filled, f"DELETE FROM {table} WHERE {column} = (SELECT min({column}) FROM {table})")


@each_guarded
def test_no_row_is_replaced(filled: Tried, table: str) -> None:
    """The other way to write over a row: an insert that gives way to what stands there."""
    columns = ", ".join(f'"{column.name}"' for column in METADATA.tables[table].columns)
    keys = ", ".join(column.name for column in METADATA.tables[table].primary_key.columns)
    first = next(iter(METADATA.tables[table].columns)).name
    again = f"SELECT {columns} FROM {table} WHERE true"
    upsert = (
        f'INSERT INTO {table} ({columns}) {again} ON CONFLICT ({keys}) DO UPDATE SET "{first}" = excluded."{first}"'
    )
    assert filled.refusal(lambda: filled.run(upsert))  # by whichever guard is asked first
    if filled.kind == "sqlite":
        assert filled.refusal(lambda: filled.run(f"INSERT OR REPLACE INTO {table} ({columns}) {again}"))


@each_guarded
def test_no_table_is_emptied_at_once(filled: Tried, table: str) -> None:
    """PostgreSQL's TRUNCATE asks no row trigger, so it has one of its own; SQLite has no such statement."""
    if filled.kind == "postgresql":
        assert refused(filled, f"TRUNCATE {table} CASCADE")


def test_other_tables_are_changed_as_ever(filled: Tried) -> None:
    """The refusals come from the guards and from nothing else."""
    for table in METADATA.sorted_tables:
        if table.name not in GUARDED:
            column = next(iter(table.columns)).name
            filled.run(f'UPDATE {table.name} SET "{column}" = "{column}"')


def test_a_guarded_table_takes_new_rows(filled: Tried) -> None:
    for name in GUARDED:
        rows = sa.select(sa.func.count()).select_from(filled.schema.tables[name])
        assert filled.connection.execute(rows).scalar() == 2


def test_what_a_certificate_rests_on_is_guarded() -> None:
    """A1 to A3, U6, U14: taking one of these off the list needs a decision, not a slip."""
    assert set(GUARDED) >= {
        "audit_anchor",
        "audit_event",
        "certificate_file",
        "credential",
        "credential_event",
        "decision",
        "item_version",
        "published_table",
        "response_event",
        "scheme_version",
    }
