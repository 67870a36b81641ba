"""Keyed hashes while another data key takes over: found, refused twice, cut off, gone on, and nothing left (S12)."""

from __future__ import annotations

import base64
import threading
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.audit import resealing
from app.cli import data_key
from app.cli.commands import CommandLine
from app.factory import Works, create_app, make_works
from app.foundation import rehashing
from app.foundation.crypto import Keyring, Sealed
from app.foundation.data_keys import data_keys_in
from app.identity import known_device
from app.identity.account_queries import account_named
from app.identity.copy_mark import copy_mark, marked_as
from app.identity.hashes import PEOPLE
from app.identity.queries import people_named
from app.identity.services.actor import SYSTEM
from app.identity.services.letting_in import make_let_in_code, use_let_in_code
from app.identity.services.people import NewPerson, SignInNameTaken, add_person
from app.identity.services.throttling import Try
from app.identity.sign_in_names import people_called
from app.identity.user_queries import users_found
from app.jobs.worker import run_once
from tests.parts.identity.conftest import House
from tests.plugins.databases import DATA_KEY


@dataclass(slots=True)
class Change:
    """A house whose data key can be changed: a process that noticed at once, and one that did not look yet."""

    house: House
    folder: Path
    slow: Works
    quick: Works

    @property
    def line(self) -> CommandLine:
        """The command line of whoever changes the key."""
        settings = self.quick.settings
        return CommandLine(settings=lambda: settings, works=lambda: self.quick, app=lambda: None)

    def rotate(self) -> None:
        """A new key comes; `quick` knows."""
        assert data_key.rotate_data(self.line) == 0
        self.quick.keyring.look_again()

    def work(self) -> None:
        """Let the worker do what is due a minute later, when every process has looked."""
        self.house.clock.move(minutes=1)
        self.slow.keyring.look_again()
        run_once(self.quick.workshop())

    def retire(self) -> None:
        """The old key goes; everybody knows, and the worker takes its hashes away."""
        assert data_key.retire_data(self.line) == 0
        self.quick.keyring.look_again()
        self.work()

    def is_found(self, works: Works, name: str, number: str) -> bool:
        """Whether a process finds somebody in every way there is: to sign in, by number, by a word of the name."""
        now, ring = self.house.clock.now, works.keyring
        with works.database.reading() as connection:
            account = account_named(connection, ring, name, now)
            return account is not None and all(
                (
                    account_named(connection, ring, number, now) == account,
                    people_called(connection, ring, [name]) == {name: (account.person_id,)},
                    people_called(connection, ring, [number]) == {number: (account.person_id,)},
                    [one.id for one in people_named(connection, ring, f"{name} Person")] == [account.person_id],
                    len(users_found(connection, ring, name, now)) == 1,
                    len(users_found(connection, ring, number, now)) == 1,
                )
            )

    def add(self, works: Works, name: str, number: str | None = None) -> str:
        """Let a process add somebody."""
        new = NewPerson(self.house.agencies["north"], name, f"Person {name}", service_number=number)
        return works.database.write(lambda unit: add_person(unit, works.keyring, new))

    def stored(self) -> set[str]:
        """Everything that stands where keyed hashes of people are kept."""
        columns = ("SELECT sign_in_hash FROM person", "SELECT sign_in_hash_even FROM person",
                   "SELECT service_hash FROM person", "SELECT token FROM person_name_token")  # fmt: skip
        with self.quick.database.reading() as connection:
            return {str(one) for text in columns for one in connection.scalars(sa.text(text)) if one is not None}

    def key(self) -> Keyring:
        """The keys as a thief holds them who took the data key that writes now."""
        found = data_keys_in(self.folder)
        return Keyring(found.keys[found.writes])


def guesses(stolen: Keyring) -> set[str]:
    """What a thief makes of names that they guess, to compare it with a copy of the database."""
    typed = ("ama", "kojo", "esi")
    return {
        *(stolen.search_hash("person.sign_in_name", one) for one in typed),
        *(stolen.search_hash("person.service_number", f"77{one}") for one in typed),
        *(stolen.search_hash("person.name_token", one) for one in (*typed, "person")),
    }


