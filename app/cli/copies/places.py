"""Where an instance keeps what is copied."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.audit.anchors import anchor_file
from app.foundation.db import make_engine
from app.foundation.transaction import whole
from config import Settings

FILES, ANCHORS = "files", "anchors.jsonl"


class Occupied(Exception):
    """Something stands where the backup would go."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where an instance keeps what is copied."""

    database_url: str
    storage_url: str
    anchors: Path

    @classmethod
    def of(cls, settings: Settings) -> Places:
        """Return the places of the instance with these settings."""
        return cls(settings.database_url, settings.storage_url, anchor_file(settings.instance))

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, or None on PostgreSQL."""
        url = sa.make_url(self.database_url)
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """Give a connection of the house's kind to `url`, and leave nothing open."""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def changing(url: str) -> Iterator[sa.Connection]:
    """Give a connection whose work is kept as a whole or not at all, and leave nothing open."""
    engine = make_engine(url)
    try:
        with whole(engine) as connection:
            yield connection
    finally:
        engine.dispose()
