"""A SQLite database into a copy and out of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.copies.archive import BadBackup
from app.foundation.stored_files import sync_folder

MEMBER = "database.sqlite3"


def snapshot(path: Path, target: Path) -> None:
    """Write a consistent copy of the live database at `path` to the new file `target`; writers go on meanwhile."""
    with _opened(path) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def check(path: Path) -> None:
    """Raise `BadBackup` when the file is not whole, or a row points at one that is not there."""
    with _opened(path) as connection:
        answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    if answer != "ok" or orphans:
        raise BadBackup(f"its database is damaged ({str(answer)[:100]}, {orphans})")


def install(unpacked: Path, path: Path) -> None:
    """Move the checked database to its place, where nothing may stand."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unpacked.replace(path)
    path.chmod(0o600)
    sync_folder(path.parent)


def set_aside(path: Path, suffix: str) -> None:
    """Rename the database that stands at `path`, with its journal files, so that nothing is lost by a restore."""
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(path.with_name(path.name + suffix + ending))


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=30, isolation_level=None)
    try:
        yield connection
    except sqlite3.DatabaseError as error:
        raise BadBackup(f"the database {path.name} cannot be read: {error}") from error
    finally:
        connection.close()
