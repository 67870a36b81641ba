"""The first people of an instance: added on the command line, they open their own account with a code."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.cli.commands import CommandLine
from app.cli.people import people
from app.foundation.errors import Refusal
from app.identity.one_time_codes import current_code
from app.identity.services.ending import RoleNotHeld
from app.identity.services.inviting import AlreadyOpened, NobodyNamedSo
from app.identity.services.letting_in import place_let_in_code
from app.identity.services.people import PartnerStandsAlone, SignInNameTaken, grant_role
from tests.parts.identity.conftest import House

NEW = "nine blue windmills"


def run(house: House, *arguments: str) -> int:
    """Run `./provost people …` on the house."""
    line = CommandLine(settings=lambda: house.works.settings, works=lambda: house.works, app=lambda: house.app)
    return people(line, list(arguments))


def added(house: House, capsys: pytest.CaptureFixture[str], *roles: str, **more: str) -> dict[str, Any]:
    """Add a person and return the answer for programs."""
    given = {"name": "Lea Martin", "agency": "Agency north", **more}
    arguments = [part for key, value in given.items() for part in (f"--{key.replace('_', '-')}", value)]
    assert run(house, "add", *(part for role in roles for part in ("--role", role)), *arguments, "--json") == 0
    return dict(json.loads(capsys.readouterr().out))


def use(house: House, name: str, code: str, new: str = NEW) -> Any:
    """Enter a code and a new password."""
    return house.visitor().post("/let-in", {"name": name, "code": code, "new": new, "again": new})


@pytest.mark.parametrize(("role", "home"), [("coordinator", "/people"), ("operator", "/status")])
def test_the_first_staff_of_an_instance_sign_in_with_their_code_and_set_up_their_second_factor(
    house_on_both: House, capsys: pytest.CaptureFixture[str], role: str, home: str
) -> None:
    """O1, O4, O5: from the command line to the role's own page."""
    house = house_on_both
    person = added(house, capsys, role, agency="Police service", country="GH")
    assert use(house, person["sign_in_name"], person["code"]).h1 == "Your password is set"
    browser = house.visitor()
    assert "/sign-in" in house.give_name(browser, person["sign_in_name"], NEW).response.headers["Location"]
    assert browser.get(home, follow=False).status in {303, 403}
    page = browser.get("/sign-in")
    secret = "".join(page.tree.xpath("string(//main//*[@class='code'])").split())
    assert len(secret) == 32
    assert browser.post("/account/second-factor", {"code": current_code(secret, house.clock.now)}).status == 200
    assert browser.get(home).status == 200
    tags = {"identity:agency:added", "identity:person:added", "identity:role:granted", "identity:let-back-in:made"}
    assert tags | {"identity:let-back-in:used", "identity:second-factor:set"} <= set(house.tags())


