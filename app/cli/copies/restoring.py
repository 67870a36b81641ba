"""Putting a copy back: checked whole, into a place where nothing is lost."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config

from app.cli.copies import postgresql, sqlite
from app.cli.copies.archive import BadBackup, Manifest, unpack
from app.cli.copies.describing import check
from app.cli.copies.places import ANCHORS, FILES, Occupied, Places, changing, connected
from app.foundation.db import make_engine
from app.foundation.stored_files import Folder, StoredFiles, open_files

MIGRATIONS = Path(__file__).parents[3] / "migrations"
Migrate = Callable[[str, str], None]


def restore(
    source: Path, places: Places, now: datetime, *, force: bool = False, migrate: Migrate | None = None
) -> Manifest:
    """Put the backup `source` into an empty instance and return what was in it.

    All hashes, the count of rows of every table and the whole audit chain are checked, on SQLite before anything is
    touched. Raises `Occupied` where something stands already; with `force` that is renamed, never removed. Raises
    `BadBackup`, OSError. Web and worker must be stopped.
    """
    files = open_files(places.storage_url)
    if not force:
        _refuse_occupied(places, files)
    suffix = f".before-{now:%Y%m%dT%H%M%S}"
    base = places.sqlite_path.parent if places.sqlite_path else places.anchors.parent
    base.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=base, prefix=".restore-") as name:
        folder = Path(name)
        manifest = unpack(source, folder)
        if places.sqlite_path:
            _restore_sqlite(manifest, folder, places.sqlite_path, suffix)
        else:
            _restore_postgresql(manifest, folder, places.database_url, suffix, migrate or _migrate)
        _restore_files(folder, places, files, suffix)
    return manifest


def _refuse_occupied(places: Places, files: StoredFiles) -> None:
    if places.sqlite_path:
        occupied = places.sqlite_path.exists()
    else:
        with connected(places.database_url) as connection:
            occupied = postgresql.has_tables(connection)
    if occupied:
        raise Occupied("the database is there already")
    if places.anchors.exists() or next(files.keys(), None):
        raise Occupied("stored files are there already")


def _restore_sqlite(manifest: Manifest, folder: Path, path: Path, suffix: str) -> None:
    unpacked = folder / sqlite.MEMBER
    if manifest.database != "sqlite":
        raise BadBackup("it is of a PostgreSQL database, and the instance is set to SQLite")
    sqlite.check(unpacked)
    with connected(f"sqlite:///{unpacked}") as connection:
        check(connection, manifest)
    sqlite.set_aside(path, suffix)
    sqlite.install(unpacked, path)


def _restore_postgresql(manifest: Manifest, folder: Path, url: str, suffix: str, migrate: Migrate) -> None:
    if manifest.database != "postgresql":
        raise BadBackup("it is of a SQLite database, and the instance is set to PostgreSQL")
    with changing(url) as connection:
        if postgresql.has_tables(connection):
            postgresql.set_aside(connection, suffix.replace(".", "_").replace("-", "_").lower())
    migrate(url, manifest.revision)
    with changing(url) as connection:
        postgresql.prepare_load(connection, manifest.columns)
        for table, columns in manifest.columns.items():
            postgresql.load(connection, table, columns, folder / postgresql.FOLDER / f"{table}.copy")
        check(connection, manifest)


def _restore_files(folder: Path, places: Places, files: StoredFiles, suffix: str) -> None:
    if isinstance(files, Folder) and files.root.exists() and any(files.root.iterdir()):
        files.root.rename(files.root.with_name(files.root.name + suffix))
    for path in sorted((folder / FILES).rglob("*")):
        key = path.relative_to(folder / FILES).as_posix()
        if path.is_file() and not files.put_new(key, path.read_bytes()) and files.get(key) != path.read_bytes():
            raise Occupied(f"another file {key} is stored already")
    if places.anchors.exists():
        places.anchors.rename(places.anchors.with_name(places.anchors.name + suffix))
    if (folder / ANCHORS).exists():
        (folder / ANCHORS).rename(places.anchors)


def _migrate(url: str, revision: str) -> None:
    """Bring an empty database to the schema that the copied rows had; `./provost migrate` then goes on from there."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = config.attributes["engine"] = make_engine(url)
    try:
        command.upgrade(config, revision)
    finally:
        engine.dispose()
