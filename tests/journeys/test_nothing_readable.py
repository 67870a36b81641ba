"""A dump of the database and a backup tell nobody's name: over everything that the demonstration's people did (S12)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import sqlalchemy as sa

from app.cli.copies.making import backup
from app.cli.copies.places import Places
from app.foundation.mail import Letter
from app.foundation.transaction import Unit
from app.identity.models import MailAddress, Person, TextNumber
from app.identity.services.actor import Actor
from app.identity.services.covering import cover
from app.identity.services.locking import lock_account
from app.identity.services.recovering import ask_recovery
from app.jobs.mail import post
from tests.plugins.instances import Instance

ADDRESS = "kwame.asante@police.example"
WAITING = "k.asante@second.example"
PHONE = "+233201234567"
COVER = "Wilhelmina Quartey"


_PUBLIC = {
    word
    for path in (*Path("courses").rglob("*.md"), *Path("courses").rglob("*.yml"))
    for word in re.findall(r"\w{4,}", path.read_text())
}


def _fill(instance: Instance) -> dict[str, str]:
    """Add what the story lacks: an address, a letter that waits, reasons that name somebody; return the people."""
    keyring = instance.works.keyring

    def work(unit: Unit) -> None:
        people = unit.session.scalars(sa.select(Person).order_by(Person.id)).all()
        people[0].email, people[0].service_number = ADDRESS, "GH-4711-0815"
        name = people[0].name
        cover(unit, keyring, people[2].id, COVER, Actor(people[1].id, "coordinator"))
        unit.session.add(MailAddress(person_id=people[0].id, waiting=WAITING, code_hash="0", code_until=unit.now))
        unit.session.add(TextNumber(person_id=people[0].id, number=PHONE, confirmed_at=unit.now))
        post(unit, keyring, Letter(ADDRESS, f"For {name}", f"Dear {name}"), key="letter")
        actor = Actor(people[1].id, "operator")
        lock_account(unit, people[0].id, f"{name} lost the phone.", actor)
        ask_recovery(unit, people[0].id, f"{name} called.", actor)

    instance.works.database.write(work)
    with instance.works.database.reading() as connection:
        rows = connection.execute(
            sa.select(Person.id, Person.name, Person.name_original, Person.email, Person.service_number)
        ).all()
    of_one = {ADDRESS: "", WAITING: "", PHONE: "", COVER: "", "Wilhelmina": "", "Quartey": ""}
    return of_one | {text: row.id for row in rows for whole in row[1:] if whole for text in (whole, *_words(whole))}


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name that stand in no course and are no words of the demonstration itself."""
    return tuple(word for word in re.findall(r"[^\W\d_]{4,}", name.split(" (")[0]) if word not in _PUBLIC)


def _ways_of_writing(text: str) -> set[bytes]:
    """Return `text` as tables, JSON, UTF-16 and an address on a page would hold it."""
    plain = text.removesuffix(")").split(" (")[0]
    return {plain.encode(), json.dumps(plain)[1:-1].encode(), plain.encode("utf-16-le"), plain.upper().encode()}


def test_a_dump_and_a_backup_hold_no_readable_name_number_or_address(demo_on_both: Instance, tmp_path: Path) -> None:
    """S12: the whole demonstration, its log, its certificates, its letters."""
    people, settings = _fill(demo_on_both), demo_on_both.works.settings
    assert len(people) > 15
    assert ADDRESS in people
    backup(Places.of(settings), tmp_path / "copy.tar", demo_on_both.works.database.clock())
    held = (tmp_path / "copy.tar").read_bytes()
    assert b"Ghana" in held  # what may be read is found, so the search looks into what is held
    found = {text for text in people for written in _ways_of_writing(text) if written in held}
    assert found == set()
