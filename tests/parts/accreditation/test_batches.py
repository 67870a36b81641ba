"""Certificates for a cohort: who is granted one and who not, the gate for each, workers that die (A14, A15, U3)."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from app.accreditation import jobs
from app.accreditation.batch_queries import batch_by_public_id, batch_files, batch_rows
from app.accreditation.domain.cohort import Why, read_hindrance
from app.accreditation.queries import SchemeInForce, schemes_in_force
from app.accreditation.services import batch_granting, batching, claiming, deciding
from app.accreditation.services.deciding import Draft
from app.accreditation.services.weighing import Weighed, weigh_all
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor
from app.identity.services.people import NewPerson, add_person, grant_role
from app.jobs.worker import run_once
from tests.journeys.worker_process import BATCH_POINTS
from tests.parts.accreditation.desk import Desk, make_desk
from tests.parts.accreditation.test_deciding import case, decide
from tests.plugins.forking import Parent

NOBODY = "0123456789abcdef"
ROOT = Path(__file__).parents[3]


def found_of(desk: Desk, key: str) -> SchemeInForce:
    """Return a scheme in force."""
    return next(one for one in desk.room.read(schemes_in_force) if one.scheme.key == key)


def weighed(desk: Desk, scheme: str, people: list[str], who: str = "dora") -> tuple[Weighed, ...]:
    """Weigh people as a member of the desk."""
    issuer, found = desk.parts()[0], found_of(desk, scheme)
    return desk.room.read(weigh_all, found, people, issuer, desk.id(who), desk.room.clock())


def ask(desk: Desk, scheme: str, people: list[str], who: str = "dora", token: str = NOBODY) -> str:
    """Ask for the certificates of a cohort as it is weighed now; return the public id of the batch."""
    new = batching.NewBatch(token, "A class", found_of(desk, scheme), weighed(desk, scheme, people, who))
    return desk.do(lambda unit: batching.ask_for_batch(unit, new, Actor(desk.id(who), "accreditation")))


def outcomes(desk: Desk, public_id: str) -> list[str]:
    """Return what came of each person of a batch, in order: granted, waiting, or why not."""
    batch = desk.room.read(batch_by_public_id, public_id)
    assert batch
    rows = desk.room.read(batch_rows, batch.id, ["granted", "refused", "waiting"], 0, 1000)
    return [read_hindrance(row.reason).why.value if row.reason else row.outcome for row in rows]


def test_each_of_a_cohort_is_granted_or_told_why_not(desk: Desk) -> None:
    """A14: the dry run and the work say the same; what changed in between is left out; nobody gets a second one."""
    people = [desk.id(name) for name in ("ada", "ben", "cleo")]
    desk.room.confirm("ada")
    assert [one.hindrance.why if one.hindrance else None for one in weighed(desk, "by-one", people)] == [
        None, Why.NOT_MET, Why.NOT_MET,
    ]  # fmt: skip
    desk.room.confirm("ben")
    case(desk, "by-one", "ben")
    public_id = ask(desk, "by-one", people)
    assert ask(desk, "by-one", people) == public_id
    desk.room.work()
    assert outcomes(desk, public_id) == ["granted", "granted", "not-met"]
    assert desk.count("credential", "scheme = 'by-one'") == 2
    assert desk.count("certificate_file") == desk.count("credential")
    row = desk.room.ask("SELECT decider, approver, application_id FROM decision WHERE decider <> 'rule'")
    assert {(one.decider, one.approver, one.application_id is None) for one in row} == {(desk.id("dora"), None, False)}
    again = weighed(desk, "by-one", people)
    assert [one.hindrance and one.hindrance.why for one in again] == [Why.HOLDS, Why.HOLDS, Why.NOT_MET]
    with pytest.raises(batching.NothingToGrant):
        ask(desk, "by-one", people, token="1" * 16)
    assert desk.room.tags("accreditation:batch:left-out") == 0
    assert desk.room.tags("accreditation:batch:finished") == 1


HINDERED: list[tuple[str, Callable[[Desk, str], object], Why]] = [
    ("claimed", lambda desk, one: desk.do(lambda unit: claiming.claim(unit, one, Actor(desk.id("emil")))), Why.CLAIMED),
    ("deferred", lambda desk, one: decide(desk, one, "emil", Draft("defer", text="More.")), Why.DEFERRED),
    ("refused", lambda desk, one: decide(desk, one, "emil", Draft("refuse", ("other",), text="No.")), Why.DECIDED),
    ("assessed", lambda desk, _: desk.involve("ada", "dora", "assessor"), Why.BARRED),
    ("granted meanwhile", lambda desk, one: decide(desk, one, "emil"), Why.HOLDS),
]


@pytest.mark.parametrize(("_name", "happens", "why"), HINDERED, ids=[one[0] for one in HINDERED])
def test_what_hinders_somebody_is_seen_before_and_when_their_turn_comes(
    desk: Desk, _name: str, happens: Callable[[Desk, str], object], why: Why
) -> None:
    """A14, U3: the conflict gate and the desk's own work stand before each candidate, however many are asked for."""
    one = case(desk, "by-one", "ada")
    public_id = ask(desk, "by-one", [desk.id("ada")])
    happens(desk, one)
    (seen,) = weighed(desk, "by-one", [desk.id("ada")])
    assert seen.hindrance
    assert seen.hindrance.why is why
    desk.room.work()
    assert outcomes(desk, public_id) == [why.value]
    assert desk.room.tags("accreditation:batch:left-out") == 1


