"""The operator's users: found, locked, and staff let back in by two persons."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.identity.models import AccountRecovery, RoleProposal
from app.identity.services.actor import SYSTEM, Actor
from app.identity.services.covering import cover
from app.identity.services.ending import end_roles
from app.identity.services.leaving import come_back, leave
from app.identity.services.people import PartnerStandsAlone
from tests.page import Page
from tests.parts.identity.conftest import PASSWORD, House, Visitor

NEW = "nine blue windmills"


def page_of(house: House, person_id: str) -> str:
    """Return the address of somebody's account among the users."""
    return "/users/" + house.public_id(person_id)


def ask(house: House, browser: Visitor, person_id: str) -> str:
    """Ask that somebody be let back in; return the address at which the second person answers."""
    address = page_of(house, person_id)
    assert browser.post(address + "/recovery", {"reason": "Lost the phone; I saw her."}).sees("Asked.")
    return "/users/recovery/" + str(house.scalar("SELECT public_id FROM account_recovery WHERE state = 'open'"))


def let_in(house: House, name: str, code: str) -> int:
    """Use a code at the door."""
    values = {"name": name, "code": code, "new": NEW, "again": NEW}
    return int(house.visitor().post("/let-in", values, follow=False).status)


def test_accounts_are_found_by_name_number_and_role(house_on_both: House) -> None:
    """X5: and who looked is in the log."""
    house = house_on_both
    house.person("olu", "operator", shown="Olu Adeyemi")
    house.person("kofi", "coordinator", "officer", shown="Kofi Owusu", number="GH-7")
    browser = house.signed_in("olu")
    for asked in ("find=owusu", "find=kofi", "find=GH-7", "show=coordinator"):
        page = browser.get("/users?" + asked)
        assert page.sees("Kofi Owusu"), asked
        assert not page.sees("Adeyemi Agency"), asked
    assert browser.get("/users?find=nobody").sees("No account has a name")
    assert browser.get("/users?show=locked").sees("No account is locked.")
    assert browser.get("/users?show=partner").sees("Nobody holds this role now.")
    assert "identity:people:listed" in house.tags(8)


def test_operators_read_and_find_a_cover_name_alone(house_on_both: House) -> None:
    """X7: in the list, on the page, in what waits; a word of the true name or the sign-in name leads to nobody."""
    house = house_on_both
    for name in ("olu", "ina"):
        house.person(name, "operator")
    kofi = house.person("kofi.owusu", "officer", "trainer", shown="Kofi Owusu", number="GH-7")
    house.do(lambda unit: cover(unit, house.works.keyring, kofi, "Grace Obeng", SYSTEM))
    browser, account = house.signed_in("olu"), page_of(house, kofi)
    for asked in ("find=grace+obeng", "find=GH-7", "show=trainer"):
        assert browser.get("/users?" + asked).sees("Grace Obeng"), asked
    for asked in ("owusu", "kofi.owusu", "Kofi Owusu", "owusu grace", "--"):
        assert browser.get("/users?find=" + asked).sees("No account has a name"), asked
    asked = ask(house, browser, kofi)
    proposed = {"role": "operator", "reason": "Runs the server.", "act": "proposal"}
    pages = [browser.post(account + "/role-proposal", proposed), browser.get(account), browser.get("/users")]
    pages += [browser.get(account + "/mandates"), house.signed_in("ina").post(asked, {"answer": "agree"})]
    for page in pages:
        assert page.sees("Grace Obeng"), page.path
        assert not re.search("kofi|owusu", page.text, re.IGNORECASE), page.path


def test_a_locked_account_opens_to_nothing_from_the_same_moment_until_it_is_unlocked(house_on_both: House) -> None:
    """S8, X19: sessions, password, code; the reason stands sealed."""
    house = house_on_both
    olu = house.person("olu", "operator")
    ama = house.person("ama", "officer")
    operator, officer = house.signed_in("olu"), house.signed_in("ama")
    address = page_of(house, ama)
    assert operator.post(address + "/lock", {"reason": " ", "act": "lock"}, follow=False).status == 422
    assert operator.post(address + "/lock", {"reason": "Phone stolen in Accra."}).sees("Phone stolen in Accra.")
    assert b"stolen" not in bytes(house.scalar("SELECT reason FROM account_lock"))
    assert officer.get("/account").path.startswith("/sign-in")
    assert house.give_name(house.visitor(), "ama").status == 422
    assert operator.post(address + "/unlock").sees("The account is unlocked.")
    assert house.give_name(house.visitor(), "ama").status == 303
    assert operator.post(page_of(house, olu) + "/lock", {"reason": "Mine"}, follow=False).status == 409
    tags = house.tags(12)
    assert (tags.count("identity:account:locked"), tags.count("identity:account:unlocked")) == (1, 1)


