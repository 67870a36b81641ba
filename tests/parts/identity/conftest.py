"""A house with two agencies side by side, a unit below the first, and a clock that the tests set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.audit.queries import newest_entries
from app.factory import Works, create_app, make_works
from app.foundation.transaction import Unit
from app.identity.one_time_codes import current_code
from app.identity.services.password_keeping import set_password
from app.identity.services.people import NewPerson, add_agency, add_person, grant_role, set_totp
from tests.page import Browser, Page
from tests.plugins.databases import BOTH, fresh_database
from tests.plugins.instances import settings_for

T = TypeVar("T")
PASSWORD = "seven green kettles"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(slots=True)
class HandClock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move on by seconds, minutes, hours."""
        self.now += timedelta(**by)


@dataclass(slots=True)
class Redirected:
    """An answer that leads elsewhere; there is no page to check."""

    response: TestResponse

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.response.status_code


class Visitor(Browser):
    """A browser that can stop at a redirect, and reads each answer to its end, so that what comes after it is done."""

    def _send(self, method: str, path: str, follow: bool, **more: Any) -> Any:
        more["buffered"] = True
        if follow:
            return super()._send(method, path, follow, **more)
        headers = {"Accept-Encoding": "gzip", **more.pop("headers", {})}
        response = self.client.open(path, method=method, headers=headers, **more)
        return Redirected(response) if 300 <= response.status_code < 400 else Page(response, [], path)


@dataclass(slots=True)
class House:
    """The application over an empty database, and short words for filling it."""

    works: Works
    app: Flask
    clock: HandClock
    agencies: dict[str, str] = field(default_factory=dict)

    def do(self, work: Callable[[Unit], T]) -> T:
        """Run one unit of work."""
        return self.works.database.write(work)

    def agency(self, key: str, parent: str | None = None) -> str:
        """Add an agency."""
        above = self.agencies[parent] if parent else None
        self.agencies[key] = self.do(lambda unit: add_agency(unit, name=f"Agency {key}", country="GH", parent_id=above))
        return self.agencies[key]

    def person(
        self,
        name: str,
        *roles: str,
        agency: str = "north",
        password: str | None = PASSWORD,
        totp: str | None = None,
        shown: str = "",
        number: str | None = None,
    ) -> str:
        """Add a person who signs in as `name`; staff get the second factor SECRET unless `totp` is ""."""
        staff = set(roles) - {"officer"}
        secret = SECRET if totp is None and staff else totp

        def work(unit: Unit) -> str:
            new = NewPerson(self.agencies[agency], name, shown or f"Person {name}", service_number=number)
            person_id = add_person(unit, self.works.keyring, new)
            for role in roles:
                grant_role(unit, person_id, role)
            if password:
                set_password(unit, person_id, password)
            if secret:
                set_totp(unit, person_id, secret)
            return person_id

        return self.do(work)

    def visitor(self) -> Visitor:
        """Return someone who is not signed in."""
        return Visitor(self.app)

    def give_name(self, browser: Visitor, name: str, password: str = PASSWORD, **more: Any) -> Any:
        """Pass the first factor, without following where it leads."""
        return browser.post("/sign-in", {"name": name, "password": password, **more}, follow=False)

    def give_code(self, browser: Visitor, secret: str = SECRET) -> Any:
        """Pass the second factor with the code of a fresh half minute."""
        self.clock.move(seconds=30)
        return browser.post("/sign-in", {"code": current_code(secret, self.clock.now)}, follow=False)

    def signed_in(self, name: str, **more: Any) -> Visitor:
        """Return a visitor who passed every factor."""
        browser = self.visitor()
        if self.give_name(browser, name, **more).response.headers["Location"].startswith("/sign-in"):
            assert self.give_code(browser).status == 303
        return browser

    def cookie(self, browser: Visitor) -> str:
        """Return the session token that the browser holds, or an empty text."""
        found = browser.client.get_cookie("provost")
        return found.value if found else ""

    def tags(self, most: int = 50) -> list[str]:
        """Return the tags in the log, newest first."""
        with self.works.database.reading() as connection:
            return [entry.tag for entry in newest_entries(connection, limit=most)]

    def scalar(self, statement: str, **values: Any) -> Any:
        """Return one value from the database."""
        with self.works.database.reading() as connection:
            return connection.execute(sa.text(statement), values).scalar()

    def public_id(self, person_id: str) -> str:
        """Return a person's public id."""
        return str(self.scalar("SELECT public_id FROM person WHERE id = :id", id=person_id))


def _house(folder: Path, url: str) -> House:
    clock = HandClock()
    works = make_works(settings_for(folder, url), clock)
    works.database.reactions = {}
    house = House(works, create_app(works=works), clock)
    house.agency("north")
    house.agency("north-harbour", "north")
    house.agency("south")
    return house


@pytest.fixture(params=BOTH)
def house_on_both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """The house, once on SQLite and once on PostgreSQL."""
    for url in fresh_database(request, request.param, tmp_path):
        made = _house(tmp_path, url)
        yield made
        made.works.database.engine.dispose()


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """The house on SQLite, for what does not depend on the database."""
    for url in fresh_database(request, "sqlite", tmp_path):
        made = _house(tmp_path, url)
        yield made
        made.works.database.engine.dispose()
