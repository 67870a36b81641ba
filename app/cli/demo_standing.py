"""How a demonstration stands: begun, finished, ready to serve; looked at without loading the house."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from config import Settings

MARK, UNFINISHED = "demo", "demo.unfinished"
MIGRATIONS = Path(__file__).parents[2] / "migrations" / "versions"


class NotFinished(Exception):
    """A demonstration was begun in a database that is not ours to clear."""


def belongs_to_others(folder: Path) -> bool:
    """Whether an instance lies in the folder that is no demonstration."""
    return not (folder / MARK).exists() and any((folder / name).exists() for name in ("provost.sqlite3", "keys"))


def is_ready(settings: Settings) -> bool:
    """Whether the demonstration was finished and its database has the newest schema. False where that is not known."""
    path = _sqlite_path(settings)
    if path is None or not path.exists() or (settings.instance / UNFINISHED).exists():
        return False
    newest = max(file.name for file in MIGRATIONS.glob("[0-9]*.py"))[:4]
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            anybody = connection.execute("SELECT 1 FROM person LIMIT 1").fetchone()
    except sqlite3.Error:
        return False
    return revision == (newest,) and anybody is not None


def note_begun(settings: Settings) -> None:
    """Note that the story is being told; it is told in many transactions, and may be cut off."""
    (settings.instance / UNFINISHED).touch()


def note_finished(settings: Settings) -> None:
    """Note that the story was told to its end."""
    (settings.instance / UNFINISHED).unlink()


def clear_unfinished(settings: Settings) -> None:
    """Remove a demonstration that was cut off while it was made, so that it is made anew. Raises `NotFinished`."""
    mark, path = settings.instance / UNFINISHED, _sqlite_path(settings)
    if not mark.exists():
        return
    if path is None:
        raise NotFinished
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    (settings.instance / "anchors.jsonl").unlink(missing_ok=True)
    shutil.rmtree(settings.instance / "files", ignore_errors=True)
    mark.unlink()


def _sqlite_path(settings: Settings) -> Path | None:
    """The database, where it is a file of this instance."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    return path if path.is_relative_to(settings.instance) else None
