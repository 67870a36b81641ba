"""Each migration goes up, down and up again over a database with rows in every table; later ones join by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory

from app.cli.migrating import alembic_config
from app.foundation.db import make_engine
from app.learning.models import Enrolment
from app.schema import METADATA, trigger_names
from tests.migrations.conftest import At, Migrated
from tests.migrations.shape import contents, shape, triggers

SCRIPTS = ScriptDirectory.from_config(alembic_config())
MIGRATIONS = list(reversed(list(SCRIPTS.walk_revisions())))
REWRITTEN: set[tuple[str, str, str]] = {("0037", "credential_proof", "disclosure")}
"""(revision, table, column) whose values a migration means to change; everything else must come through as it was."""

each_migration = pytest.mark.parametrize("migration", MIGRATIONS, ids=lambda migration: str(migration.revision))


def before(migration: Script) -> str | None:
    """Return the revision beneath a migration."""
    assert not isinstance(migration.down_revision, tuple | list), "one line of migrations, without branches"
    return migration.down_revision


def test_migrations_are_one_numbered_line() -> None:
    assert [migration.revision for migration in MIGRATIONS] == [f"{n:04}" for n in range(1, len(MIGRATIONS) + 1)]
    assert all(migration.path.rsplit("/", 1)[1].startswith(f"{migration.revision}_") for migration in MIGRATIONS)


@each_migration
def test_up_down_and_up_again_loses_no_row_and_no_rule(at: At, migration: Script) -> None:
    """X20 A16: what was there before a migration is there after it, and after the way back.

    A table that SQLite rebuilds loses its triggers silently: whoever touches one sets them again.
    """
    below, here = before(migration), str(migration.revision)
    database = at(below)
    database.fill()
    first = _seen(database)
    database.up(here)
    second = _seen(database)
    assert lost(first, second, here) == []
    assert first.triggers & trigger_names(database.kind) <= second.triggers
    database.fill()
    database.down(below)
    third = _seen(database)
    assert third.shape == first.shape
    assert third.triggers == first.triggers
    assert lost(first, third, here) == []
    database.up(here)
    fourth = _seen(database)
    assert fourth.shape == second.shape
    assert fourth.triggers == second.triggers
    assert lost(third, fourth, here) == []


def test_the_way_back_names_nobody_whom_it_should_not(at: At) -> None:
    """X7: whoever has a salt may be protected, and is taken for it; who has none was named and is."""
    told_apart = next(one for one in MIGRATIONS if one.path.endswith("_nobody_told_apart.py"))
    database = at(str(told_apart.revision))
    database.fill()
    database.down(before(told_apart))
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT salt IS NULL, disclosure FROM credential_proof").all()
    assert {(bool(bare), disclosure) for bare, disclosure in rows} == {(True, "full"), (False, "protected")}


def test_the_way_back_keeps_an_appeal_about_an_examination_as_a_complaint(at: At) -> None:
    """A23: the program before knows no such appeal, and nothing that somebody filed is dropped."""
    opening = next(one for one in MIGRATIONS if one.path.endswith("_what_appeals_open.py"))
    database = at(str(opening.revision))
    database.fill()
    alone = (
        "INSERT INTO appeal (id, public_id, kind, person_id, attempt_id, grounds, filed_at, acknowledge_by, answer_by) "
        "SELECT 'alone', 'alone', 'appeal', person_id, (SELECT min(id) FROM attempt), grounds, filed_at, "
        "acknowledge_by, answer_by FROM appeal LIMIT 1"
    )
    with database.engine.begin() as connection:
        connection.exec_driver_sql(alone)
    database.down(before(opening))
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT kind FROM appeal WHERE id = 'alone'").scalar() == "complaint"


def test_the_way_up_finds_the_first_completion_in_the_log(at: At) -> None:
    """P4: who has completed a newer version since is counted in the month of the first; without an entry, as it was."""
    first = next(one for one in MIGRATIONS if one.path.endswith("_first_completed.py"))
    database = at(before(first))
    database.fill()
    logged = (
        "INSERT INTO audit_event (sequence, at, actor, role, tag, subject, data, previous_hash, hash) "
        "SELECT sequence + {0}, '2026-0{0}-15 12:00:00', actor, role, 'learning:enrolment:completed', '{1}', data, "
        "'{0}', '{0}' FROM audit_event WHERE sequence = (SELECT min(sequence) FROM audit_event)"
    )
    enrolled = (
        "INSERT INTO enrolment (id, person_id, course, version_id, state, revision, last_activity, joined_at, "
        "completed_at) SELECT '{0}', person_id, '{0}', version_id, 'completed', 0, '', joined_at, {1} FROM enrolment "
        "WHERE id = (SELECT min(id) FROM enrolment WHERE id NOT IN ('twice', 'bare', 'never'))"
    )
    at_last = "'2026-05-15 12:00:00'"
    with database.engine.begin() as connection:
        for name, when in (("twice", at_last), ("bare", at_last), ("never", "NULL")):
            connection.exec_driver_sql(enrolled.format(name, when))
        for month in (4, 3, 5):
            connection.exec_driver_sql(logged.format(month, "twice"))
    database.up(str(first.revision))
    with database.engine.connect() as connection:
        found = connection.execute(sa.select(Enrolment.course, Enrolment.first_completed_at)).all()
    months = {name: when and when.month for name, when in found if name in {"twice", "bare", "never"}}
    assert months == {"twice": 3, "bare": 5, "never": None}


def test_the_newest_schema_is_that_of_the_models_and_goes_away_whole(at: At) -> None:
    """No drift: columns, keys, checks and indexes, by name and by what they say; as Alembic compares, and as made.

    Exactly the named guards stand, and all the way down leaves nothing, with rows in every table.
    """
    database = at(str(MIGRATIONS[-1].revision))
    assert _seen(database).triggers == trigger_names(database.kind)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
        migrated = shape(connection)
    database.fill()
    database.down(None)
    assert _seen(database) == Seen({}, set(), {})
    with database.engine.begin() as connection:
        METADATA.create_all(connection)
        made = shape(connection)
    assert migrated.keys() == made.keys()
    for table in made:
        assert migrated[table] == made[table], table


def test_a_migration_that_fails_changes_nothing(at: At) -> None:
    """One transaction each: a full disk or a cut in the middle leaves the revision that stood."""
    database = at(before(MIGRATIONS[-1]))
    stood = _seen(database)
    engine = make_engine(database.engine.url.render_as_string(hide_password=False))
    seen: list[str] = []

    def cut(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)
        if statement.lstrip().upper().startswith("UPDATE ALEMBIC_VERSION"):
            raise OSError("the disk is full")

    sa.event.listen(engine, "before_cursor_execute", cut)
    with pytest.raises(OSError, match="disk is full"):
        Migrated(engine).up()
    engine.dispose()
    assert len(seen) > 3
    assert _seen(database) == stood


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands in a database: the shape of its tables, the names of its triggers, table → rows."""

    shape: dict[str, dict[str, Any]]
    triggers: set[str]
    rows: dict[str, list[dict[str, Any]]]


def lost(earlier: Seen, later: Seen, revision: str) -> list[str]:
    """Return what rows of `earlier` are not found again in `later`, in the columns that both have."""
    missing = []
    for table, rows in earlier.rows.items():
        if table not in later.rows:
            continue
        columns = [
            column
            for column in earlier.shape[table]["columns"]
            if column in later.shape[table]["columns"] and (revision, table, column) not in REWRITTEN
        ]
        found = [[one[column] for column in columns] for one in later.rows[table]]
        missing += [f"{table}: {one}" for one in rows if [one[column] for column in columns] not in found]
    return missing


def _seen(database: Migrated) -> Seen:
    with database.engine.connect() as connection:
        tables = shape(connection)
        return Seen(tables, triggers(connection), contents(connection, list(tables)))
