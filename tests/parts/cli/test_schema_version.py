"""A command says so where the database is not what it was written for, instead of failing somewhere inside."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from app.__main__ import main
from app.cli.migrating import alembic_config
from app.cli.schema_version import OtherSchema, newest, refuse_other_schema
from app.foundation.transaction import Database


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings of an instance whose database was not made yet."""
    monkeypatch.setenv("PROVOST_INSTANCE", str(tmp_path))
    monkeypatch.setenv("PROVOST_BASE_URL", "https://training.example.org")
    monkeypatch.setenv("PROVOST_SECRET_KEY", "Zr4vQm8wKp2xTn6yLd0cHb3gJf7sVa1e")
    monkeypatch.setenv("PROVOST_DATA_KEY", base64.urlsafe_b64encode(bytes(range(32))).decode())
    return tmp_path


def test_the_newest_revision_is_the_one_that_alembic_knows() -> None:
    assert newest() == ScriptDirectory.from_config(alembic_config()).get_current_head()


def test_the_present_schema_is_taken(database: Database) -> None:
    refuse_other_schema(database)


@pytest.mark.parametrize("change", ["UPDATE alembic_version SET version_num = '0000'", "DROP TABLE alembic_version"])
def test_another_schema_is_refused(database: Database, change: str) -> None:
    """Older, newer, or none at all."""
    database.write(lambda unit: unit.connection.exec_driver_sql(change))
    with pytest.raises(OtherSchema):
        refuse_other_schema(database)


@pytest.mark.parametrize("command", [["people", "agencies"], ["audit", "verify"], ["schemes", "."]])
def test_a_command_before_the_migration_says_what_to_do(
    instance: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Contract: exit 1, on standard error, no traceback."""
    assert main(command) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "./provost migrate" in said.err
    assert main(["migrate"]) == 0
    assert main(command) == 0


@pytest.mark.parametrize("command", [["people", "agencies"], ["migrate"], ["backup", "b.tar"], ["restore", "b.tar"]])
def test_a_database_that_is_away_is_said(
    instance: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Contract: exit 1; the address, which may hold a password, is not printed."""
    monkeypatch.setenv("PROVOST_DATABASE_URL", "postgresql://somebody:secret-word@127.0.0.1:9/none")
    monkeypatch.chdir(instance)
    assert main(command) == 1
    said = capsys.readouterr().err
    assert said.startswith(("The database", "No backup", "The backup"))
    assert "secret-word" not in said
