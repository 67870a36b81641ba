"""The coordinator's pages: own subtree only, adding, finding, confirming who someone is."""

from __future__ import annotations

from typing import Any

import pytest

from app.identity.facts import IdentityConfirmed
from app.identity.queries import officers_of, people_named, person_card
from app.identity.services.coordinating import suggested_name
from tests.parts.identity.conftest import PASSWORD, House, Visitor

ADDRESSES = ("", "/let-in", "/confirm-identity")


def _coordinator(house: House, agency: str = "north") -> Visitor:
    house.person("cora", "coordinator", agency=agency)
    return house.signed_in("cora")


def _names(page: Any) -> list[str]:
    return [str(name) for name in page.tree.xpath("//tbody//th//bdi/text()")]


@pytest.mark.parametrize(
    ("own", "seen"),
    [("north", ["Ama North", "Efua Harbour"]), ("north-harbour", ["Efua Harbour"]), ("south", ["Esi South"])],
)
def test_a_coordinator_sees_the_own_agency_and_those_below_it(house_on_both: House, own: str, seen: list[str]) -> None:
    """X1, X2"""
    house = house_on_both
    for name, agency in (("ama", "north"), ("efua", "north-harbour"), ("esi", "south")):
        house.person(name, "officer", agency=agency, shown=f"{name.title()} {agency.split('-')[-1].title()}")
    coordinator = _coordinator(house, own)
    assert _names(coordinator.get("/people")) == seen
    assert _names(coordinator.get("/people?show=not-confirmed")) == seen
    shown = {"ama": "Ama", "efua": "Efua", "esi": "Esi"}
    found = [name for word in shown.values() for name in _names(coordinator.get(f"/people?name={word}"))]
    assert found == seen


def test_whoever_is_outside_the_subtree_does_not_exist(house_on_both: House) -> None:
    """X1: unknown and forbidden look alike on every address, read or written."""
    house = house_on_both
    coordinator = _coordinator(house, "north-harbour")
    outside = [house.public_id(house.person(name, "officer", agency=name)) for name in ("north", "south")]
    for public_id in (*outside, "0000000000000000", "new2"):
        for ending in ADDRESSES:
            assert coordinator.get(f"/people/{public_id}{ending}").status == 404
            if ending:
                values = {"document": "passport", "together": "1"}
                assert coordinator.post(f"/people/{public_id}{ending}", values).status == 404
    assert house.scalar("SELECT count(*) FROM authenticator WHERE kind='let_in'") == 0
    assert house.scalar("SELECT count(*) FROM person WHERE identity_confirmed_at IS NOT NULL") == 0


def test_an_officer_cannot_be_added_to_an_agency_outside_the_subtree(house: House) -> None:
    """X1"""
    coordinator = _coordinator(house, "north-harbour")
    foreign = house.scalar("SELECT public_id FROM agency WHERE id = :id", id=house.agencies["south"])
    values = {**_new_form(coordinator), "name": "Ama Owusu", "agency": foreign}
    assert coordinator.post("/people/new", values).status == 404
    assert house.scalar("SELECT count(*) FROM person") == 1


@pytest.mark.parametrize("role", ["officer", "trainer", "accreditation", "partner", "operator"])
def test_no_other_role_opens_a_coordinators_page(house: House, role: str) -> None:
    """P1, X1"""
    officer = house.public_id(house.person("ama", "officer"))
    house.person("other", role)
    browser = house.signed_in("other")
    for path in ("/people", "/people/new", *(f"/people/{officer}{ending}" for ending in ADDRESSES)):
        assert browser.client.get(path).status_code == 403, path


def test_the_list_comes_in_pages_of_fifty(house: House) -> None:
    """X1"""
    coordinator = _coordinator(house)
    for number in range(53):
        house.person(f"o{number}", "officer", password=None)
    first = coordinator.get("/people")
    second = coordinator.get(first.link("Next"))
    assert (len(_names(first)), len(_names(second))) == (50, 3)
    assert not set(_names(first)) & set(_names(second))
    assert first.tree.xpath("//nav//a[@rel='next']")
    assert not second.tree.xpath("//nav//a[@rel='next']")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("owusu", 1),
        ("OWUSU ama", 1),
        ("Ama", 2),
        ("ámä", 2),
        ("آمنة", 1),
        ("ama mensah", 1),
        ("ama nobody", 0),
        ("owu", 0),
        ("%", 0),
    ],
)
def test_people_are_found_by_whole_words_of_their_name(house_on_both: House, text: str, found: int) -> None:
    """A30: without a readable name in the database."""
    house = house_on_both
    house.person("a1", "officer", shown="Ama Owusu", password=None)
    house.person("a2", "officer", shown="Ama Mensah", agency="south", password=None)
    house.person("a3", "officer", shown="Amina آمنة", password=None)
    with house.works.database.reading() as connection:
        assert len(people_named(connection, house.works.keyring, text)) == found
        assert people_named(connection, house.works.keyring, " ") == ()


