"""Each class of record is kept for its period and no longer, but for what is on hold; proof is never erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.audit.retention import dry_run, lift_hold, people_on_hold, periods, place_hold
from app.cli.retention import erase_all
from app.foundation.mail import Letter
from app.identity.services.actor import Actor
from app.identity.services.covering import cover
from app.identity.services.ending import end_roles
from app.identity.services.leaving import come_back, leave
from app.identity.services.messaging import tell
from app.identity.services.recovering import ask_recovery
from app.jobs.mail import post
from app.jobs.worker import run_once
from app.schema import INSERT_ONLY, METADATA
from app.wiring import RETENTION
from tests.parts.identity.conftest import House


def due(house: House) -> dict[str, tuple[int, int]]:
    """Return for each class how much is due and how much is on hold."""
    with house.works.database.reading() as connection:
        held = people_on_hold(connection)
        rows = dry_run(connection, RETENTION, held, house.clock.now)
    return {row.period.key: (row.due, row.held) for row in rows if row.due or row.held}


def test_what_is_past_its_period_is_said_then_erased_and_what_is_on_hold_stays(house_on_both: House) -> None:
    """A31, X8: the dry run changes nothing and says what erasing then does; holds are lifted; the log says how many."""
    house = house_on_both
    ama, efua = house.person("ama", "officer", number="GH-1"), house.person("efua", "officer")
    olu = house.person("olu", "operator")
    house.signed_in("ama")
    house.give_name(house.visitor(), "ama", "a wrong password")
    house.do(lambda unit: post(unit, house.works.keyring, Letter("ama@police.example", "s", "t"), "one"))
    run_once(house.works.workshop())
    house.do(lambda unit: ask_recovery(unit, ama, "Lost.", Actor(olu, "operator")))
    for person in (ama, efua):
        house.do(lambda unit, one=person: end_roles(unit, one))
    assert due(house) == {}
    house.do(lambda unit: place_hold(unit, efua, "A court asks."))
    house.clock.move(days=1826)
    planned = due(house)
    assert planned["people-without-credential"] == (1, 1)
    assert planned["letters-sent"] == (1, 0)
    assert planned["sessions"][0] == 1
    before = house.scalar("SELECT count(*) FROM audit_event")
    assert house.scalar("SELECT service_hash FROM person WHERE id = :id", id=ama)
    erase_all(house.works)
    assert due(house) == {"people-without-credential": (0, 1)}
    assert house.scalar("SELECT count(*) FROM audit_event") == before + len([one for one in planned.values() if one[0]])
    assert house.scalar("SELECT service_hash FROM person WHERE id = :id", id=ama) is None
    assert house.scalar("SELECT count(*) FROM person_name_token WHERE person_id = :id", id=ama) == 0
    assert "sealed" not in str(house.scalar("SELECT arguments FROM outbox WHERE name = 'mail.send'"))
    assert house.scalar("SELECT count(*) FROM person_name_token WHERE person_id = :id", id=efua) > 0
    assert house.give_name(house.visitor(), "olu").status == 303
    house.do(lambda unit: lift_hold(unit, efua))
    assert due(house)["people-without-credential"] == (1, 0)


def test_no_table_of_proof_can_be_erased_and_every_class_has_its_period() -> None:
    """A31: certificates, decisions, answers and the log are in no class that erases."""
    table = periods()
    kept_for_ever = {key for key, period in table.items() if period.days is None}
    assert {"credentials", "examinations", "audit"} <= kept_for_ever
    assert {one.key for one in RETENTION} == set(table) - kept_for_ever
    for one in RETENTION:
        names = {source.name for source in one.due.columns_clause_froms}
        assert names <= set(table[one.key].tables)
        assert names.isdisjoint({*INSERT_ONLY, "audit_event", "audit_anchor", "attempt", "credential"})


def test_every_table_that_leads_to_a_person_is_in_one_class() -> None:
    """X8: a new table of people without a period, or a reason to have none, is found here."""
    of_people = {"person", "sign_in_failure", "outbox", "audit_event", "audit_anchor"}
    while more := {name for name in _leading_to(of_people) if name not in of_people}:
        of_people |= more
    named = [name for period in periods().values() for name in period.tables]
    assert sorted(named) == sorted(of_people)


def _leading_to(tables: set[str]) -> set[str]:
    """Return the tables with a foreign key to one of these; what is published of a course leads to nobody."""
    return {
        table.name
        for table in METADATA.tables.values()
        if any(key.column.table.name in tables for key in table.foreign_keys)
    }


def test_who_left_through_the_page_is_erased_like_who_lost_their_roles(house_on_both: House) -> None:
    """X8, X7: an ended access counts though the role was never ended; a cover name, messages and reasons go too."""
    house = house_on_both
    ama = house.person("ama", "officer")
    coordinator = Actor(house.person("coco", "coordinator"), "coordinator")
    house.do(lambda unit: cover(unit, house.works.keyring, ama, "Efua Asante", coordinator))
    house.do(lambda unit: tell(unit, ama, "nomination-accepted", "one", course="C", course_key="c"))
    house.do(lambda unit: leave(unit, ama, coordinator))
    house.clock.move(days=1824)
    assert "people-without-credential" not in due(house)
    house.clock.move(days=2)
    assert due(house)["people-without-credential"] == (1, 0)
    erase_all(house.works)
    row = house.scalar("SELECT cover FROM person WHERE id = :id", id=ama)
    assert row is None
    for table in ("message", "authenticator", "person_name_token"):
        assert house.scalar(f"SELECT count(*) FROM {table} WHERE person_id = :id", id=ama) == 0


def test_who_came_back_is_not_erased(house_on_both: House) -> None:
    """X8"""
    house = house_on_both
    ama = house.person("ama", "officer")
    coordinator = Actor(house.person("coco", "coordinator"), "coordinator")
    house.do(lambda unit: leave(unit, ama, coordinator))
    house.do(lambda unit: come_back(unit, ama, coordinator))
    house.clock.move(days=3000)
    assert "people-without-credential" not in due(house)


@pytest.mark.parametrize("text", ['title = "T"', 'title = "T"\ndays = 0', 'title = "T"\ndays = 3\nbecause = "B"'])
def test_a_class_has_a_period_or_a_reason_and_not_both(tmp_path: Path, text: str) -> None:
    """A31"""
    (tmp_path / "table.toml").write_text(f"[one]\n{text}\n")
    with pytest.raises(ValueError, match="one: a class has days"):
        periods(tmp_path / "table.toml")