def test_what_is_printed_is_enough_to_hand_over(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """O1: the name, the code, where, until when, and how to make another."""
    assert run(house, "add", "--role", "operator", "--name", "Lea Martin", "--agency", "Agency north") == 0
    said = capsys.readouterr().out
    assert "l.martin" in said
    assert "http://localhost/let-in" in said
    assert "2026-11-25 09:00 UTC" in said
    assert "./provost people code l.martin" in said


def test_an_account_is_opened_once(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """O5: the code works once and for a day; nothing opens it a second time."""
    person = added(house, capsys, "operator")
    assert use(house, person["sign_in_name"], person["code"]).status == 200
    assert use(house, person["sign_in_name"], person["code"], "yet another secret").status == 422
    with pytest.raises(AlreadyOpened):
        run(house, "code", person["sign_in_name"])


def test_a_code_not_used_in_time_is_replaced(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """O5: or the first operator who comes a day late would be locked out for ever."""
    person = added(house, capsys, "operator")
    house.clock.move(hours=25)
    assert use(house, person["sign_in_name"], person["code"]).status == 422
    assert run(house, "code", person["sign_in_name"], "--json") == 0
    again = json.loads(capsys.readouterr().out)["code"]
    assert use(house, person["sign_in_name"], again).status == 200


def test_a_code_for_an_officer_does_not_open_the_staff_role_granted_later(house: House) -> None:
    """O5: whoever holds an officer's unused code must not become staff by it."""
    officer = house.person("ama", "officer", password=None)
    code = house.do(lambda unit: place_let_in_code(unit, house.works.keyring, officer))
    house.clock.move(minutes=1)
    house.do(lambda unit: grant_role(unit, officer, "accreditation"))
    page = use(house, "ama", code)
    assert page.status == 409
    assert page.sees("two of them together let you back in")
    assert house.scalar("SELECT count(*) FROM authenticator WHERE kind = 'password'") == 0


def test_a_code_for_staff_who_have_a_password_opens_nothing(house: House) -> None:
    """O5: not even one that lies in the database."""
    staff = house.person("ada", "operator")
    code = house.do(lambda unit: place_let_in_code(unit, house.works.keyring, staff))
    assert use(house, "ada", code).status == 409


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--role", "operator", "--name", " ", "--agency", "Agency north"], "--name: it is empty"),
        (["--role", "operator", "--name", "x" * 10_000, "--agency", "Agency north"], "10000 characters, 200 are"),
        (["--role", "operator", "--name", "A\x00B", "--agency", "Agency north"], "control character"),
        (["--role", "operator", "--name", "A\udcff", "--agency", "Agency north"], "no text"),
        (["--role", "king", "--name", "A B", "--agency", "Agency north"], "invalid choice"),
        (["--name", "A B", "--agency", "Agency north"], "--role"),
        (["--role", "operator", "--name", "A B", "--agency", "None such"], "known: Agency north"),
        (["--role", "operator", "--name", "A B", "--agency", "New", "--country", "XX"], "no country code"),
        (["--role", "operator", "--name", "A B", "--agency", "New", "--country", "ZZ"], "no country code"),
        (["--role", "operator", "--name", "A B", "--agency", "New", "--country", "gh"], "no country code"),
        (["--role", "operator", "--name", "A B", "--agency", "New", "--country", "GH", "--under", "X"], "agency X"),
        (["--role", "operator", "--name", "A B", "--agency", "Agency north", "--country", "FR"], "there already (GH"),
        (["--role", "partner", "--name", "A B", "--agency", "Agency north"], "--scope is needed"),
        (["--role", "officer", "--scope", "x", "--name", "A B", "--agency", "Agency north"], "for a partner only"),
        (["--role", "officer", "--name", "A B", "--agency", "Agency north", "--sign-in-name", "a b"], "no spaces"),
        (["--role", "officer", "--name", "A B", "--agency", "Agency north", "--sign-in-name", "ab"], "3 characters"),
    ],
)
def test_bad_input_is_named_and_adds_nobody(
    house: House, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """Contract: exit 2, errors on standard error."""
    with pytest.raises(SystemExit) as ended:
        run(house, "add", *arguments)
    assert ended.value.code == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert said in output.err
    assert house.scalar("SELECT count(*) FROM person") == 0
    assert house.scalar("SELECT count(*) FROM agency") == 3


def test_an_agency_named_twice_is_asked_back(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """X2: two units of two countries may have one name; the id tells them apart."""
    public_id = house.scalar("SELECT public_id FROM agency WHERE name = 'Agency north'")
    added(house, capsys, "officer", name="A B", agency="Unit 1", country="GH", under="Agency north")
    person = added(house, capsys, "officer", name="C D", agency=public_id)
    assert person["agency"] == "Agency north"
    house.works.database.write(
        lambda unit: unit.connection.exec_driver_sql("UPDATE agency SET name = 'Unit 1' WHERE name = 'Agency south'")
    )
    with pytest.raises(SystemExit):
        run(house, "add", "--role", "officer", "--name", "E F", "--agency", "Unit 1")
    assert "several agencies" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (["--role", "partner", "--role", "officer", "--scope", "fund"], PartnerStandsAlone),
        (["--role", "officer", "--sign-in-name", "taken"], SignInNameTaken),
    ],
)
def test_a_refusal_adds_neither_person_nor_agency(
    house_on_both: House, arguments: list[str], refusal: type[Refusal]
) -> None:
    """P8, X6: all or nothing."""
    house = house_on_both
    house.person("taken", "officer")
    with pytest.raises(refusal):
        run(house, "add", *arguments, "--name", "A B", "--agency", "New one", "--country", "GH")
    assert house.scalar("SELECT count(*) FROM person") == 1
    assert house.scalar("SELECT count(*) FROM agency WHERE name = 'New one'") == 0


def test_a_code_for_nobody_is_refused(house: House) -> None:
    """Contract: exit 1, with the sentence of the refusal."""
    with pytest.raises(NobodyNamedSo):
        run(house, "code", "nobody")


def test_somebodys_roles_end_at_once_and_their_record_stays(
    house_on_both: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """X19: signed out everywhere, no way back in, and the account still stands in the log."""
    house = house_on_both
    house.person("ada", "operator", "coordinator")
    browser = house.signed_in("ada")
    assert run(house, "end", "ada", "--role", "operator") == 0
    assert "ada is operator no longer" in capsys.readouterr().out
    assert house.cookie(browser)
    assert browser.get("/account").h1 == "Sign in"
    assert house.signed_in("ada").get("/people").status == 200
    assert run(house, "end", "ada", "--json") == 0
    assert json.loads(capsys.readouterr().out)["ended"] == ["coordinator"]
    assert house.give_name(house.visitor(), "ada").status == 409
    assert house.tags().count("identity:role:ended") == 2
    with pytest.raises(RoleNotHeld):
        run(house, "end", "ada")


def test_the_agencies_are_listed_with_their_ids(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    """X2: each after the one it belongs to."""
    assert run(house, "agencies", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows].index("Agency north-harbour") > [row["name"] for row in rows].index(
        "Agency north"
    )
    assert {row["country"] for row in rows} == {"GH"}
