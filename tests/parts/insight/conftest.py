"""A house with one funded course, an officer of each of two countries and one of an unfunded course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from app.curriculum.models import Course
from app.foundation.crypto import Keyring
from app.foundation.ids import new_id
from app.foundation.transaction import Database, Unit
from app.identity.services.people import NewPerson, add_agency, add_person
from app.insight.models import RunningTotal

FUNDED, UNFUNDED, PARTNER = "seizing-phones", "own-course", "some-partner"


@dataclass(slots=True)
class HandClock:
    """A clock that a test sets by hand."""

    now: datetime = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True)
class Counted:
    """The house of a test."""

    database: Database
    clock: HandClock
    ghanaian: str
    kenyan: str
    fijian: str

    def totals(self) -> dict[tuple[str, ...], int]:
        """Return (partner, course, country, month, measure) → officers."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(RunningTotal.__table__)).all()
        return {tuple(row[:5]): row[5] for row in rows}


@pytest.fixture
def house(database: Database, keyring: Keyring) -> Counted:
    """A house whose database has two courses, one of them funded, and three officers."""
    database.clock = clock = HandClock()
    ids = database.write(lambda unit: _people(unit, keyring))
    return Counted(database, clock, *ids)


def _people(unit: Unit, keyring: Keyring) -> list[str]:
    for key, partner in ((FUNDED, PARTNER), (UNFUNDED, "")):
        unit.session.add(Course(id=new_id(), key=key, partner=partner, live_version_id=new_id(), created_at=unit.now))
    ids = []
    for country in ("GH", "KE", "FJ"):
        agency = add_agency(unit, name=f"Test agency {country}", country=country)
        ids.append(add_person(unit, keyring, NewPerson(agency, f"officer-{country}", f"Test Officer {country}")))
    return ids