def test_staff_are_let_back_in_by_two_persons_and_by_no_one_alone(house_on_both: House) -> None:
    """O5, S8: who asked does not answer, nobody answers for themselves, and the code opens it once."""
    house = house_on_both
    for name in ("olu", "ina"):
        house.person(name, "operator")
    kofi = house.person("kofi", "coordinator")
    first, second, own = (house.signed_in(name) for name in ("olu", "ina", "kofi"))
    empty = first.post(page_of(house, kofi) + "/recovery", {"reason": "", "act": "recovery"}, follow=False)
    assert (empty.status, empty.tree.xpath("//a[@href='#f-why']") != []) == (422, True)
    answer = ask(house, first, kofi)
    assert first.post(page_of(house, kofi) + "/recovery", {"reason": "Again."}, follow=False).status == 409
    refused = first.post(answer, {"answer": "agree"}, follow=False)
    assert (refused.status, refused.sees("Another operator has to look at it")) == (409, True)
    assert own.get("/people").status == 200
    page = second.post(answer, {"answer": "agree"})
    code = str(page.tree.xpath("string(//div[@role='status']//p[@class='code'])"))
    assert own.get("/people").path.startswith("/sign-in")
    assert second.post(answer, {"answer": "agree"}, follow=False).status == 404
    assert house.give_name(house.visitor(), "kofi").status == 303
    assert let_in(house, "kofi", code) == 200
    assert let_in(house, "kofi", code) == 422
    browser = house.visitor()
    assert house.give_name(browser, "kofi", NEW).response.headers["Location"].startswith("/sign-in")
    assert browser.get("/sign-in").h1 == "Set up your second factor"
    assert {"identity:recovery:asked", "identity:recovery:agreed"} <= set(house.tags())


def test_a_request_is_refused_taken_back_or_lapses_and_nothing_changes(house: House) -> None:
    """S8"""
    for name in ("olu", "ina"):
        house.person(name, "operator")
    kofi = house.person("kofi", "coordinator")
    first, second = house.signed_in("olu"), house.signed_in("ina")
    assert second.post(ask(house, first, kofi), {"answer": "refuse"}).sees("Refused.")
    assert first.post(ask(house, first, kofi), {"answer": "take-back"}).sees("Taken back.")
    late = ask(house, first, kofi)
    house.clock.move(days=3, hours=1)
    second = house.signed_in("ina")
    assert second.post(late, {"answer": "agree"}, follow=False).status == 404
    ask(house, house.signed_in("olu"), kofi)
    assert house.give_name(house.visitor(), "kofi", PASSWORD).status == 303
    assert house.scalar("SELECT count(*) FROM authenticator WHERE kind = 'let_in'") == 0


@pytest.mark.parametrize(("asks", "answers"), [("olu", "olu"), ("kofi", "olu"), ("olu", "kofi"), ("olu", None)])
def test_the_database_itself_knows_two_persons(house_on_both: House, asks: str, answers: str | None) -> None:
    """S8: a row put past the program is refused, of a request to let somebody in and of a proposed role."""
    people = {name: house_on_both.person(name, "operator") for name in ("olu", "kofi")}
    for table, more in ((AccountRecovery, {}), (RoleProposal, {"role": "operator", "act": "give"})):

        def work(unit: Unit, table: Any = table, more: dict[str, str] = more) -> None:
            row = table(
                id=new_id(), public_id=new_public_id(), person_id=people["kofi"], reason="-", asked_by=people[asks],
                asked_at=unit.now, state="agreed", answered_by=people.get(answers or ""), answered_at=unit.now, **more,
            )  # fmt: skip
            unit.session.add(row)

        with pytest.raises(IntegrityError):
            house_on_both.do(work)


def test_guesses_from_one_place_or_many_never_make_the_owners_own_browser_wait(house: House) -> None:
    """S8: a lock-out that cannot be used to lock others out."""
    house.person("ama", "officer")
    mine = house.signed_in("ama")
    mine.post("/sign-out")
    for number in range(12):
        stranger = house.visitor()
        values = {"name": "ama", "password": "a wrong password", "csrf_token": stranger.token()}
        stranger.client.post("/sign-in", data=values, environ_overrides={"REMOTE_ADDR": f"10.0.0.{number}"})
    assert house.give_name(house.visitor(), "ama").status == 429
    assert house.give_name(mine, "ama").status == 303
    house.person("efua", "officer")
    mine.post("/sign-out")
    codes = [house.give_name(mine, "efua", "a wrong password").status for _ in range(6)]
    assert codes == [422] * 5 + [429]


