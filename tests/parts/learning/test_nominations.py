"""Nomination → approval → acceptance, by three persons, within the agency's places; a leaver is nominated no longer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.curriculum.queries import live_course
from app.foundation.transaction import Unit
from app.identity.facts import PersonLeft
from app.identity.services.actor import Actor
from app.identity.services.people import NewPerson, add_agency, add_person
from app.learning.facts import OfficerNominated
from app.learning.queries import standing_in
from app.learning.services import nominating
from tests.parts.learning.classroom import COURSE, Classroom
from tests.plugins.instances import Instance

Act = Callable[[Unit, str, Actor], None]


def _staff(room: Classroom) -> dict[str, Actor]:
    """A first and a second coordinator and a member of staff, of the agency of the officers."""
    agency = room.ask("SELECT agency_id FROM person")[0][0]
    keyring = room.works.keyring

    def work(unit: Unit) -> dict[str, Actor]:
        unit.connection.execute(sa.text("UPDATE course SET open_to_join = false"))
        names = ("first", "second", "staff")
        return {name: Actor(add_person(unit, keyring, NewPerson(agency, name, name)), "coordinator") for name in names}

    return room.do(work)


def _nominate(room: Classroom, name: str, by: Actor, agency: str = "") -> str:
    agency = agency or room.ask("SELECT agency_id FROM person WHERE id = :id", id=room.people[name])[0][0]

    def work(unit: Unit) -> str:
        live = live_course(unit.connection, COURSE)
        assert live
        return nominating.nominate(unit, room.people[name], agency, live, "Seizes phones.", by)

    return room.do(work)


def _open(room: Classroom, name: str) -> str:
    found = room.ask("SELECT public_id FROM nomination WHERE person_id = :id ORDER BY id DESC", id=room.people[name])
    return str(found[0][0])


def _state(room: Classroom, name: str) -> str:
    return str(room.ask("SELECT state FROM nomination WHERE public_id = :p", p=_open(room, name))[0][0])


def test_who_is_nominated_again_was_nominated_once_before(room: Classroom) -> None:
    """P4: the fact is told at the first nomination of an officer for a course."""
    by, heard = _staff(room), []
    room.works.database.reactions = {OfficerNominated: (lambda _unit, fact: heard.append(fact),)}
    for _time in (1, 2):
        assert _nominate(room, "ada", by["first"]) == "nominated"
        room.do(lambda unit: nominating.decline(unit, _open(room, "ada"), "Full.", by["second"], waiting="nominated"))
    assert heard == [OfficerNominated(room.people["ada"], COURSE)]


def test_three_persons_stand_behind_an_enrolment(room: Classroom) -> None:
    """O2 U11: none of them twice, none of them the officer; twice nominated is nominated once."""
    by = _staff(room)
    ada = Actor(room.people["ada"], "coordinator")
    assert [_nominate(room, "ada", by["first"]) for _ in range(2)] == ["nominated", "already"]
    public_id = _open(room, "ada")
    steps: tuple[tuple[Act, Actor, type[Exception] | None], ...] = (
        (nominating.accept, by["staff"], nominating.AlreadyAnswered),
        (nominating.approve, by["first"], nominating.SecondPersonNeeded),
        (nominating.approve, ada, nominating.SecondPersonNeeded),
        (nominating.approve, by["second"], None),
        (nominating.accept, by["first"], nominating.SecondPersonNeeded),
        (nominating.accept, by["second"], nominating.SecondPersonNeeded),
        (nominating.accept, by["staff"], None),
        (nominating.accept, by["staff"], nominating.AlreadyAnswered),
    )
    for act, actor, refused in steps:
        assert room.read(standing_in, room.people["ada"], COURSE) is None or act is nominating.accept
        if refused:
            with pytest.raises(refused):
                room.do(lambda unit, act=act, actor=actor: act(unit, public_id, actor))
        else:
            room.do(lambda unit, act=act, actor=actor: act(unit, public_id, actor))
    assert room.read(standing_in, room.people["ada"], COURSE)
    assert _state(room, "ada") == "accepted"
    assert room.ask("SELECT count(*) FROM message WHERE kind = 'nomination-accepted'")[0][0] == 1
    with pytest.raises(nominating.SecondPersonNeeded):
        _nominate(room, "ben", Actor(room.people["ben"], "coordinator"))


def test_the_database_refuses_one_person_in_two_parts(room: Classroom) -> None:
    """O2: whatever the program lets through."""
    by = _staff(room)
    _nominate(room, "ada", by["first"])
    for change in (
        "approved_by = nominated_by",
        "approved_by = person_id",
        "decided_by = person_id",
        "state = 'accepted'",
    ):
        with pytest.raises(IntegrityError):
            room.do(lambda unit, change=change: unit.connection.execute(sa.text(f"UPDATE nomination SET {change}")))


def test_an_agency_has_its_places_and_those_below_it_use_them_too(room: Classroom) -> None:
    """U11: the second is told that no place is left; a raised number lets them in."""
    by = _staff(room)
    agency = room.ask("SELECT agency_id FROM person")[0][0]
    below = room.do(lambda unit: add_agency(unit, name="Unit", country="GH", parent_id=agency))
    room.do(lambda unit: nominating.set_quota(unit, COURSE, agency, 1, by["staff"]))
    for name, where in (("ada", below), ("ben", "")):
        _nominate(room, name, by["first"], where)
        room.do(lambda unit, name=name: nominating.approve(unit, _open(room, name), by["second"]))
    ada, ben = _open(room, "ada"), _open(room, "ben")
    room.do(lambda unit: nominating.accept(unit, ada, by["staff"]))
    with pytest.raises(nominating.NoPlaceLeft):
        room.do(lambda unit: nominating.accept(unit, ben, by["staff"]))
    assert room.read(standing_in, room.people["ben"], COURSE) is None
    room.do(lambda unit: nominating.set_quota(unit, COURSE, agency, 2, by["staff"]))
    room.do(lambda unit: nominating.accept(unit, ben, by["staff"]))
    assert room.read(standing_in, room.people["ben"], COURSE)


def test_whoever_left_is_nominated_no_longer(room: Classroom) -> None:
    """X19 U11"""
    by = _staff(room)
    _nominate(room, "ada", by["first"])
    room.do(lambda unit: nominating.withdraw_of_leaver(unit, PersonLeft(room.people["ada"])))
    assert _state(room, "ada") == "withdrawn"
    with pytest.raises(nominating.AlreadyAnswered):
        room.do(lambda unit: nominating.approve(unit, _open(room, "ada"), by["second"]))


def test_a_table_nominates_and_the_agency_and_the_programme_answer_on_their_pages(demo: Instance) -> None:
    """O2 X19: the same upload, a reason for the programme; a leaver is out at once."""
    course = "cybercrime-first-responder"
    works = demo.works
    works.database.write(lambda unit: unit.connection.execute(sa.text("UPDATE course SET open_to_join = false")))
    coordinator = demo.signed_in("coordinator")
    table = {"table": "name\nEfua Asante (demo)\nNew Officer", "course": course}
    assert coordinator.post("/people/table", table).status == 422
    checked = coordinator.post("/people/table", {**table, "reason": "Seizes phones."})
    sheet = coordinator.post("/people/table", {**checked.form("/people/table"), "step": "confirm"})
    assert sheet.sees("2 nominations wait for a second coordinator")
    listed = coordinator.get("/people/nominations")
    assert listed.sees("you had a part in it already")
    assert not listed.tree.xpath("//button[@value='yes']")
    address = listed.tree.xpath("//form[.//button[@value='decline']]/@action")[0]
    assert coordinator.post(address, {"act": "decline"}).status == 422

    efua = demo.signed_in("efua")
    assert efua.get("/").status == 200
    officer = coordinator.get("/people").link("Efua Asante")
    left = coordinator.post(f"{officer}/leave")
    assert left.sees("has left the agency")
    assert efua.get("/").sees("Sign in")
    assert not coordinator.get("/people/nominations").sees("Efua Asante")
    assert coordinator.get("/people/nominations?show=ended").sees("Withdrawn")
    coordinator.post(f"{officer}/come-back")
    assert demo.signed_in("efua").get("/").sees("Efua")


def test_the_programme_shares_out_places_accepts_and_declines_on_its_page(demo: Instance) -> None:
    """U11 O2: the place that is left goes to one; the other is told why not, and the agency reads the reason."""
    works, course = demo.works, "cybercrime-first-responder"
    works.database.write(lambda unit: unit.connection.execute(sa.text("UPDATE course SET open_to_join = false")))
    coordinator = demo.signed_in("coordinator")
    table = {"table": "name\nEfua Asante (demo)\nNew Officer", "course": course, "reason": "Seizes phones."}
    checked = coordinator.post("/people/table", table)
    coordinator.post("/people/table", {**checked.form("/people/table"), "step": "confirm"})

    def approve_all(unit: Unit) -> list[str]:
        second = unit.connection.scalar(sa.text("SELECT person_id FROM role_grant WHERE role = 'trainer' LIMIT 1"))
        found = unit.connection.scalars(sa.text("SELECT public_id FROM nomination ORDER BY id")).all()
        for public_id in found:
            nominating.approve(unit, public_id, Actor(second, "coordinator"))
        return list(found)

    first, other = works.database.write(approve_all)
    staff, desk = demo.signed_in("staff"), "/accreditation/nominations"
    own = works.database.write(lambda unit: unit.connection.scalar(sa.text(
        "SELECT agency.public_id FROM nomination JOIN agency ON agency.id = agency_id LIMIT 1")))  # fmt: skip
    limit = {"course": course, "agency": own, "places": "1"}
    assert staff.post(f"{desk}/places", {**limit, "places": "many"}).status == 422
    staff.post(f"{desk}/places", limit)
    staff.post(f"{desk}/{first}", {"act": "accept"})
    full = staff.post(f"{desk}/{other}", {"act": "accept"})
    assert full.status == 409
    assert full.sees("place")
    assert staff.post(f"{desk}/{other}", {"act": "decline"}).status == 422
    staff.post(f"{desk}/{other}", {"act": "decline", f"answer-{other}": "The places of this year are given."})
    assert staff.get(desk).sees("Nobody waits to be accepted")
    assert coordinator.get("/people/nominations?show=ended").sees("The places of this year are given.")
    assert coordinator.get("/messages").sees("was declined")
