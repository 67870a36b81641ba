"""Making a copy: the database as of one moment, then the files, then the name."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.cli.copies import postgresql, sqlite
from app.cli.copies.archive import Manifest, Packer, publish
from app.cli.copies.describing import describe
from app.cli.copies.places import ANCHORS, FILES, Places, connected
from app.foundation.stored_files import open_files


def backup(places: Places, target: Path, now: datetime) -> Manifest:
    """Write a consistent copy of the instance to the new file `target` and return what is in it.

    The database is copied first: files are stored before their row is written and never removed (but for copies of own
    records, whose day is over), so every file that a copied row names is there. The file has its name only when it is
    complete. Raises FileExistsError, OSError.
    """
    if target.exists():
        raise FileExistsError(f"{target} is there already")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        unfinished = Path(folder) / "unfinished.tar"
        with unfinished.open("xb") as file:
            packer = Packer(file)
            manifest = _pack_database(places, packer, Path(folder), now)
            files = open_files(places.storage_url)
            for key in sorted(files.keys()):
                with suppress(FileNotFoundError):  # what is promised to be forgotten may go meanwhile
                    packer.add_bytes(f"{FILES}/{key}", files.get(key))
            if places.anchors.exists():
                packer.add_file(ANCHORS, places.anchors)
            packer.close(manifest)
        publish(unfinished, target)
    return manifest


def _pack_database(places: Places, packer: Packer, folder: Path, now: datetime) -> Manifest:
    if places.sqlite_path:
        copy = folder / sqlite.MEMBER
        sqlite.snapshot(places.sqlite_path, copy)
        with connected(f"sqlite:///{copy}") as connection:
            manifest = describe(connection, now)
        packer.add_file(sqlite.MEMBER, copy)
        copy.unlink()
        return manifest
    with connected(places.database_url) as connection:
        postgresql.begin_snapshot(connection)
        manifest = describe(connection, now)
        for table, columns in manifest.columns.items():
            rows = folder / f"{table}.copy"
            postgresql.unload(connection, table, columns, rows)
            packer.add_file(f"{postgresql.FOLDER}/{table}.copy", rows)
            rows.unlink()
        return manifest
