"""An accreditation desk over the classroom: schemes of each way to decide, three of staff, and a trainer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from app.accreditation.services.considering import consider
from app.accreditation.services.parting import involve
from app.accreditation.services.scheme_loading import load_schemes
from app.curriculum.services.owning import own_course
from app.foundation.transaction import Unit
from app.identity.services.people import NewPerson, add_agency, add_person, grant_role
from tests.parts.learning.classroom import COURSE, Classroom, make_classroom
from tests.plugins.databases import BOTH, fresh_database

T = TypeVar("T")
WAYS = {
    "by-rule": "automatic",
    "by-sample": "{automatic: {sample: 100}}",
    "by-one": "staff",
    "by-two": "{staff: {approvals: 2}}",
}
SCHEME = """\
id: {key}
title: Scheme {key}
kind: knowledge
decision: {decision}
valid-months: 12
version: 1
design: alliance
statement: "has shown who they are"
requirements:
  all:
    - identity-confirmed: {{}}
"""
STAFF = ("dora", "emil", "fay")


@dataclass(slots=True)
class Desk:
    """The classroom with a desk; `ada`, `ben` and `cleo` are its officers, `tom` owns the course, `STAFF` decide."""

    room: Classroom

    def do(self, work: Callable[[Unit], T]) -> T:
        """Run one unit of work."""
        return self.room.do(work)

    def id(self, name: str) -> str:
        """Return the id of a person."""
        return self.room.people[name]

    def parts(self) -> Any:
        """Return what the services take: the issuer and the keys."""
        return self.room.works.parts["issuer"], self.room.works.keyring

    def consider(self, name: str) -> int:
        """Consider a person."""
        return self.do(lambda unit: consider(unit, self.id(name), *self.parts()))

    def involve(self, candidate: str, actor: str, part: str, source: str = "test") -> str:
        """Let somebody take a part in another's accreditation."""
        return self.do(lambda unit: involve(unit, self.id(candidate), self.id(actor), part, source))

    def count(self, table: str, where: str = "1 = 1") -> int:
        """Return how many rows there are."""
        return int(self.room.ask(f"SELECT count(*) FROM {table} WHERE {where}")[0][0])


def make_desk(
    folder: Path, url: str, schemes: tuple[str, ...] = tuple(WAYS), now: datetime | None = None, scheme: str = SCHEME
) -> Desk:
    """Return a desk with these schemes, all of them met by who is confirmed, unless `scheme` says otherwise."""
    room = make_classroom(folder / "instance", url, now)
    files = folder / "schemes"
    files.mkdir()
    for key in schemes:
        (files / f"{key}.yml").write_text(scheme.format(key=key, decision=WAYS[key]))

    def settle(unit: Unit) -> None:
        office = add_agency(unit, name="Office", country="FR", kind="alliance")
        for name, role in (*((one, "accreditation") for one in STAFF), ("tom", "trainer")):
            room.people[name] = add_person(unit, room.works.keyring, NewPerson(office, name, f"Person {name}"))
            grant_role(unit, room.people[name], role)
        own_course(unit, COURSE, room.people["tom"])
        load_schemes(unit, files, room.works.parts["issuer"])

    room.do(settle)
    return Desk(room)


@pytest.fixture(params=BOTH)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The desk on both databases, with a clock that stands still."""
    for url in fresh_database(request, request.param, tmp_path):
        made = make_desk(tmp_path, url)
        yield made
        made.room.works.database.engine.dispose()
