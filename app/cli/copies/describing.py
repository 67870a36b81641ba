"""What a database holds, as the manifest says it, and whether a restored one holds the same."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from app.audit import queries as audit
from app.audit.domain.chain import first_broken
from app.cli.copies import postgresql
from app.cli.copies.archive import BadBackup, Manifest


def describe(connection: sa.Connection, now: datetime) -> Manifest:
    """Return what a copy made from this connection holds; one snapshot must stand under it."""
    kind = connection.dialect.name
    names = sa.inspect(connection).get_table_names()
    tail = audit.tail(connection)
    revision = sa.text("SELECT version_num FROM alembic_version")
    return Manifest(
        database=kind,
        made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        revision=connection.execute(revision).scalar_one() if "alembic_version" in names else "",
        rows={name: _count(connection, name) for name in sorted(names)},
        columns=postgresql.columns_of_tables(connection) if kind == "postgresql" else {},
        chain={"sequence": tail.sequence, "hash": tail.hash},
    )


def check(connection: sa.Connection, manifest: Manifest) -> None:
    """Raise `BadBackup` unless every table has its rows and the audit log is whole and ends where it did."""
    for name, rows in manifest.rows.items():
        if _count(connection, name) != rows:
            raise BadBackup(f"the table {name} has not the {rows} rows that were copied")
    tail = audit.tail(connection)
    if manifest.chain != {"sequence": tail.sequence, "hash": tail.hash}:
        raise BadBackup("the audit log does not end where it did")
    broken = first_broken(audit.all_entries(connection))
    if broken:
        raise BadBackup(f"the audit log is broken at entry {broken.sequence} ({broken.reason})")


def _count(connection: sa.Connection, table: str) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one())
