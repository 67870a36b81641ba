"""`migrate`: brings the database to the present schema."""

from __future__ import annotations

import sys
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from app.cli.arguments import parser
from app.cli.commands import CommandLine
from app.foundation.db import make_engine

ROOT = Path(__file__).parents[2]


def alembic_config(engine: sa.Engine | None = None) -> Config:
    """Return the configuration of the migrations, over `engine` where one is given."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    if engine is not None:
        config.attributes["engine"] = engine
    return config


def upgrade(engine: sa.Engine, revision: str = "head") -> bool:
    """Bring the database to `revision`; returns whether anything was to be done."""
    config = alembic_config(engine)
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
    if revision == "head" and present == head:
        return False
    command.upgrade(config, revision)
    return True


def migrate(line: CommandLine, arguments: list[str]) -> int:
    """Bring the database of this instance to the present schema."""
    parser("migrate", migrate.__doc__ or "", "migrate").parse_args(arguments)
    settings = line.settings()
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = make_engine(settings.database_url)
    try:
        changed = upgrade(engine)
    except DBAPIError as error:
        print(f"The database could not be brought to the present schema: {error.orig}", file=sys.stderr)
        return 1
    finally:
        engine.dispose()
    print("The database has the present schema now." if changed else "The database had the present schema already.")
    return 0
