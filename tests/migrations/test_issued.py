"""What was issued stays what it was: an upgrade over issued certificates changes, makes and sends none (X20, A16)."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from app.accreditation.queries import credential_by_number
from app.accreditation.services.correcting import HolderWriting, correct
from app.accreditation.services.lives import Grounds
from app.accreditation.services.suspending import suspend
from app.accreditation.services.withdrawing import confirm_withdrawal, propose_withdrawal
from app.accreditation.statement_queries import statement_of
from app.audit.anchors import verify
from app.audit.keys import public_keys
from app.cli.certificates import explain_number
from app.cli.migrating import alembic_config, upgrade
from app.factory import Works
from app.foundation.transaction import Unit
from app.identity.models import Person
from app.identity.services.actor import Actor
from app.jobs.services import enqueue
from app.wiring import SCHEDULE
from tests.parts.accreditation.holders import grant_to, grant_to_somebody
from tests.plugins.instances import Instance

PROOF = (
    "audit_event",
    "audit_anchor",
    "attempt",
    "response_event",
    "decision",
    "credential",
    "credential_event",
    "certificate_file",
    "scheme_version",
    "outbox",
)
FILES = sa.text(
    "SELECT number, sha256, storage_key FROM credential JOIN certificate_file ON credential.id = credential_id"
)


def columns(connection: sa.Connection) -> dict[str, list[str]]:
    """Return the columns that the tables have now; later ones may come beside them."""
    inspector = sa.inspect(connection)
    return {name: sorted(column["name"] for column in inspector.get_columns(name)) for name in PROOF}


def proof(connection: sa.Connection, named: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return every row of what proves something, and every job that was asked for, as text."""
    found: dict[str, list[str]] = {}
    for name in PROOF:
        table = sa.Table(name, sa.MetaData(), autoload_with=connection)
        rows = connection.execute(sa.select(*(table.columns[column] for column in named[name])))
        found[name] = sorted(repr([_plain(value) for value in row]) for row in rows)
    return found


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def live(instance: Instance) -> list[str]:
    """Let one be suspended, one withdrawn, one corrected, one renewed; return the numbers, new ones last."""
    works = instance.works
    numbers = [grant_to_somebody(works, seed).number for seed in (31, 32, 33)]
    holders = [grant_to_somebody(works, seed) for seed in (34, 35)]
    ids, old = [one.person_id for one in holders], holders[0].number
    first, second = (Actor(one, "accreditation") for one in ids)
    why, writing = Grounds("under-review", "A letter came."), HolderWriting("Ama Owusu", "", "Inspector")

    def work(unit: Unit) -> list[str]:
        suspend(unit, numbers[0], first, why, condition="A new examination", ends_on=None)
        proposal = propose_withdrawal(unit, numbers[1], first, Grounds("issued-in-error", "The wrong scheme."))
        confirm_withdrawal(unit, proposal, second, "")
        corrected = correct(unit, numbers[2], first, writing, "A slip.", works.parts["issuer"], works.keyring)
        renewed = grant_to(unit, works, ids[0], renews=credential_by_number(unit.connection, old))
        return [*numbers, corrected, old, renewed]

    return works.database.write(work)


def give_addresses(works: Works) -> None:
    """Let everybody have an address, so that there is somebody to write to."""

    def work(unit: Unit) -> None:
        for place, person in enumerate(unit.session.scalars(sa.select(Person))):
            person.email = f"person{place}@police.example"

    works.database.write(work)


def night(instance: Instance, name: str) -> None:
    """Let the worker do all that its timetable asks for, and whatever follows from that."""

    def ask(unit: Unit) -> None:
        for one in SCHEDULE:
            enqueue(unit, one.name, one.arguments, f"{name}:{one.name}")

    instance.works.database.write(ask)
    while instance.work():
        pass


def everything_made(instance: Instance) -> dict[str, str]:
    """Return file → hash of every letter that was sent and of all that was stored, certificates among it."""
    folders = (Path(instance.works.settings.mail_url), Path(instance.works.settings.storage_url))
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def nothing_is_made_again(instance: Instance, named: dict[str, list[str]], before: dict[str, list[str]]) -> None:
    """Let the upgraded house work a night: no certificate, no letter, no row but those jobs, each of them done."""
    made = everything_made(instance)
    assert any(name.endswith(".eml") for name in made)
    night(instance, "after")
    assert everything_made(instance) == made
    with instance.works.database.engine.connect() as connection:
        after = proof(connection, named)
        jobs = connection.scalars(sa.text("SELECT state FROM outbox WHERE key LIKE 'after_%'")).all()
    assert jobs == ["done"] * len(SCHEDULE)
    assert {name for name in PROOF if after[name] != before[name]} <= {"outbox", "audit_anchor"}  # the log is anchored
    assert set(before["outbox"]) < set(after["outbox"])
    assert len(after["outbox"]) == len(before["outbox"]) + len(SCHEDULE)


@pytest.mark.slow
def test_every_later_migration_leaves_issued_certificates_as_they_are(demo_on_both: Instance) -> None:
    """X20, A16: from the first tables to the newest, over an instance that granted, printed, signed and mailed.

    Neither the upgrade nor the night of work that follows issues, prints or mails anything again.
    """
    lived = live(demo_on_both)
    demo_on_both.work()
    works = demo_on_both.works
    give_addresses(works)
    night(demo_on_both, "before")
    engine = works.database.engine
    command.downgrade(alembic_config(engine), "0001")
    with engine.connect() as connection:
        named = columns(connection)
        before = proof(connection, named)
    assert len(before["credential"]) == len(before["certificate_file"]) >= 8
    assert len(before["credential_event"]) == len(before["credential"]) + 3
    assert upgrade(engine)
    with engine.connect() as connection:
        assert proof(connection, named) == before
        files = connection.execute(FILES).all()
    for number, digest, key in files:
        assert hashlib.sha256(works.parts["storage"].get(key)).hexdigest() == digest
        code, answer = explain_number(works.database, number)
        assert (code, answer["same"], answer["hash_matches"]) == (0, True, True)
    with works.database.reading() as connection:
        today = works.database.clock().date()
        found = [credential_by_number(connection, number) for number in lived]
        states = ["suspended", "withdrawn", "superseded", "valid", "valid", "valid"]
        assert [one and one.state(today).value for one in found] == states
        old, renewed = found[-2:]
        assert old
        assert renewed
        kept = statement_of(connection, renewed.number)
        assert kept
        assert (renewed.cycle, json.loads(kept.text)["renews"]) == (2, old.number)
        assert verify(connection, public_keys(works.parts["keys"])).ok
    nothing_is_made_again(demo_on_both, named, before)
