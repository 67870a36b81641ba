"""Makes a database on PostgreSQL that a test has used empty again: to make one anew costs ten times as much.

Each table is three files, and there are hundreds of them to copy and to remove.
"""

from __future__ import annotations

from typing import Any

import psycopg

_KEPT = (
    *(("pg_class", "oid"), ("pg_attribute", "attrelid"), ("pg_constraint", "oid"), ("pg_trigger", "oid")),
    *(("pg_proc", "oid"), ("pg_namespace", "oid"), ("alembic_version", "16384")),
)
_MARK = " UNION ALL ".join(
    f"SELECT count(*), max(xmin::text::bigint) FROM {kept} WHERE {identity} >= 16384" for kept, identity in _KEPT
)
_OTHERS = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()"""
_FILLED = """SELECT oid::regclass::text, pg_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND oid >= 16384 AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"""
_LARGEST = 2_000_000
"""Bytes in tables above which a database is better made anew, as deleted rows keep their place."""


def schema_mark(url: str) -> list[Any]:
    """Return how many tables, columns, rules and so on stand, and when one of each was last changed."""
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(_MARK).fetchall()


def emptied(url: str, mark: list[Any]) -> bool:
    """Delete every row, past all guards; says whether the database is now what it was when it had that mark."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(_OTHERS)
        filled = connection.execute(_FILLED).fetchall()
        try:
            if sum(size for _, size in filled) > _LARGEST or connection.execute(_MARK).fetchall() != mark:
                return False
        except psycopg.errors.UndefinedTable:
            return False
        deleting = "; ".join(f"DELETE FROM {name}" for name, _ in filled)
        connection.execute(f"SET session_replication_role = replica; {deleting}")
        return True
