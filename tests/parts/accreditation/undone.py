"""A database as it stands, brought back after something was tried in it; on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import psycopg
import sqlalchemy as sa

from app.schema import METADATA


def kept(url: str) -> Callable[[], None]:
    """Keep what a database holds now, and return what brings it back."""
    return _kept_file(url) if url.startswith("sqlite") else _kept_rows(url)


def _kept_file(url: str) -> Callable[[], None]:
    path, copy = str(sa.make_url(url).database), sqlite3.connect(":memory:")
    with closing(sqlite3.connect(path, timeout=5)) as file:
        file.backup(copy)

    def back() -> None:
        with closing(sqlite3.connect(path, timeout=5)) as file:
            copy.backup(file)
        copy.close()

    return back


def _kept_rows(url: str) -> Callable[[], None]:
    """Read every row, in the server's own words; it puts them back past all guards."""
    with psycopg.connect(url) as connection:
        rows = {name: _copied(connection, name) for name in METADATA.tables}

    def back() -> None:
        with psycopg.connect(url) as connection:
            connection.execute("SET session_replication_role = replica")
            for name in rows:
                connection.execute(f"DELETE FROM {name}".encode())  # noqa: S608 - a table of the house
            for name, content in rows.items():
                if content:
                    with connection.cursor().copy(f"COPY {name} FROM STDIN".encode()) as into:
                        into.write(content)

    return back


def _copied(connection: psycopg.Connection, name: str) -> bytes:
    with connection.cursor().copy(f"COPY {name} TO STDOUT".encode()) as out:
        return b"".join(bytes(part) for part in out)