def test_a_shared_computer_keeps_no_mark_of_who_signed_in(house: House) -> None:
    """O6, U21: not even one that names nobody, and an earlier one goes."""
    house.person("ama", "officer")
    browser = house.signed_in("ama")
    assert browser.client.get_cookie("provost-device")
    browser.post("/sign-out")
    house.give_name(browser, "ama", shared="1")
    assert not browser.client.get_cookie("provost-device")


def test_a_pin_opens_the_locked_sitting_and_five_wrong_ones_end_it(house_on_both: House) -> None:
    """U21: the locked screen names nobody; the PIN is not kept in a form that can be read."""
    house = house_on_both
    house.person("ama", "officer", shown="Ama Boateng")
    browser = house.visitor()
    assert house.give_name(browser, "ama", shared="1").response.headers["Location"] == "/account/pin?next=/"
    assert browser.post("/account/pin", {"pin": "12x", "next": "/courses"}, follow=False).status == 422
    assert browser.post("/account/pin", {"pin": "4711", "next": "/courses"}, follow=False).status == 303
    assert "4711" not in str(house.scalar("SELECT pin_hash FROM session WHERE pin_hash IS NOT NULL"))
    house.clock.move(minutes=11)
    page = browser.get("/courses")
    assert page.h1 == "This computer is locked"
    assert "Boateng" not in page.text
    assert browser.post("/sign-in/pin", {"pin": "1111"}, follow=False).status == 422
    answer = browser.post("/sign-in/pin", {"pin": "4711", "next": "/account"}, follow=False)
    assert answer.response.headers["Location"] == "/account"
    assert browser.get("/account").sees("Ama Boateng")
    house.clock.move(minutes=11)
    statuses = [browser.post("/sign-in/pin", {"pin": "0000"}, follow=False).status for _ in range(5)]
    assert statuses == [422] * 4 + [303]
    assert browser.post("/sign-in/pin", {"pin": "4711"}, follow=False).response.headers["Location"] == "/sign-in"
    assert browser.get("/sign-in").h1 == "Sign in"


def test_somebody_else_ends_a_locked_sitting_and_what_it_kept(house: House) -> None:
    """U21: drafts on the computer are erased; hours later the PIN opens nothing."""
    house.person("ama", "officer")
    browser = house.visitor()
    house.give_name(browser, "ama", shared="1")
    browser.post("/account/pin", {"pin": "4711"}, follow=False)
    house.clock.move(minutes=11)
    browser.get("/sign-in")
    page = browser.post("/sign-in/other")
    assert (page.h1, page.response.headers["Clear-Site-Data"]) == ("You are signed out", '"cache", "storage"')
    assert house.scalar("SELECT count(*) FROM session WHERE ended_at IS NULL") == 0
    house.give_name(browser, "ama", shared="1")
    browser.post("/account/pin", {"pin": "4711"}, follow=False)
    house.clock.move(hours=4, minutes=1)
    assert browser.get("/sign-in").h1 == "Sign in"


def propose(house: House, browser: Visitor, person_id: str, role: str) -> str:
    """Propose a role, given or ended; return the address at which the second person answers."""
    values = {"role": role, "reason": "Runs the desk from May.", "act": "proposal"}
    assert browser.post(page_of(house, person_id) + "/role-proposal", values).sees("Proposed.")
    return "/users/roles/" + str(house.scalar("SELECT public_id FROM role_proposal WHERE state = 'open'"))


def test_operators_and_accreditation_staff_are_made_and_ended_by_two_operators(house_on_both: House) -> None:
    """S8, S9: who proposes does not confirm, nobody for themselves; both stand in the log."""
    house = house_on_both
    olu, ina = (house.person(name, "operator") for name in ("olu", "ina"))
    kofi = house.person("kofi", "coordinator")
    pat = house.person("pat", "partner")
    first, second = house.signed_in("olu"), house.signed_in("ina")
    page = first.post(page_of(house, kofi) + "/role-proposal", {"role": "trainer", "reason": "x"}, follow=False)
    assert (page.status, page.tree.xpath("//a[@href='#f-proposal-reason']") != []) == (422, True)
    values = {"role": "operator", "reason": "For me."}
    assert first.post(page_of(house, olu) + "/role-proposal", values).sees("This is your own account")
    given = propose(house, first, kofi, "operator")
    assert b"desk" not in bytes(house.scalar("SELECT reason FROM role_proposal"))
    assert first.post(page_of(house, kofi) + "/role-proposal", values).sees("This is proposed already")
    assert first.post(given, {"answer": "agree"}).sees("You asked for this yourself")
    assert second.get("/users").sees("Give a role: Operator, Person kofi")
    assert second.post(given, {"answer": "agree"}).sees("The role is changed.")
    assert second.post(given, {"answer": "agree"}, follow=False).status == 404
    third = house.signed_in("kofi")
    third.post("/role", {"role": "operator"})
    assert third.get("/users").status == 200
    ended = propose(house, first, kofi, "operator")
    assert third.post(ended, {"answer": "refuse"}).sees("This is your own account")
    assert second.post(ended, {"answer": "agree"}).sees("The role is changed.")
    assert third.get("/users", follow=False).status == 303
    beside = propose(house, first, pat, "accreditation")
    assert second.post(beside, {"answer": "agree"}).sees(PartnerStandsAlone.message)
    assert second.post(beside, {"answer": "refuse"}).sees("Refused.")
    assert house.tags().count("identity:role:proposed") == 3
    entry = "SELECT data FROM audit_event WHERE tag = 'identity:role-proposal:agreed'"
    assert olu in str(house.scalar(entry))
    assert house.scalar("SELECT count(*) FROM role_grant WHERE person_id = :id AND role = 'operator'", id=kofi) == 1
    assert ina != olu


