"""A school over HTTP: the classroom with the canaries' course, its certificate scheme, and visitors to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accreditation.services.scheme_loading import load_schemes
from app.factory import create_app
from app.foundation.clock import system_clock
from app.foundation.transaction import Unit
from app.identity.services.browser_sessions import open_session
from app.identity.services.people import NewPerson, add_agency, add_person, grant_role
from tests.journeys.canaries import canary_course
from tests.parts.learning.classroom import Classroom, make_classroom
from tests.plugins.databases import BOTH, fresh_database

SCHEME = """\
id: canary-knowledge
title: Canaries – knowledge certificate
kind: knowledge
decision: automatic
valid-months: 12
version: 1
design: alliance
statement: "has found every canary"
requirements:
  all:
    - examination-passed: {course: small-course, quiz: final, cut: 80%}
    - red-lines-right: {course: small-course, quiz: final}
"""
STAFF = ("accreditation", "partner", "coordinator", "operator")


@dataclass(slots=True)
class School:
    """The classroom and the application over it."""

    room: Classroom
    app: Flask

    def client(self, name: str, role: str = "officer") -> FlaskClient:
        """Return a client signed in as the person, past every factor."""
        person_id = self.room.people[name]
        token = self.room.do(
            lambda unit: open_session(unit, person_id, role=role, stage="full", shared=False, device="")
        )
        client = self.app.test_client()
        client.set_cookie("provost", token)
        return client

    def token(self, client: FlaskClient) -> str:
        """Return the token of the client's forms."""
        cookie = client.get_cookie("provost")
        assert cookie
        return str(self.room.works.keyring.request_token(cookie.value))


def make_school(folder: Path, url: str, now: datetime | None = None) -> School:
    """Make the canaries' course live, let all three officers join it, and let one person hold each other role."""
    room = make_classroom(folder / "instance", url, now)
    room.publish(canary_course())
    (folder / "schemes").mkdir()
    (folder / "schemes" / "canary-knowledge.yml").write_text(SCHEME)

    def settle(unit: Unit) -> None:
        load_schemes(unit, folder / "schemes", room.works.parts["issuer"])
        agency = add_agency(unit, name="Office", country="FR", kind="alliance")
        for role in STAFF:
            room.people[role] = add_person(unit, room.works.keyring, NewPerson(agency, role, f"Person {role}"))
            grant_role(unit, room.people[role], role)

    room.do(settle)
    for name in ("ada", "ben", "cleo"):
        room.join(name)
    return School(room, create_app(works=room.works))


@pytest.fixture
def school(sqlite_url: str, tmp_path: Path) -> Iterator[School]:
    """The school on SQLite, with a clock that stands still."""
    made = make_school(tmp_path, sqlite_url)
    yield made
    made.room.works.database.engine.dispose()


@pytest.fixture(params=BOTH)
def open_school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    """The school on both databases, by the true clock: for what many do at once."""
    for url in fresh_database(request, request.param, tmp_path):
        made = make_school(tmp_path, url, datetime.now(UTC))
        made.room.works.database.clock = system_clock
        yield made
        made.room.works.database.engine.dispose()