def test_evidence_that_changed_since_the_batch_was_asked_for_is_noticed(desk: Desk) -> None:
    """A13: confirmed again since, so the desk looks at it singly."""
    desk.room.confirm("ada")
    public_id = ask(desk, "by-one", [desk.id("ada")])
    desk.room.clock.move(days=1)
    changed = "UPDATE person SET identity_confirmed_at = :at WHERE id = :id"
    stored = desk.room.ask("SELECT identity_confirmed_at FROM person WHERE id = :id", id=desk.id("cleo"))
    assert stored[0][0] is None
    desk.room.confirm("ben")
    at = desk.room.ask("SELECT identity_confirmed_at FROM person WHERE id = :id", id=desk.id("ben"))[0][0]

    def change(unit: Unit) -> None:
        unit.connection.exec_driver_sql(
            changed.replace(":at", "?").replace(":id", "?")
            if unit.connection.dialect.name == "sqlite"
            else changed.replace(":at", "%s").replace(":id", "%s"),
            (at, desk.id("ada")),
        )

    desk.do(change)
    desk.room.work()
    assert outcomes(desk, public_id) == ["changed"]


def test_two_persons_where_the_scheme_says_two(desk: Desk) -> None:
    """U3: nothing before the second agrees; whom the second may not decide on is left out; objecting ends it."""
    for name in ("ada", "ben"):
        desk.room.confirm(name)
    people, emil = [desk.id("ada"), desk.id("ben")], Actor(desk.id("emil"), "accreditation")
    first = ask(desk, "by-two", people)
    desk.room.work()
    assert desk.count("credential", "scheme = 'by-two'") == 0
    with pytest.raises(deciding.SamePerson):
        desk.do(lambda unit: batching.approve_batch(unit, first, Actor(desk.id("dora"))))
    with pytest.raises(batching.NotProposed):
        desk.do(lambda unit: batching.take_batch_back(unit, first, emil))
    desk.do(lambda unit: batching.object_to_batch(unit, first, emil, "The date is wrong."))
    with pytest.raises(batching.NotProposed):
        desk.do(lambda unit: batching.approve_batch(unit, first, emil))
    second = ask(desk, "by-two", people, token="2" * 16)
    desk.involve("ben", "emil", "marker")
    desk.do(lambda unit: batching.approve_batch(unit, second, emil))
    desk.room.work()
    assert outcomes(desk, first) == ["waiting", "waiting"]
    assert outcomes(desk, second) == ["granted", "second-barred"]
    row = desk.room.ask("SELECT decider, approver FROM decision WHERE approver IS NOT NULL")
    assert [tuple(one) for one in row] == [(desk.id("dora"), desk.id("emil"))]


