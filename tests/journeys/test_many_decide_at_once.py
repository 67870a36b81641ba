"""A hundred decisions on one case in one moment end as one, on both databases (A15, R3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.accreditation.services import deciding
from app.audit.domain.chain import first_broken
from app.audit.queries import all_entries
from app.foundation.clock import system_clock
from app.foundation.errors import Busy, Refusal
from app.identity.services.actor import Actor
from tests.journeys.test_many_at_once import together
from tests.parts.accreditation.desk import STAFF, Desk, make_desk
from tests.parts.accreditation.test_deciding import GRANT, approve, case, decide, seen
from tests.plugins.databases import BOTH, fresh_database


@pytest.fixture(params=BOTH)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    """The desk on both databases, by the true clock."""
    for url in fresh_database(request, request.param, tmp_path):
        made = make_desk(tmp_path, url, ("by-one", "by-two"), datetime.now(UTC))
        made.room.works.database.clock = system_clock
        yield made
        made.room.works.database.engine.dispose()


def said(work: Callable[[], object]) -> Callable[[], str]:
    """Return the code of what it came to; a busy database is asked again, as a person would."""

    def ask() -> str:
        while True:
            try:
                return str(work() or "done")
            except Busy:
                continue
            except Refusal as refusal:
                return refusal.code

    return ask


def test_a_hundred_decisions_are_one(desk: Desk) -> None:
    """A15: three of staff, double clicks and all: one decision, one credential, one certificate to be made."""
    public_id = case(desk, "by-one")
    shown, house = seen(desk, public_id), deciding.Desk(*desk.parts())

    def act(who: str) -> Callable[[], str]:
        actor = Actor(desk.id(who), "accreditation")
        return said(lambda: desk.do(lambda unit: deciding.decide(unit, house, public_id, actor, GRANT, shown)))

    found = Counter(together([act(STAFF[place % 3]) for place in range(100)]))
    assert found == {"decided": 1, "already_decided": 99}
    one = "application_id IS NOT NULL"
    assert (desk.count("decision", one), desk.count("credential"), desk.count("involvement")) == (1, 1, 1)
    assert desk.count("outbox", "name = 'certificate.render'") == 1
    assert desk.room.read(lambda connection: first_broken(all_entries(connection))) is None


def test_a_hundred_second_persons_are_one(desk: Desk) -> None:
    """A15, U3: both colleagues agree at once, fifty times each: one of them is the second person."""
    public_id = case(desk, "by-two")
    assert decide(desk, public_id, "dora") == "proposed"
    acts = [said(lambda who=who: approve(desk, public_id, who)) for who in ("emil", "fay") * 50]
    assert Counter(together(acts)) == {"done": 1, "already_decided": 99}
    assert (desk.count("credential", "scheme = 'by-two'"), desk.count("proposal_answer")) == (1, 1)
