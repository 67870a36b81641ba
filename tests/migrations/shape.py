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
    inspector = sa.inspect(connection)
    unique, checks = inspector.get_multi_unique_constraints(), inspector.get_multi_check_constraints()
    primary, foreign, indexes = (
        inspector.get_multi_pk_constraint(),
        inspector.get_multi_foreign_keys(),
        inspector.get_multi_indexes(),
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
        for key, columns in inspector.get_multi_columns().items()
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
