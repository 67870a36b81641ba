"""Labelled material opens while the vetting is in force, and closes at the midnight of its last day's end."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from app.curriculum.check_form import check_form_maker
from app.curriculum.queries import live_course
from app.curriculum.services.loading import load_course
from app.foundation.transaction import Unit
from app.identity.copy_mark import copy_mark
from app.identity.services.actor import Actor
from app.learning.services.enrolling import place_enrolment
from tests.domain.curriculum.small_course import FILES
from tests.page import Browser
from tests.plugins.instances import Instance


@pytest.fixture
def labelled(demo: Instance) -> Instance:
    """A course labelled TLP:AMBER that Kwame is on; the clock stands where the tests set it."""
    files = {path: text.encode() for path, text in FILES.items()}
    files["course.yml"] = files["course.yml"].rstrip() + b"\ntlp: AMBER\n"
    show = check_form_maker(demo.works.parts["renderer"])
    hashed = demo.works.keyring.search_hash("person.sign_in_name", "kwame")

    def work(unit: Unit) -> None:
        load_course(unit, files, show_check=show, publish=True)
        live = live_course(unit.connection, "small-course")
        assert live
        person_id = unit.connection.scalar(sa.text("SELECT id FROM person WHERE sign_in_hash = :h"), {"h": hashed})
        place_enrolment(unit, person_id, live, Actor(person_id, "officer"))

    demo.works.database.write(work)
    return demo


def own_mark(instance: Instance, name: str) -> str:
    """Return the mark of a demo person."""
    hashed = instance.works.keyring.search_hash("person.sign_in_name", name)
    with instance.works.database.reading() as connection:
        person_id = connection.scalar(sa.text("SELECT id FROM person WHERE sign_in_hash = :h"), {"h": hashed})
    return copy_mark(instance.works.keyring, str(person_id))


def at(instance: Instance, moment: datetime) -> None:
    """Set the clock."""
    instance.works.database.clock = lambda: moment


def record(coordinator: Browser, officer: str, last_day: date) -> None:
    """Record a vetting through that day."""
    form = {"last-day": last_day.day, "last-month": last_day.month, "last-year": last_day.year, "act": "record"}
    assert coordinator.post(f"{officer}/vetting", form).status == 200


def test_labelled_material_opens_with_a_vetting_and_closes_at_midnight_where_the_agency_is(labelled: Instance) -> None:
    """X16 U11: in Lima midnight is at 05:00 UTC; what was learnt is kept, and the reason says what to do."""
    now = datetime.now(UTC).replace(microsecond=0)
    at(labelled, now)
    coordinator, kwame = labelled.signed_in("coordinator"), labelled.signed_in("kwame")
    officer = coordinator.get("/people?name=kwame").link("Kwame")
    coordinator.post("/people/agency", {"zone": "America/Lima"})
    closed = kwame.get("/courses/small-course")
    assert closed.status == 403
    assert closed.sees("Ask your agency coordinator to record it")

    last_day = date(now.year + 1, 1, 31)
    record(coordinator, officer, last_day)
    assert coordinator.get(f"{officer}/vetting").sees("America/Lima")
    assert kwame.get("/courses/small-course").status == 200
    lesson = kwame.get("/courses/small-course").tree.xpath("//ul[@class='tasks']//a/@href")[0]
    assert kwame.get(lesson).status == 200
    midnight = datetime(last_day.year, 2, 1, 5, tzinfo=UTC)
    for moment, status in ((midnight.replace(hour=4, minute=59), 200), (midnight, 403)):
        at(labelled, moment)
        kwame = labelled.signed_in("kwame")
        assert [kwame.get(page).status for page in ("/courses/small-course", lesson)] == [status, status]


def test_labelled_pages_carry_the_mark_of_their_reader_and_operators_find_whose_it_is(labelled: Instance) -> None:
    """X17 U10: lesson, front, paper, answers, result; the same for one reader, another for each; it names nobody."""
    coordinator, kwame = labelled.signed_in("coordinator"), labelled.signed_in("kwame")
    record(coordinator, coordinator.get("/people?name=kwame").link("Kwame"), date(2099, 1, 1))
    pages = [kwame.get(href) for href in kwame.get("/courses/small-course").tree.xpath("//ul[@class='tasks']//a/@href")]
    quiz = next(page for page in pages if page.tree.xpath("//form[contains(@action, '/start')]"))
    pages.append(kwame.post(f"{quiz.path}/start", {}))
    paper = pages[-1].path
    pages += [kwame.get(f"{paper}/check"), kwame.post(f"{paper}/hand-in", {})]
    said = [" ".join(page.tree.text_content().split()) for page in pages]
    marks = [re.search(r"Copy for ([0-9A-Z]{4}-[0-9A-Z]{4})", text) for text in said]
    assert paper.startswith("/attempts/")
    assert pages[-1].sees("Questions and reasons")
    assert {found and found[1] for found in marks} == {own_mark(labelled, "kwame")}
    assert own_mark(labelled, "amara") != own_mark(labelled, "kwame")
    found = labelled.signed_in("operator").get(f"/users?find={own_mark(labelled, 'kwame').lower()}")
    assert found.sees("Kwame Owusu")
    assert not found.sees("Amara")
    amara = labelled.signed_in("amara")
    first = amara.get("/courses/cybercrime-first-responder").tree.xpath("//ul[@class='tasks']//a/@href")[0]
    assert not amara.get(first).sees("Copy for")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"last-day": "31", "last-month": "2", "last-year": "2027"}, "Enter the last day"),
        ({"last-day": "1", "last-month": "1", "last-year": "9999999"}, "Enter the last day"),
        ({}, "Enter the last day"),
    ],
)
def test_a_day_that_is_none_comes_back(demo: Instance, form: dict[str, str], said: str) -> None:
    """X16"""
    coordinator = demo.signed_in("coordinator")
    officer = coordinator.get("/people?name=kwame").link("Kwame")
    page = coordinator.post(f"{officer}/vetting", {**form, "act": "record"})
    assert page.status == 422
    assert page.sees(said)


def test_a_vetting_is_closed_at_once_by_hand(labelled: Instance) -> None:
    """X16"""
    coordinator, kwame = labelled.signed_in("coordinator"), labelled.signed_in("kwame")
    officer = coordinator.get("/people?name=kwame").link("Kwame")
    record(coordinator, officer, date(2099, 1, 1))
    assert kwame.get("/courses/small-course").status == 200
    closed = coordinator.post(f"{officer}/vetting", {"act": "withdraw"})
    assert closed.sees("No vetting is recorded")
    assert kwame.get("/courses/small-course").status == 403


@pytest.mark.parametrize("zone", ["Accra", "../../etc/passwd", "x" * 500])
def test_a_time_zone_that_is_none_comes_back(demo: Instance, zone: str) -> None:
    """U11"""
    page = demo.signed_in("coordinator").post("/people/agency", {"zone": zone, "first-day": "3"})
    assert page.status == 422
    assert page.sees("Enter a time zone by its name")
