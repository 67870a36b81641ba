"""Another data key takes over while the house works: cut off, gone on, read by old and new (S12)."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from app import schema
from app.audit import resealing
from app.audit.changing_settings import change_setting
from app.audit.settings import STAFF_PASSKEY_FROM
from app.cli import data_key
from app.cli.commands import CommandLine
from app.factory import Works, make_works
from app.foundation import resealing as foundation
from app.foundation.crypto import Keyring, Sealed, install
from app.foundation.data_keys import BadDataKey, begin_rotation, data_keys_in
from app.foundation.mail import Letter
from app.identity.account_queries import account_named, own_details
from app.identity.services.messaging import tell
from app.jobs.mail import post
from app.jobs.worker import run_once
from tests.parts.identity.conftest import House
from tests.plugins.databases import DATA_KEY


def reading(works: Works, person_id: str) -> str:
    """Return the name as this process reads it."""
    install(works.keyring)
    with works.database.reading() as connection:
        return own_details(connection, person_id).name


def marks(house: House) -> set[bytes]:
    """Return the letters of all keys under which anything stands in the database or in a file."""
    found: set[bytes] = set()
    with house.works.database.reading() as connection:
        for table in foundation.sealed_tables():
            for row in connection.execute(sa.select(*table.raw)):
                found |= {bytes(value)[:2] for value in row if value is not None}
    files = house.works.parts["storage"].files
    return found | {files.beginning(key, 2) for key in files.keys()}  # noqa: SIM118 - no mapping


def some_of_everything(house: House) -> list[str]:
    """People, a row that only can be added, messages, a letter, a file: all under the first key."""
    people = [house.person(name, "officer", shown=f"Name {name}") for name in ("ama", "kojo", "esi")]
    operator = house.person("op", "operator")
    keyring = house.works.keyring

    def work(unit: Any) -> None:
        change_setting(unit, STAFF_PASSKEY_FROM, "2030-01-01", "Told.", seen=0, actor=operator, role="operator")
        for number in range(12):
            tell(unit, people[0], "certificate-granted", f"key {number}", title=f"Title {number}")
        post(unit, keyring, Letter("ama@example.org", "Subject", "Text"), "letter")

    house.do(work)
    house.works.parts["storage"].put_once("certificates/one.pdf", b"%PDF one")
    return people


def test_every_sealed_column_is_known() -> None:
    """S12: a part whose tables were not loaded would keep the old key for ever."""
    found = {f"{table.name}.{column.name}" for table in foundation.sealed_tables() for column in table.sealed}
    columns = (column for table in schema.METADATA.tables.values() for column in table.columns)
    assert found == {f"{one.table.name}.{one.name}" for one in columns if isinstance(one.type, Sealed)}


def test_a_data_key_is_replaced_while_the_house_works(
    house_on_both: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """S12: nothing is unreadable at any moment; the old key goes when nothing is under it."""
    house = house_on_both
    monkeypatch.setattr(Sealed, "keyring", Sealed.keyring)  # put back at the end, whatever is installed here
    folder = tmp_path / "data-keys"
    folder.mkdir()
    (folder / "data.key").write_text(base64.urlsafe_b64encode(DATA_KEY).decode())
    settings = replace(house.works.settings, data_key_folder=folder)
    people = some_of_everything(house)
    slow, quick = make_works(settings, house.clock), make_works(settings, house.clock)
    line = CommandLine(settings=lambda: settings, works=lambda: quick, app=lambda: None)
    from_before = house.works.parts["storage"].files.get("certificates/one.pdf")
    monkeypatch.setattr("app.foundation.crypto._REREAD_SECONDS", float("inf"))

    assert data_key.retire_data(line) == 0
    assert data_key.rotate_data(line) == 0
    assert data_key.rotate_data(line) == 1, "one at a time"
    quick.keyring.look_again()
    assert (slow.keyring.writes, quick.keyring.writes) == (1, 2)

    monkeypatch.setattr(foundation, "BATCH", 2)
    true, turns = foundation.reseal_batch, iter(range(6))

    def cut(*given: Any, **named: Any) -> Any:
        if next(turns, None) is None:
            raise KeyboardInterrupt
        return true(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(resealing, "reseal_batch", cut)
        with pytest.raises(KeyboardInterrupt):
            resealing.reseal_all(quick.database, quick.parts["storage"], quick.keyring, 60)
    assert marks(house) == {b"P1", b"P2"}

    install(slow.keyring)  # a process that has not noticed writes under the old key, one that has under the new
    slow.database.write(lambda unit: tell(unit, people[1], "certificate-granted", "slow", title="Slow"))
    install(quick.keyring)
    quick.database.write(lambda unit: tell(unit, people[1], "certificate-granted", "quick", title="Quick"))
    assert {reading(works, person) for works in (quick, slow) for person in people} == {
        "Name ama",
        "Name kojo",
        "Name esi",
    }
    for works in (slow, quick):  # found by name, and forms that are open stay good
        with works.database.reading() as connection:
            assert account_named(connection, works.keyring, "ama", house.clock.now)
        assert works.keyring.request_token("session") == Keyring(DATA_KEY).request_token("session")

    assert data_key.retire_data(line) == 1
    assert "rows and" in capsys.readouterr().out
    house.clock.move(minutes=1)
    run_once(quick.workshop())
    assert marks(house) == {b"P2"}
    with pytest.raises(DBAPIError, match="insert only"), house.works.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE setting_change SET value = 'x'"))
    assert data_key.retire_data(line) == 1, "another process may still write with the old one"
    monkeypatch.setattr(data_key, "GRACE_SECONDS", -1.0)
    assert data_key.retire_data(line) == 0

    fresh = make_works(settings, house.clock)
    assert fresh.keyring.older == frozenset()
    assert reading(fresh, people[2]) == "Name esi"
    assert fresh.parts["storage"].get("certificates/one.pdf") == b"%PDF one"
    assert [path.name for path in fresh.settings.instance.glob("mail/*.eml")] != []
    assert house.tags().count("system:keys:rotated") == 2

    (folder / "data-1.retired").rename(folder / "data-1.key")  # for a backup from before
    assert Keyring(data_keys_in(folder)).unseal("file", from_before) == b"%PDF one"


def test_a_rotation_that_was_cut_off_is_begun_again(tmp_path: Path) -> None:
    """S12: after each step of writing the files the folder is good, and the same command ends what it began."""
    (tmp_path / "data.key").write_text(base64.urlsafe_b64encode(DATA_KEY).decode())
    lasting = Keyring(DATA_KEY).lasting
    (tmp_path / "lasting.key").write_text(base64.urlsafe_b64encode(lasting).decode())
    assert data_keys_in(tmp_path).writes == 1
    (tmp_path / "data-1.key").write_text(base64.urlsafe_b64encode(DATA_KEY).decode())
    assert data_keys_in(tmp_path).keys == {1: DATA_KEY}
    assert begin_rotation(tmp_path, lasting) == 2
    ring = Keyring(data_keys_in(tmp_path))
    assert Keyring(DATA_KEY).search_hash("a", "b") in ring.search_hashes("a", "b")
    assert ring.search_hash("a", "b") != Keyring(DATA_KEY).search_hash("a", "b")
    (tmp_path / "lasting.key").unlink()
    with pytest.raises(BadDataKey, match="lasting"):
        data_keys_in(tmp_path)
