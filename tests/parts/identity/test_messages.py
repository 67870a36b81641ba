"""Messages are the record; a letter says only that they are there: at once, or on Mondays, and never in quiet days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.identity.models import Agency, Person
from app.identity.services.messaging import mail_of, tell
from app.jobs.worker import run_once
from tests.parts.identity.conftest import House

MONDAY, TUESDAY = datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC)


def _letters(house: House) -> list[bytes]:
    return [path.read_bytes() for path in Path(house.works.settings.mail_url).glob("*.eml")]


def _mail(house: House, person_id: str) -> bool:
    keyring, address = house.works.keyring, house.works.settings.base_url
    posted = house.do(lambda unit: mail_of(unit, keyring, person_id, address))
    run_once(house.works.workshop())
    return posted


@pytest.mark.parametrize(
    ("kind", "now", "wish", "quiet", "posted"),
    [
        ("reminded", TUESDAY, None, False, True),
        ("enrolled", TUESDAY, None, False, False),
        ("enrolled", MONDAY, None, False, True),
        ("enrolled", MONDAY, "", False, False),
        ("reminded", TUESDAY, "", False, True),
        ("reminded", TUESDAY, None, True, False),
    ],
)
def test_when_a_letter_goes(
    house: House, kind: str, now: datetime, wish: str | None, quiet: bool, posted: bool
) -> None:
    """O36: the letter names nothing of what it is about, and goes once."""
    house.clock.now = now
    person_id = house.person("ama", "officer", agency="north-harbour")

    def prepare(unit: object) -> None:
        session = unit.session  # type: ignore[attr-defined]
        session.get(Person, person_id).email = "ama@police.example"
        if quiet:
            agency = session.get(Agency, house.agencies["north"])
            agency.quiet_from, agency.quiet_until = date(2026, 11, 20), date(2026, 11, 30)
        tell(unit, person_id, kind, "one", course="Secret course", course_key="secret")  # type: ignore[arg-type]

    house.do(prepare)
    if wish is not None:
        house.signed_in("ama").post("/messages/letter", {"digest": wish})
    assert _mail(house, person_id) is posted
    assert _mail(house, person_id) is False
    letters = _letters(house)
    assert len(letters) == posted
    assert not any(b"ecret" in letter or b"Person" in letter for letter in letters)


def test_the_same_thing_is_told_once_and_stands_sealed_in_the_database(house_on_both: House) -> None:
    """O36: whoever reads the database reads no sentence."""
    house = house_on_both
    person_id = house.person("ama", "officer")
    for told in (True, False):
        assert told is house.do(lambda unit: tell(unit, person_id, "enrolled", "one", course="Mark", course_key="m"))
    with house.works.database.reading() as connection:
        words = connection.execute(sa.text("SELECT words FROM message")).scalar()
    assert b"Mark" not in bytes(words)
    page = house.signed_in("ama").get("/messages")
    assert page.sees("Your coordinator enrolled you in “Mark”")