def test_reading_a_person_and_a_list_is_logged(house: House) -> None:
    """X5"""
    officer = house.person("ama", "officer")
    coordinator = _coordinator(house)
    coordinator.get("/people")
    coordinator.get(f"/people/{house.public_id(officer)}")
    assert house.tags(2) == ["identity:person:read", "identity:people:listed"]
    assert house.scalar("SELECT subject FROM audit_event ORDER BY sequence DESC LIMIT 1") == f"person:{officer}"


def _new_form(coordinator: Visitor) -> dict[str, str]:
    values = coordinator.get("/people/new").form("/people/new")
    return {name: one[0] for name, one in values.items()}


def test_an_officer_is_added_with_a_first_code_and_without_e_mail(house_on_both: House) -> None:
    """O1, O3"""
    house = house_on_both
    coordinator = _coordinator(house)
    form = _new_form(coordinator)
    page = coordinator.post("/people/new", {**form, "name": "Ama Owusu", "rank": "Sergeant", "service_number": "GH-9"})
    assert page.h1 == "Ama Owusu is added"
    assert page.sees("a.owusu")
    code = str(page.tree.xpath("string(//div[@class='panel']//p[@class='code'])"))
    used = house.visitor().post("/let-in", {"name": "GH-9", "code": code, "new": PASSWORD, "again": PASSWORD})
    assert used.h1 == "Your password is set"
    assert house.signed_in("a.owusu").get("/account").sees("Ama Owusu")
    assert house.tags().count("identity:person:added") == 2


def test_sending_the_form_twice_adds_one_officer(house_on_both: House) -> None:
    """X3"""
    coordinator = _coordinator(house_on_both)
    values = {**_new_form(coordinator), "name": "Ama Owusu"}
    first, second = coordinator.post("/people/new", values), coordinator.post("/people/new", values)
    assert (first.h1, second.h1) == ("Ama Owusu is added", "Ama Owusu")
    assert house_on_both.scalar("SELECT count(*) FROM person") == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "Enter the name as on the identity document."),
        ({"name": "x" * 201}, "This is too long"),
        ({"sign_in_name": "CORA"}, "Somebody signs in with this name already."),
        ({"sign_in_name": "a b c"}, "A sign-in name has no spaces."),
        ({"service_number": "GH-1"}, "Somebody of this agency has this service number already."),
    ],
)
def test_what_is_wrong_with_a_new_officer_is_said_and_the_rest_kept(
    house: House, changed: dict[str, str], words: str
) -> None:
    """O35"""
    house.person("ama", "officer", number="GH-1")
    coordinator = _coordinator(house)
    page = coordinator.post(
        "/people/new", {**_new_form(coordinator), "name": "Efua Asante", "rank": "Constable", **changed}
    )
    assert page.status == 422
    assert page.sees(words)
    assert page.tree.xpath("//input[@name='rank']/@value") == ["Constable"]
    assert house.scalar("SELECT count(*) FROM person") == 2


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("Ama Owusu", "a.owusu"),
        ("José María Núñez Vela", "j.vela"),
        ("Taken Name", "t.name2"),
        ("Suharto", "suharto"),
        ("آمنة الطيب", "officer"),
        ("O'Brien-Smith Pat", "o.pat"),
    ],
)
def test_a_sign_in_name_is_made_from_the_name(house: House, name: str, suggested: str) -> None:
    """O3"""
    house.person("t.name", "officer")
    with house.works.database.reading() as connection:
        assert suggested_name(connection, house.works.keyring, name) == suggested


