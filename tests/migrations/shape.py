"""The shape of a database as plain values that can be compared: tables with all their rules, and triggers."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def triggers(connection: sa.Connection) -> set[str]:
    """Return the names of the triggers that stand."""
    return set(connection.execute(sa.text(_TRIGGERS[connection.dialect.name])).scalars())


def shape(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """Return table → columns, keys, checks and indexes, each with its name; the order of making does not count."""
    texts = texts_of(connection)
    unread = [name for name, text in texts.items() if (name, text) not in _known]
    for name, found in _read(connection, unread).items() if unread else ():
        _known[name, texts[name]] = found
    return {name: _known[name, text] for name, text in texts.items()}


_known: dict[tuple[str, tuple[str, ...]], dict[str, Any]] = {}
"""(table, what the database says of it) → shape: to have it said is cheap, to take it apart is not."""

_SAID = {
    "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY tbl_name, sql",
    "postgresql": """
        WITH own AS (SELECT oid, relname FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace),
        said AS (
            SELECT own.relname, concat_ws(' ', attname, attnum, atttypid, atttypmod, attnotnull, adbin) AS words
            FROM own JOIN pg_attribute ON attrelid = own.oid AND attnum > 0 AND NOT attisdropped
            LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            UNION ALL
            SELECT own.relname, concat_ws(' ', conname, contype, conkey, other.relname, confkey, confdeltype, conbin)
            FROM own JOIN pg_constraint ON conrelid = own.oid LEFT JOIN own AS other ON confrelid = other.oid
            UNION ALL
            SELECT own.relname, concat_ws(' ', pg_class.relname, indkey, indisunique, indexprs, indpred)
            FROM own JOIN pg_index ON indrelid = own.oid JOIN pg_class ON pg_class.oid = indexrelid
        )
        SELECT relname, words FROM said ORDER BY relname, words""",
}


def texts_of(connection: sa.Connection) -> dict[str, tuple[str, ...]]:
    """Return table → what the database says of it; where it says the same, the table is the same."""
    found: dict[str, tuple[str, ...]] = {}
    for name, text in connection.exec_driver_sql(_SAID[connection.dialect.name]):
        if name != "alembic_version":
            found[name] = (*found.get(name, ()), text or "")
    return found


def _read(connection: sa.Connection, names: list[str]) -> dict[str, dict[str, Any]]:
    inspector = sa.inspect(connection)
    asked: dict[str, Any] = {"filter_names": names}
    unique, checks = inspector.get_multi_unique_constraints(**asked), inspector.get_multi_check_constraints(**asked)
    primary, foreign, indexes = (
        inspector.get_multi_pk_constraint(**asked),
        inspector.get_multi_foreign_keys(**asked),
        inspector.get_multi_indexes(**asked),
    )
    return {
        key[1]: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"]) for column in columns
            },
            "primary key": tuple(primary[key]["constrained_columns"]),
            "unique": {(one["name"], tuple(one["column_names"])) for one in unique[key]},
            "checks": {(one["name"], _plain(one["sqltext"])) for one in checks[key]},
            "foreign keys": {
                (one["name"], tuple(one["constrained_columns"]), one["referred_table"], tuple(one["referred_columns"]))
                for one in foreign[key]
            },
            "indexes": {
                (one["name"], tuple(one["column_names"]), bool(one["unique"]), _where(one)) for one in indexes[key]
            },
        }
        for key, columns in inspector.get_multi_columns(**asked).items()
        if key[1] != "alembic_version"
    }


def contents(connection: sa.Connection, tables: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Return table → its rows as the database gives them, in an order that does not depend on where they lie."""
    return {
        name: sorted((dict(one) for one in connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings()), key=repr)
        for name in tables
    }


def _where(index: Any) -> str:
    options = index.get("dialect_options", {})
    return _plain(str(options.get("sqlite_where", options.get("postgresql_where", ""))))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
