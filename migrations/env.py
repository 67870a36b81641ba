"""Alembic's entrance: one connection, one transaction, the same engine as the application."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from alembic import context

from app.foundation.db import make_engine
from app.schema import METADATA


def _engine() -> sa.Engine:
    given: sa.Engine | None = context.config.attributes.get("engine")
    if given is not None:
        return given
    instance = Path(os.environ.get("PROVOST_INSTANCE", "instance")).absolute()
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    return make_engine(os.environ.get("PROVOST_DATABASE_URL") or f"sqlite:///{instance / 'provost.sqlite3'}")


def run() -> None:
    """Run the migrations. SQLite checks foreign keys at the end of the whole, since a rebuilt table
    loses its rows' parents for a moment and the pragma has no effect inside a transaction."""
    with _engine().connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()
            if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise RuntimeError("the migration would leave rows that point at nothing; nothing was changed")
        if sqlite:
            connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


run()
