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
    return {
        name: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(name)
            },
            "primary key": tuple(inspector.get_pk_constraint(name)["constrained_columns"]),
            "unique": {(one["name"], tuple(one["column_names"])) for one in inspector.get_unique_constraints(name)},
            "checks": {(one["name"], _plain(one["sqltext"])) for one in inspector.get_check_constraints(name)},
            "foreign keys": {
                (one["name"], tuple(one["constrained_columns"]), one["referred_table"], tuple(one["referred_columns"]))
                for one in inspector.get_foreign_keys(name)
            },
            "indexes": {
                (one["name"], tuple(one["column_names"]), bool(one["unique"]), _where(one))
                for one in inspector.get_indexes(name)
            },
        }
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }


def _where(index: Any) -> str:
    options = index.get("dialect_options", {})
    return _plain(str(options.get("sqlite_where", options.get("postgresql_where", ""))))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
