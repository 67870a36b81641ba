"""A database on PostgreSQL that a test has used serves the next one as if it were new, or is not used again."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.foundation.db import make_engine
from app.schema import trigger_names
from tests.migrations.rows import Schema
from tests.plugins.databases import fresh_database, run_on_server
from tests.plugins.emptying import emptied, schema_mark

pytestmark = pytest.mark.postgres


def test_no_row_stays_and_no_change_of_the_schema_passes(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    for url in fresh_database(request, "postgresql", tmp_path):
        new = schema_mark(url)
        engine = make_engine(url)
        with engine.begin() as connection:
            schema = Schema.of(connection)
            schema.fill(connection)
        assert emptied(url, new)
        engine.dispose()
        with engine.connect() as connection:
            counts = {
                one.name: connection.scalar(sa.select(sa.func.count()).select_from(one))
                for one in schema.tables.values()
            }
        engine.dispose()
        assert {name for name, count in counts.items() if count} == set()
        trigger = next(iter(sorted(trigger_names("postgresql"))))
        (table,) = run_on_server(url, f"SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = '{trigger}'")[0]
        for change in (
            "CREATE TABLE one_more (one int)",
            "ALTER TABLE one_more ADD COLUMN two int",
            "DROP TABLE one_more",
            f"ALTER TABLE {table} DISABLE TRIGGER {trigger}",
            f"DROP TRIGGER {trigger} ON {table}",
            "UPDATE alembic_version SET version_num = '0001'",
            "DROP TABLE alembic_version",
        ):
            mark = schema_mark(url)
            assert emptied(url, mark), change
            run_on_server(url, change)
            assert not emptied(url, mark), change