def test_one_broken_record_does_not_stop_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A14: whoever's turn fails is left out with that reason; the others are granted."""
    for name in ("ada", "ben"):
        desk.room.confirm(name)
    public_id, granting = ask(desk, "by-one", [desk.id("ada"), desk.id("ben")]), batch_granting.settle

    def fails_for_ada(unit: Unit, house: Any, hand: Any, *more: Any) -> Any:
        if hand.card.id == desk.id("ada"):
            raise LookupError("gone")
        return granting(unit, house, hand, *more)

    monkeypatch.setattr(batch_granting, "settle", fails_for_ada)
    desk.room.work()
    assert outcomes(desk, public_id) == ["failed", "granted"]


PEOPLE = 200
PRINTED = int(os.environ.get("PROVOST_PRINTED", PEOPLE))
"""How many are printed: every one; `PROVOST_PRINTED=12` saves twenty seconds while the batch itself is worked on."""


@pytest.fixture
def large(tmp_path: Path, sqlite_url: str) -> Iterator[Desk]:
    """A desk with two hundred officers who have met the scheme."""
    desk = make_desk(tmp_path, sqlite_url, ("by-one",))

    def settle(unit: Unit) -> None:
        agency = unit.connection.exec_driver_sql("SELECT id FROM agency WHERE country = 'GH'").scalar()
        for place in range(PEOPLE):
            name = f"officer-{place}"
            desk.room.people[name] = add_person(unit, desk.room.works.keyring, NewPerson(agency, name, f"No {place}"))
            grant_role(unit, desk.room.people[name], "officer")

    desk.do(settle)
    confirmed = "UPDATE person SET identity_confirmed_at = '2026-11-24 08:00:00.000000', identity_confirmed_by = id"
    desk.do(lambda unit: unit.connection.exec_driver_sql(confirmed))
    yield desk
    desk.room.works.database.engine.dispose()


def let_print(unit: Unit, most: int) -> None:
    """Leave only the first `most` certificates to be printed now; the others wait for years."""
    waiting = "name = 'certificate.render' AND state = 'queued'"
    first = f"SELECT id FROM outbox WHERE name = 'certificate.render' ORDER BY id LIMIT {most}"
    for value, which in (("2036", f"{waiting}"), ("2020", f"{waiting} AND id IN ({first})")):
        at = f"'{value}-01-01 00:00:00.000000'"
        unit.connection.exec_driver_sql(f"UPDATE outbox SET not_before = {at} WHERE {which}")


@pytest.fixture
def workers() -> Iterator[Parent]:
    """What workers are forked off, one after the other: a process that loads the house while the desk is filled."""
    parent = Parent("tests.journeys.worker_process", ROOT, dict(os.environ))
    yield parent
    parent.end()


@pytest.mark.slow
def test_workers_killed_at_six_points_of_a_batch_of_two_hundred_leave_two_hundred_certificates(
    workers: Parent, large: Desk
) -> None:
    """A14, A15, R8: 200 grants, none twice; `PRINTED` of them are printed, each its own file, whole and genuine.

    Each worker is a process, and ends as `kill -9` ends it.
    """
    people = [large.room.people[f"officer-{place}"] for place in range(PEOPLE)]
    public_id, settings = ask(large, "by-one", people), large.room.works.settings
    for point, (module, _, _) in BATCH_POINTS.items():
        large.do(lambda unit, printed=PRINTED * (module is jobs): let_print(unit, printed))
        words = [str(settings.instance), settings.database_url, point, "60", large.room.clock.now.isoformat()]
        assert workers.ask(words, b"", 120)[0] == -signal.SIGKILL, point
        large.room.clock.move(minutes=2)
    run_once(large.room.works.workshop())
    assert outcomes(large, public_id) == ["granted"] * PEOPLE
    assert large.count("credential") == len(large.room.ask("SELECT DISTINCT person_id FROM credential")) == PEOPLE
    assert large.count("decision") == large.count("involvement") == large.count("application") == PEOPLE
    assert large.count("outbox", "name = 'certificate.render'") == PEOPLE
    batch = large.room.read(batch_by_public_id, public_id)
    assert batch
    files = large.room.read(batch_files, batch.id)
    assert len({one.number for one in files}) == len({one.sha256 for one in files}) == len(files) == PRINTED
    storage = large.room.works.parts["storage"]
    assert all(sha256(storage.get(one.storage_key)).hexdigest() == one.sha256 for one in files)
    assert large.count("credential_proof") == PRINTED
    assert large.room.tags("accreditation:batch:finished") == 1
