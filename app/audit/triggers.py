"""The guard of the log in the database: entries and anchors can be added, nothing else."""

from __future__ import annotations

from app.foundation.triggers import drop, insert_only
from app.foundation.triggers import names as names_of

TABLES = ("audit_event", "audit_anchor")


def statements(dialect_name: str) -> list[str]:
    """Return the statements that a migration runs after making the tables (`sqlite` or `postgresql`)."""
    return [statement for table in TABLES for statement in insert_only(table, dialect_name)]


def drop_statements(dialect_name: str) -> list[str]:
    """Return the statements that lift the guard, for the way down."""
    return [statement for table in TABLES for statement in drop(table, dialect_name)]


def names(dialect_name: str) -> list[str]:
    """Return the names of the triggers that must stand."""
    return [name for table in TABLES for name in names_of(table, dialect_name)]