def test_a_proposal_is_taken_back_lapses_or_falls_with_who_made_it(house: House) -> None:
    """S8: after seven days, or once its operator is none any more or locked out; alone nobody can propose."""
    people = {name: house.person(name, "operator") for name in ("olu", "ina", "una")}
    kofi = house.person("kofi", "coordinator")
    first = house.signed_in("olu")
    assert first.post(propose(house, first, kofi, "accreditation"), {"answer": "take-back"}).sees("Taken back.")
    late = propose(house, first, kofi, "accreditation")
    house.clock.move(days=7)
    second = house.signed_in("ina")
    assert second.post(late, {"answer": "agree"}, follow=False).status == 404
    fallen = propose(house, house.signed_in("olu"), kofi, "accreditation")
    house.do(lambda unit: end_roles(unit, people["olu"]))
    assert second.post(fallen, {"answer": "agree"}).sees("This proposal has lapsed")
    assert second.post(fallen, {"answer": "refuse"}).sees("Refused.")
    house.do(lambda unit: end_roles(unit, people["una"]))
    assert second.get(page_of(house, kofi)).sees("add a second operator there first")
    assert house.scalar("SELECT count(*) FROM role_grant WHERE role = 'accreditation'") == 0


def test_an_operator_gives_and_ends_a_role_with_a_reason_and_never_the_own(house_on_both: House) -> None:
    """X6, S9: logged, the reason sealed; ending signs out; a partner stands alone; nobody makes their equal."""
    house = house_on_both
    roles = {"op": "operator", "second": "operator", "ama": "officer", "pat": "partner"}
    people = {name: house.person(name, role) for name, role in roles.items()}
    operator, ama = house.signed_in("op"), house.signed_in("ama")

    def ask(name: str, role: str, reason: str = "Teaches from May.") -> Page:
        return operator.post(f"/users/{house.public_id(people[name])}/roles", {"role": role, "reason": reason})

    assert ask("ama", "trainer", "").status == 422
    assert ask("ama", "trainer").sees("The role is changed.")
    for name, role in (("ama", "accreditation"), ("second", "operator")):
        assert ask(name, role).sees("One operator alone cannot give or end this role")
    assert ask("op", "trainer").sees("This is your own account")
    assert ask("pat", "trainer").sees(PartnerStandsAlone.message)
    assert ama.get("/account").status == 200
    assert ask("ama", "officer", "Left the unit.").sees("The role is changed.")
    assert ama.get("/account", follow=False).status == 303
    tags = house.tags()
    assert (tags.count("identity:role:granted"), tags.count("identity:role:ended")) == (5, 1)
    record = "SELECT count(*) FROM role_grant WHERE reason IS NOT NULL OR ended_reason IS NOT NULL"
    assert house.scalar(record) == 2


def test_who_left_is_given_no_role_and_no_way_back_in_until_they_are_there_again(house_on_both: House) -> None:
    """X19: by one operator or by two; what they hold can still be ended."""
    house = house_on_both
    people = {name: house.person(name, role) for name, role in (("op", "operator"), ("ama", "officer"))}
    operator, page = house.signed_in("op"), f"/users/{house.public_id(people['ama'])}"
    actor = Actor(people["op"], "coordinator")
    house.works.database.write(lambda unit: leave(unit, people["ama"], actor))
    for act, role in (("roles", "trainer"), ("role-proposal", "accreditation"), ("recovery", "")):
        answer = operator.post(f"{page}/{act}", {"role": role, "reason": "Teaches from May."})
        assert (answer.status, answer.sees("Their coordinator has to give their access back first")) == (409, True)
    assert operator.post(f"{page}/roles", {"role": "officer", "reason": "Left."}).sees("The role is changed.")
    house.works.database.write(lambda unit: come_back(unit, people["ama"], actor))
    assert operator.post(f"{page}/roles", {"role": "trainer", "reason": "Is back."}).sees("The role is changed.")
