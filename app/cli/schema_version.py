"""Whether the database has the schema that this program was written for; asked before a command works on it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app.foundation.errors import Refusal
from app.foundation.transaction import Database
from app.foundation.words import N_

MIGRATIONS = Path(__file__).parents[2] / "migrations" / "versions"
_PRESENT = sa.text("SELECT version_num FROM alembic_version")
_ONE = sa.text("SELECT 1")


class OtherSchema(Refusal):
    """The database is older or newer than the program."""

    code = "other_schema"
    message = N_("The database does not have the schema of this program. `./provost migrate` brings it there.")


class DatabaseAway(Refusal):
    """The database does not answer."""

    code = "database_away"
    message = N_("The database does not answer. Is its server running, and PROVOST_DATABASE_URL right?")


def newest() -> str:
    """Return the revision of the newest migration: the number at the beginning of its file's name."""
    return max(path.name for path in MIGRATIONS.glob("[0-9]*.py"))[:4]


def refuse_other_schema(database: Database) -> None:
    """Raise `OtherSchema` or `DatabaseAway` where no command can work."""
    if _asked(database, _ONE) is None:
        raise DatabaseAway
    if _asked(database, _PRESENT) != newest():
        raise OtherSchema


def _asked(database: Database, statement: sa.TextClause) -> object:
    try:
        with database.reading() as connection:
            return connection.execute(statement).scalar()
    except DBAPIError:
        return None
