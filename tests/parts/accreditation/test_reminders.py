"""Reminders before the end of a certificate: to the holder and the coordinator, each once, naming nobody."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.identity.models import Person
from app.jobs.services import enqueue
from tests.parts.accreditation.holders import Holder, add_events, entries, grant_to, scalar
from tests.plugins.instances import Instance


@pytest.fixture
def holder(demo: Instance) -> Holder:
    """An officer of the demonstration who gave an address, as their coordinator did."""
    works = demo.works
    people = {name: works.keyring.search_hash("person.sign_in_name", name) for name in ("efua", "coordinator")}

    def work(unit: object) -> Holder:
        session = unit.session  # type: ignore[attr-defined]
        for name, hashed in people.items():
            person = session.scalars(sa.select(Person).where(Person.sign_in_hash == hashed)).one()
            person.email = f"{name}@police.example"
        officer = session.scalars(sa.select(Person).where(Person.sign_in_hash == people["efua"])).one()
        number = grant_to(unit, works, officer.id)  # type: ignore[arg-type]
        return Holder(officer.id, number, officer.name, tuple(officer.name.split()))

    return works.database.write(work)


def night(instance: Instance, holder: Holder, days_left: int) -> list[bytes]:
    """Run the job so many days before the end, and return the letters that lie in the folder since."""
    works = instance.works
    ends = scalar(works, "SELECT valid_until FROM credential WHERE number = :n", n=holder.number)
    end = datetime.combine(datetime.fromisoformat(str(ends)).date(), time(3), UTC)
    works.database.clock = lambda: end - timedelta(days=days_left)
    folder = Path(works.settings.mail_url)
    before = set(folder.glob("*.eml"))
    works.database.write(lambda unit: enqueue(unit, "credentials.remind", {}, f"test:{unit.now}:{len(before)}"))
    while instance.work():
        pass
    return [path.read_bytes() for path in set(folder.glob("*.eml")) - before]


def to_holder(letters: list[bytes]) -> int:
    """Count the letters to the holder; the coordinator hears of others' certificates too."""
    return sum(b"To: efua@police.example" in one and b"A message for you" not in one for one in letters)


def noted(instance: Instance, holder: Holder) -> list[dict[str, Any]]:
    """Return what the log holds of the reminders of the holder's certificate."""
    return [
        one for one in entries(instance.works, "accreditation:credential:reminded") if one["number"] == holder.number
    ]


def told(instance: Instance, name: str) -> dict[str, int]:
    """Count what somebody was told of certificates, by its kind."""
    statement = sa.text(
        "SELECT kind, count(*) FROM message WHERE kind LIKE '%certificate%' AND person_id IN "
        "(SELECT id FROM person WHERE sign_in_hash = :hash) GROUP BY kind"
    )
    hashed = instance.works.keyring.search_hash("person.sign_in_name", name)
    with instance.works.database.reading() as connection:
        return {row[0]: row[1] for row in connection.execute(statement, {"hash": hashed})}


def test_holder_and_coordinator_are_reminded_three_times_each_once(demo: Instance, holder: Holder) -> None:
    """A8 O36: 90, 30 and 7 days before the end; a night that comes twice says and sends nothing twice.

    The record stands in the house: of the grant and of each reminder, for the coordinator once a night.
    """
    counts = {left: to_holder(night(demo, holder, left)) for left in (91, 90, 89, 30, 29, 7, 6, 0)}
    assert counts == {91: 0, 90: 1, 89: 0, 30: 1, 29: 0, 7: 1, 6: 0, 0: 0}
    assert told(demo, "efua") == {"certificate-granted": 1, "certificate-ends": 3}
    assert told(demo, "coordinator") == {"officers-certificates-end": 4}  # one night is that of another's certificate
    assert night(demo, holder, 0) == []
    assert {one["letters"] for one in noted(demo, holder)} == {2}
    reminded = "SELECT count(*) FROM credential_reminder JOIN credential ON id = credential_id WHERE number = :n"
    assert scalar(demo.works, reminded, n=holder.number) == 3


def test_a_letter_names_nobody_and_holds_one_link(demo: Instance, holder: Holder) -> None:
    """A8: a mailbox is read by others; what the certificate is stands behind the sign-in."""
    letters = night(demo, holder, 30)
    assert to_holder(letters) == 1
    assert len(letters) >= 2
    for raw in letters:
        message = message_from_bytes(raw, policy=policy.default)
        text = f"{message['Subject']} {message.get_content()}"
        assert [word for word in (*holder.words, holder.number, "Cybercrime", "knowledge") if word in text] == []
        assert text.count("http://") == 1
        assert "%" not in text


@pytest.mark.parametrize("kind", ["suspended", "withdrawn", "superseded"])
def test_what_does_not_count_is_not_reminded_of(demo: Instance, holder: Holder, kind: str) -> None:
    """A8: only a valid certificate ends."""
    add_events(demo.works, holder.number, kind)
    assert to_holder(night(demo, holder, 30)) == 0
    assert noted(demo, holder) == []


def test_what_was_entered_late_is_one_letter(demo: Instance, holder: Holder) -> None:
    """A8: three reminders that are due at once are one letter."""
    assert to_holder(night(demo, holder, 5)) == 1
    assert [one["days"] for one in noted(demo, holder)] == [[7, 30, 90]]
