"""A PostgreSQL database into a copy and out of it, through COPY: no program of the server is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from app.cli.copies.archive import BadBackup

FOLDER = "tables"
_SKIPPED = frozenset({"alembic_version"})
_BLOCK = 1 << 20


def begin_snapshot(connection: sa.Connection) -> None:
    """Make the transaction of `connection` see one moment, however long the copy takes."""
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    _be_patient(connection)


def columns_of_tables(connection: sa.Connection) -> dict[str, list[str]]:
    """Return table → columns that are stored, in an order in which no row comes before one that it points at."""
    inspector = sa.inspect(connection)
    names = [name for name, _ in inspector.get_sorted_table_and_fkc_names() if name and name not in _SKIPPED]
    return {
        name: [column["name"] for column in inspector.get_columns(name) if not column.get("computed")] for name in names
    }


def unload(connection: sa.Connection, table: str, columns: list[str], path: Path) -> None:
    """Write the rows of `table` to the new file `path` in PostgreSQL's text form."""
    with (
        path.open("xb") as file,
        _cursor(connection) as cursor,
        cursor.copy(f"COPY {_names([table])} ({_names(columns)}) TO STDOUT") as copy,
    ):
        for block in copy:
            file.write(block)


def load(connection: sa.Connection, table: str, columns: list[str], path: Path) -> None:
    """Put the rows of the file `path` into the empty `table`."""
    with (
        path.open("rb") as file,
        _cursor(connection) as cursor,
        cursor.copy(f"COPY {_names([table])} ({_names(columns)}) FROM STDIN") as copy,
    ):
        while block := file.read(_BLOCK):
            copy.write(block)


def prepare_load(connection: sa.Connection, columns: dict[str, list[str]]) -> None:
    """Check that the tables are those of the copy and empty, and let rows in whatever their order where permitted."""
    _be_patient(connection)
    if columns_of_tables(connection).keys() != columns.keys():
        raise BadBackup("the tables of the target are not those of the backup")
    for table in columns:
        if connection.execute(sa.select(sa.literal(1)).select_from(sa.table(table)).limit(1)).first():
            raise BadBackup(f"the table {table} of the target is not empty")
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
    except sa.exc.ProgrammingError:
        return  # not a superuser: the order of the tables must do, and it does as long as they form no circle


def has_tables(connection: sa.Connection) -> bool:
    """Whether anything stands in the database."""
    return bool(sa.inspect(connection).get_table_names())


def set_aside(connection: sa.Connection, suffix: str) -> None:
    """Rename the schema that holds the tables and make an empty one, so that nothing is lost by a restore."""
    connection.exec_driver_sql(f"ALTER SCHEMA public RENAME TO {_names(['public' + suffix])}")
    connection.exec_driver_sql("CREATE SCHEMA public")


def _be_patient(connection: sa.Connection) -> None:
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _cursor(connection: sa.Connection) -> Any:
    driver = connection.connection.driver_connection
    assert driver is not None
    return driver.cursor()


def _names(names: list[str]) -> str:
    return ", ".join('"' + name.replace('"', '""') + '"' for name in names)
