"""A demonstration is made once and whole; what is no demonstration's is left alone."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from app.__main__ import main
from app.cli.commands import CommandLine
from app.cli.demo import demo as demo_command
from app.cli.demo_standing import UNFINISHED, NotFinished, clear_unfinished, is_ready, note_begun
from app.identity.policy import ROLE_PERMISSIONS
from app.identity.services.people import NewPerson, add_agency, add_person
from config import Settings
from tests.plugins.instances import Instance, instance_at
from tests.plugins.ports import free_port


@pytest.fixture
def settings(demo: Instance) -> Settings:
    """The settings of a finished demonstration."""
    return demo.works.settings


def test_a_finished_demonstration_of_the_newest_schema_is_ready(settings: Settings) -> None:
    """X9: so a second start loads nothing and tells nothing."""
    assert is_ready(settings)


@pytest.mark.parametrize("change", ["UPDATE alembic_version SET version_num = '0000'", "DROP TABLE alembic_version"])
def test_another_schema_is_not_ready(settings: Settings, change: str) -> None:
    """X9: after an upgrade of the program the database is migrated first."""
    with closing(sqlite3.connect(settings.instance / "provost.sqlite3")) as connection:
        connection.execute(change)
        connection.commit()
    assert not is_ready(settings)


def test_no_database_or_another_one_is_not_ready(settings: Settings, tmp_path: Path) -> None:
    assert not is_ready(replace(settings, instance=tmp_path / "elsewhere"))
    assert not is_ready(replace(settings, database_url="postgresql://somewhere/else"))


def test_a_demonstration_that_was_cut_off_is_made_anew(settings: Settings) -> None:
    """X9: Ctrl-C in the first seconds leaves no half story behind."""
    note_begun(settings)
    assert not is_ready(settings)
    clear_unfinished(settings)
    assert not (settings.instance / "provost.sqlite3").exists()
    assert not (settings.instance / "files").exists()
    assert not (settings.instance / UNFINISHED).exists()


def test_what_was_finished_is_never_cleared(settings: Settings) -> None:
    clear_unfinished(settings)
    assert is_ready(settings)


def test_a_database_elsewhere_is_never_cleared(settings: Settings) -> None:
    note_begun(settings)
    with pytest.raises(NotFinished):
        clear_unfinished(replace(settings, database_url="postgresql://somewhere/else"))


@pytest.mark.parametrize("there", ["provost.sqlite3", "keys"])
def test_run_refuses_a_folder_that_holds_another_instance(
    there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Starting the demonstration over real people would mark their certificates as specimens."""
    (tmp_path / there).touch()
    monkeypatch.setenv("PROVOST_INSTANCE", str(tmp_path))
    assert main(["run", "--port", str(free_port())]) == 1
    assert "no demonstration" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [there]


def test_run_says_which_port_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """X9: and makes nothing."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["run", "--port", str(port), "--instance", str(tmp_path / "new")]) == 1
    assert f"Port {port} is taken" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


@pytest.fixture
def real(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Instance]:
    """A migrated instance with one person who is no demonstration's."""
    path = tmp_path / "provost.sqlite3"
    path.write_bytes(migrated_sqlite.read_bytes())
    instance = instance_at(tmp_path, f"sqlite:///{path}")
    agency = instance.works.database.write(lambda unit: add_agency(unit, name="A", country="GH"))
    person = NewPerson(agency, "somebody", "Some Body")
    instance.works.database.write(lambda unit: add_person(unit, instance.works.keyring, person))
    yield instance
    instance.works.database.engine.dispose()


def command(instance: Instance, *arguments: str, demo: bool = True) -> int:
    """Run `./provost demo …` on an instance."""
    settings = replace(instance.works.settings, demo=demo)
    line = CommandLine(settings=lambda: settings, works=lambda: instance.works, app=lambda: instance.app)
    return demo_command(line, list(arguments))


def test_the_story_is_not_told_among_real_people(real: Instance, capsys: pytest.CaptureFixture[str]) -> None:
    """A database that is given by its address may hold anything."""
    assert command(real, "--make") == 1
    assert "Nothing was changed" in capsys.readouterr().err
    with real.works.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar() == 1


def test_the_sign_ins_are_those_of_a_demonstration_only(
    demo: Instance, real: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    """Contract: `demo --json`; refused on an instance without demo data."""
    assert command(demo, "--json") == 0
    people = json.loads(capsys.readouterr().out)
    assert {person["role"] for person in people} == set(ROLE_PERMISSIONS)
    assert set(people[0]) == {"role", "name", "display_name", "password", "totp_secret", "code_now"}
    assert all(bool(person["totp_secret"]) == (person["role"] != "officer") for person in people)
    for instance, is_demo in ((real, True), (demo, False)):
        assert command(instance, "--json", demo=is_demo) == 1
        assert capsys.readouterr().out == ""