@pytest.fixture
def change(house_on_both: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Change:
    """Three people under the first key, and two processes beside each other."""
    house, folder = house_on_both, tmp_path / "data-keys"
    folder.mkdir()
    (folder / "data.key").write_text(base64.urlsafe_b64encode(DATA_KEY).decode())
    settings = replace(house.works.settings, data_key_folder=folder)
    monkeypatch.setattr(Sealed, "keyring", Sealed.keyring)
    monkeypatch.setattr("app.foundation.crypto._REREAD_SECONDS", float("inf"))
    monkeypatch.setattr(data_key, "GRACE_SECONDS", -1.0)
    for name in ("ama", "kojo", "esi"):
        house.person(name, "officer", number=f"77{name}")
    slow = make_works(settings, house.clock)
    return Change(house, folder, slow, make_works(settings, house.clock))  # the last one made reads and writes


def test_a_key_that_went_out_of_use_is_worth_nothing(change: Change) -> None:
    """S12: nothing that people are found by can be compared with what the old key makes; twice over."""
    for _ in range(2):
        stolen = guesses(change.key())
        assert stolen <= change.stored(), "while it is in use, it tells"
        change.rotate()
        change.work()
        assert all(change.is_found(works, "ama", "77ama") for works in (change.quick, change.slow))
        change.retire()
        assert not stolen & change.stored()
        for name in ("ama", "kojo", "esi"):
            assert all(change.is_found(works, name, f"77{name}") for works in (change.quick, change.slow))


def test_people_are_found_at_every_moment_of_the_change(change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    """S12: by sign-in name, service number and words of the name, in a run that is cut off half-way as well."""
    change.rotate()
    change.add(change.quick, "abena", "77abena")
    assert change.is_found(change.quick, "ama", "77ama")
    assert change.is_found(change.quick, "abena", "77abena")
    with change.slow.database.reading() as connection:
        now = change.house.clock.now
        assert account_named(connection, change.slow.keyring, "abena", now), "who has not noticed lets people in too"

    monkeypatch.setattr(rehashing, "BATCH", 1)
    true, turns = rehashing.rehash_batch, iter(range(2))

    def cut(*given: Any, **named: Any) -> Any:
        if next(turns, None) is None:
            raise KeyboardInterrupt
        return true(*given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(resealing, "rehash_batch", cut)
        with pytest.raises(KeyboardInterrupt):
            resealing.rehash_all(change.quick.database, (PEOPLE,), change.quick.keyring, float("inf"))
    change.slow.keyring.look_again()  # by now: the worker began only when everybody knew
    left = partial(rehashing.rows_to_rehash, keyring=change.quick.keyring, hashed=PEOPLE)
    with change.quick.database.reading() as connection:
        assert 0 < left(connection) < 3
    for name in ("ama", "kojo", "esi", "abena"):
        assert all(change.is_found(works, name, f"77{name}") for works in (change.quick, change.slow))
    assert data_key.retire_data(change.line) == 1, "not before the worker is through"
    change.work()
    with change.quick.database.reading() as connection:
        assert left(connection) == 0
    change.retire()
    assert all(change.is_found(change.quick, name, f"77{name}") for name in ("ama", "kojo", "esi", "abena"))


def test_people_sign_in_during_the_change(change: Change) -> None:
    """S12, O3: by name and by number, before the worker came, in its midst, and after; sessions and forms go on."""
    house = replace(change.house, app=create_app(works=change.quick))
    here = house.signed_in("ama")
    change.rotate()
    assert house.signed_in("kojo").get("/account").status == 200
    change.quick.database.write(lambda unit: rehashing.rehash_batch(unit, change.quick.keyring, PEOPLE, ""))
    for name in ("kojo", "77kojo", "ESI"):
        assert house.signed_in(name).get("/account").status == 200
    change.work()
    change.retire()
    for name in ("kojo", "77kojo"):
        assert house.signed_in(name).get("/account").status == 200
    assert here.get("/account").status == 200


def test_no_two_people_get_one_name_while_two_keys_are_in_use(change: Change) -> None:
    """S12, O3: whichever process adds them, and whichever key each of them knows."""
    change.rotate()
    for works in (change.slow, change.quick):
        with pytest.raises(SignInNameTaken):
            change.add(works, "ama")
    change.add(change.quick, "new by quick")
    change.add(change.slow, "new by slow")
    for works, name in ((change.slow, "New by quick"), (change.quick, "New by slow")):
        with pytest.raises(SignInNameTaken):
            change.add(works, name)
    change.work()
    change.retire()
    for name in ("ama", "new by quick", "new by slow"):
        with pytest.raises(SignInNameTaken):
            change.add(change.quick, name)


def test_the_database_itself_refuses_a_name_for_the_second_time(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S12, O3: two processes that both looked, found nobody and add the name at once; one knows the new key."""
    change.rotate()
    both_looked, seen = threading.Barrier(2), "app.identity.services.people.sign_in_name_taken"
    monkeypatch.setattr(seen, lambda *_: False)
    done: list[str] = []

    def add(works: Works) -> None:
        both_looked.wait(60)
        try:
            change.add(works, "same")
            done.append("added")
        except Exception as error:
            done.append(type(error).__name__)

    threads = [threading.Thread(target=add, args=(works,)) for works in (change.slow, change.quick)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(done)[1:] == ["added"]
    assert len(done) == 2
    with change.quick.database.reading() as connection:
        assert len(users_found(connection, change.quick.keyring, "same", change.house.clock.now)) == 1


def test_what_was_printed_before_is_still_good_after(change: Change) -> None:
    """S12, O5, X17: a code on paper and a mark on a copy outlast the key; the mark of a browser does not."""
    house = change.house
    person = house.person("yaw", "officer")
    old = change.slow.keyring
    code = house.do(lambda unit: make_let_in_code(unit, old, person, SYSTEM))
    mark, device = copy_mark(old, person), known_device.new_mark(old, person)
    change.rotate()
    ring = change.quick.keyring
    assert known_device.letters_of(ring, device, person), "good while the old key is in use"
    change.work()
    change.retire()
    assert not known_device.letters_of(ring, device, person), "who stole the old key makes no marks"
    assert copy_mark(ring, person) != mark
    assert marked_as(ring, [person], mark) == marked_as(ring, [person], copy_mark(ring, person)) == [person]
    with change.quick.database.reading() as connection:
        account = account_named(connection, ring, "yaw", house.clock.now)
    assert change.quick.database.write(lambda unit: use_let_in_code(unit, ring, account, code, "hash", Try((), 0)))


def test_a_second_change_waits_for_the_end_of_the_first(change: Change) -> None:
    """S12: a column is empty before the next key fills it."""
    change.rotate()
    change.work()
    assert data_key.retire_data(change.line) == 0
    change.quick.keyring.look_again()
    assert data_key.rotate_data(change.line) == 1, "the hashes of the first key still stand"
    change.work()
    assert data_key.rotate_data(change.line) == 0
    assert data_keys_in(change.folder).writes == 3


def test_an_instance_whose_first_key_went_before_hashes_were_made_anew(change: Change) -> None:
    """S12: the second key writes, every hash is still of the first, of which only `lasting.key` is left."""
    stolen = guesses(change.key())
    change.rotate()
    resealing.reseal_all(change.quick.database, change.quick.parts["storage"], change.quick.keyring, 60)
    (change.folder / "data-1.key").unlink()
    change.quick.keyring.look_again()
    assert not change.quick.keyring.older
    assert change.is_found(change.quick, "ama", "77ama")
    with pytest.raises(SignInNameTaken):
        change.add(change.quick, "Ama")
    change.work()
    assert not stolen & change.stored()
    assert change.is_found(change.quick, "ama", "77ama")
