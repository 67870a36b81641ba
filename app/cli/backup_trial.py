"""`restore --test`: a backup is restored into a place of its own, checked whole, opened with the keys, and noted."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.cli.commands import CommandLine
from app.cli.copies.archive import BadBackup
from app.cli.copies.places import Occupied, Places, connected
from app.cli.copies.restoring import restore
from app.foundation.crypto import Keyring, Sealed, WrongDataKey
from app.foundation.resealing import SealedTable, sealed_tables
from app.foundation.storage import Storage

OPENED = 100
"""So many rows of each table, and so many files, are opened with the keys of this instance."""
_NEEDS = "a backup of PostgreSQL is tried in an empty database of its own: give --test-database URL"


def try_backup(line: CommandLine, file: Path, test_database: str) -> int:
    """Restore `file` where nothing else is, open it with the keys, and note in the log of the instance how it went."""
    works, at = line.works(), datetime.now(UTC)
    if works.database.engine.dialect.name == "postgresql" and not test_database:
        print(f"Nothing was tried: {_NEEDS}.", file=sys.stderr)
        return 2
    made, problem = "", ""
    with tempfile.TemporaryDirectory(prefix="provost-trial-") as folder:
        url = test_database or f"sqlite:///{folder}/provost.sqlite3"
        places = Places(url, f"{folder}/files", Path(folder) / "anchors.jsonl")
        try:
            made = restore(file, places, at).made_at
            _open(places, works.keyring)
        except (OSError, BadBackup, Occupied, DBAPIError) as error:
            problem = str(error)
        except WrongDataKey as error:
            problem = f"{error} cannot be opened with the keys of this instance"
    subject = made or datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat() if file.exists() else ""
    if subject:
        _note(works, ok=not problem, made_at=subject)
    if problem:
        print(f"The backup could not be restored whole: {problem}", file=sys.stderr)
        return 1
    print(f"The backup of {made} was restored whole in a place of its own, and opens with the keys here.")
    return 0


def _open(places: Places, keyring: Keyring) -> None:
    with connected(places.database_url) as connection:
        for table in sealed_tables():
            _open_rows(connection, table, keyring)
    storage = Storage(places.storage_url, keyring)
    for _, key in zip(range(OPENED), storage.files.keys(), strict=False):
        storage.get(key)


def _open_rows(connection: sa.Connection, table: SealedTable, keyring: Keyring) -> None:
    if table.name not in sa.inspect(connection).get_table_names():
        return  # the backup is older than the table
    statement = sa.select(*table.raw).limit(OPENED)
    for row in connection.execute(statement):
        for column, value in zip(table.sealed, row, strict=True):
            if value is not None and isinstance(column.type, Sealed):
                keyring.unseal(column.type.purpose, bytes(value))


def _note(works: Any, *, ok: bool, made_at: str) -> None:
    works.database.write(
        lambda unit: record(unit, AuditTag.BACKUP_TESTED, actor=SYSTEM, subject="instance", ok=ok, made_at=made_at)
    )