def test_a_coordinator_confirms_who_an_officer_is(house_on_both: House) -> None:
    """A25: who confirmed, when, on which kind of document; accreditation hears of it."""
    house = house_on_both
    heard: list[IdentityConfirmed] = []
    house.works.database.reactions = {IdentityConfirmed: (lambda _unit, fact: heard.append(fact),)}
    officer = house.person("ama", "officer")
    coordinator = _coordinator(house)
    address = f"/people/{house.public_id(officer)}"
    values = {"document": "passport", "together": "1"}
    page = coordinator.post(f"{address}/confirm-identity", values)
    assert page.sees("Confirmed 24 November 2026 by Person cora")
    assert heard == [IdentityConfirmed(officer)]
    with house.works.database.reading() as connection:
        card = person_card(connection, officer)
        assert card is not None
        assert card.identity_confirmed_at == house.clock.now
        assert not officers_of(connection, "/", house.clock.now, not_confirmed=True)
    coordinator.post(f"{address}/confirm-identity", values)
    assert house.tags().count("identity:person:confirmed") == 1


@pytest.mark.parametrize(
    "values", [{}, {"document": "passport"}, {"together": "1"}, {"document": "library-card", "together": "1"}]
)
def test_an_identity_is_confirmed_only_with_document_and_person_seen_together(
    house: House, values: dict[str, str]
) -> None:
    """A25"""
    officer = house.person("ama", "officer")
    page = _coordinator(house).post(f"/people/{house.public_id(officer)}/confirm-identity", values)
    assert page.status == 422
    assert house.scalar("SELECT count(*) FROM person WHERE identity_confirmed_at IS NOT NULL") == 0


def test_nobody_confirms_their_own_identity(house: House) -> None:
    """A25"""
    person = house.person("kofi", "officer", "coordinator")
    browser = house.signed_in("kofi")
    browser.post("/role", {"role": "coordinator"})
    address = f"/people/{house.public_id(person)}"
    assert browser.get(address).h1 == "Person kofi"
    page = browser.post(f"{address}/confirm-identity", {"document": "passport", "together": "1"})
    assert page.sees("You cannot confirm your own identity.")
    assert house.scalar("SELECT count(*) FROM person WHERE identity_confirmed_at IS NOT NULL") == 0


def test_how_the_line_is_holds_for_agencies_below_that_say_nothing(house: House) -> None:
    """O23: the nearest word above; an agency that is added later begins with it."""

    def say(coordinator: Visitor, line: str) -> None:
        assert coordinator.post("/people/agency", {"line": line}).status == 200

    def low() -> dict[str, object]:
        asked = "SELECT low_data FROM agency WHERE id = :id"
        return {name: bool(house.scalar(asked, id=key)) for name, key in house.agencies.items()}

    north = _coordinator(house)
    say(north, "poor")
    assert low() == {"north": True, "north-harbour": True, "south": False}
    house.agency("north-hill", "north")
    house.person("carl", "coordinator", agency="north-harbour")
    say(house.signed_in("carl"), "good")
    assert low() == {"north": True, "north-harbour": False, "north-hill": True, "south": False}
    say(north, "")
    assert not any(low().values())


DAYS = {
    "first-day": "20",
    "first-month": "12",
    "first-year": "2026",
    "last-day": "3",
    "last-month": "1",
    "last-year": "2027",
}


@pytest.mark.parametrize(
    ("sent", "status", "kept"),
    [
        (DAYS, 200, ("2026-12-20", "2027-01-03")),
        ({}, 200, (None, None)),
        ({**DAYS, "last-year": "2026"}, 422, None),
        ({**DAYS, "last-day": ""}, 422, None),
        ({**DAYS, "first-month": "13"}, 422, None),
    ],
)
def test_an_agencys_quiet_days_are_set_on_its_page(
    house: House, sent: dict[str, str], status: int, kept: tuple[str | None, str | None] | None
) -> None:
    """O36: a first and a last day or neither; a wrong pair is said, nothing changes and what was typed stays."""
    coordinator = _coordinator(house)
    coordinator.post("/people/agency", {"locale": "en", **DAYS, "first-day": "1"})
    page = coordinator.post("/people/agency", {"locale": "en", **sent})
    assert page.status == status
    row = [
        house.scalar(f"SELECT quiet_{end} FROM agency WHERE id = :id", id=house.agencies["north"])
        for end in ("from", "until")
    ]
    assert [day and str(day) for day in row] == list(kept or ("2026-12-01", "2027-01-03"))
    assert house.scalar("SELECT locale FROM agency WHERE id = :id", id=house.agencies["north"]) == "en"
    if status == 422:
        assert page.sees("the last one not before the first")
        assert page.form("/people/agency")["first-year"] == ["2026"]
