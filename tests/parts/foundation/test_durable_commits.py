"""What SQLite was told to keep is on the disk, as an answer says it is; the other tests do not wait for that."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.foundation.db import make_engine, read_engine

FULL, OFF = 2, 0


def said(folder: Path) -> set[tuple[str, int]]:
    """Return how the engine that writes and the one that reads keep their journal."""
    engine = make_engine(f"sqlite:///{folder / 'kept.sqlite3'}")
    found = {(_pragma(one, "journal_mode"), _pragma(one, "synchronous")) for one in (engine, read_engine(engine))}
    engine.dispose()
    return found


def _pragma(engine: sa.Engine, name: str) -> object:
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.usefixtures("dear_commits")
def test_a_commit_waits_for_the_disk(tmp_path: Path) -> None:
    """A saved answer outlives a power cut."""
    assert said(tmp_path) == {("wal", FULL)}


def test_the_other_tests_wait_for_no_disk(tmp_path: Path) -> None:
    """Else the fixture that spares them the wait has stopped working, and they are slower for it."""
    assert said(tmp_path) == {("wal", OFF)}
