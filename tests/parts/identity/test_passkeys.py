"""Passkeys: added, used, named, removed; needed by staff from a day on."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from app.audit.changing_settings import change_setting
from app.audit.settings import STAFF_PASSKEY_FROM
from app.identity.challenges import is_current, new_challenge
from app.identity.one_time_codes import current_code
from app.identity.passkeys import read_answer, site_of
from tests.page import Browser
from tests.parts.identity.conftest import PASSWORD, SECRET, House, Visitor
from tests.parts.identity.soft_key import PRESENT, SoftKey
from tests.parts.identity.test_throttling import _guess

LIST, SIGN_IN, AGAIN = "/account/passkeys", "/sign-in", "/account/again"


def options(page: Any) -> str:
    """Return what the page asks of the browser."""
    return str(page.tree.xpath("string(//form[@data-passkey]/@data-options)"))


def add(browser: Browser, key: SoftKey, **more: str) -> Any:
    """Add the key on the page of passkeys."""
    return browser.post(LIST, {"answer": key.made(options(browser.get(LIST))), **more})


def use(house: House, key: SoftKey, page: Any = None, browser: Visitor | None = None) -> tuple[Visitor, Any]:
    """Sign in with the key, from a fresh browser and its page where none are given."""
    browser = browser or house.visitor()
    page = page or browser.get(SIGN_IN)
    return browser, browser.post(
        "/sign-in/passkey", {"answer": key.used(options(page)), "next": "/account"}, follow=False
    )


def needed_from(house: House, day: str, by: str) -> None:
    """Set the day from which staff need a passkey."""
    house.do(
        lambda unit: change_setting(unit, STAFF_PASSKEY_FROM, day, "Told in May.", seen=0, actor=by, role="operator")
    )


def test_a_passkey_signs_in_alone_and_is_named_and_removed_by_its_owner(house_on_both: House) -> None:
    """O4, S8: one act is both factors; the name is kept sealed; removed, it opens nothing."""
    house, key = house_on_both, SoftKey()
    person = house.person("kofi", "coordinator")
    house.person("ama", "officer")
    browser = house.signed_in("kofi")
    page = add(browser, key, name="Kofi's phone")
    assert page.sees("The passkey is added.")
    assert page.sees("Kofi's phone")
    assert b"Kofi" not in bytes(house.scalar("SELECT name FROM passkey"))
    other, answer = use(house, key)
    assert answer.response.headers["Location"] == "/account"
    assert other.get("/people").h1 == "People"
    one = browser.get(LIST).link("Change")
    assert house.signed_in("ama").get(one).status == 404
    assert browser.post(one, {"name": "Lost phone"}).sees("Lost phone")
    assert browser.post(one + "/remove").sees("The passkey is removed.")
    assert use(house, key)[1].status == 422
    assert house.tags(4).count("identity:sign-in:failed") == 1
    assert {"identity:passkey:added", "identity:passkey:removed"} <= set(house.tags())
    assert house.scalar("SELECT count(*) FROM passkey WHERE person_id = :id", id=person) == 0


def test_an_answer_that_does_not_hold_opens_nothing(house: House) -> None:
    """S8: each answer is taken once, from the browser that was asked, within ten minutes, signed by that key."""
    house.person("ama", "officer")
    key = SoftKey(count=5)
    add(house.signed_in("ama"), key)
    wrong = {
        "other site": replace(key, count=9, origin="http://localhost.example"),
        "owner not checked": replace(key, count=9, flags=PRESENT),
        "other key": replace(key, count=9, key=SoftKey().key, id_as=key.id),
        "count back": replace(key, count=0),
        "other browser": replace(key, count=9),
        "too late": replace(key, count=9),
    }
    for why, changed in wrong.items():
        browser = house.visitor()
        page = browser.get(SIGN_IN)
        if why == "other browser":
            browser = house.visitor()
            browser.get(SIGN_IN)
        if why == "too late":
            house.clock.move(minutes=11)
        answer = browser.post("/sign-in/passkey", {"answer": changed.used(options(page))}, follow=False)
        assert (answer.status, house.cookie(browser)) == (422, ""), why
        assert answer.sees("This passkey could not be used"), why


def test_an_answer_is_taken_once_even_of_a_key_that_does_not_count(house: House) -> None:
    """S8: many phones always say 0."""
    house.person("ama", "officer")
    key = SoftKey(counts=False)
    add(house.signed_in("ama"), key)
    browser = house.visitor()
    body = {"answer": key.used(options(browser.get(SIGN_IN)))}
    assert browser.post("/sign-in/passkey", body, follow=False).status == 303
    browser.client.delete_cookie("provost")
    assert browser.post("/sign-in/passkey", body, follow=False).status == 409


def test_what_is_no_answer_is_told_so(house: House) -> None:
    """S5: never a failure of ours; the name that was typed stays."""
    house.person("ama", "officer")
    browser, stranger = house.signed_in("ama"), house.visitor()
    for answer in ("", "{}", "[]", '{"response": {}}', '{"response": 7}', "x" * 30_000, "[" * 9000):
        page = browser.post(LIST, {"answer": answer, "name": "My phone"}, follow=False)
        assert (page.status, "My phone" in page.text) == (422, True), answer[:20]
        assert stranger.post("/sign-in/passkey", {"answer": answer}, follow=False).status == 422, answer[:20]
        assert read_answer(answer) is None or answer == '{"response": {}}'


def test_nobody_elses_guesses_lock_a_passkey_out(house: House) -> None:
    """S8"""
    house.person("ama", "officer")
    key = SoftKey()
    add(house.signed_in("ama"), key)
    for number in range(12):
        _guess(house, "ama", f"10.0.0.{number}")
    assert house.give_name(house.visitor(), "ama").status == 429
    assert use(house, key)[1].status == 303


def test_staff_are_asked_for_a_passkey_and_from_the_day_on_get_nowhere_without(house: House) -> None:
    """S8: until the day a note; from then a code leads to the passkeys and to nothing else."""
    operator = house.person("olu", "operator")
    house.person("kofi", "coordinator")
    house.person("ama", "officer")
    needed_from(house, "2026-12-24", operator)
    assert house.signed_in("kofi").get("/account").sees("From 24 December 2026 your role needs a passkey.")
    house.clock.move(days=30)
    browser = house.visitor()
    house.give_name(browser, "kofi")
    answer = house.give_code(browser)
    assert answer.response.headers["Location"] == LIST
    assert browser.get("/people").status == 403
    assert browser.get(LIST).sees("Add one now")
    assert add(browser, SoftKey()).status == 200
    assert browser.get("/people").h1 == "People"
    alone = browser.get(LIST).link("Change") + "/remove"
    assert browser.post(alone).status == 409
    assert house.give_name(house.visitor(), "ama").response.headers["Location"] == "/"
    assert house.signed_in("olu").get("/account").status == 403


def test_staff_may_set_up_a_passkey_in_place_of_codes(house: House) -> None:
    """S8: the password is then followed by the passkey; an officer's password stays as it was."""
    house.person("kofi", "coordinator", totp="")
    browser, key = house.visitor(), SoftKey()
    house.give_name(browser, "kofi")
    add(browser, key)
    assert browser.get("/people").status == 200
    other = house.visitor()
    house.give_name(other, "kofi")
    page = other.get(SIGN_IN)
    assert page.h1 == "Use your passkey"
    assert other.post(SIGN_IN, {"code": "000000"}, follow=False).status == 422
    assert use(house, key, page, other)[1].status == 303
    assert other.get("/people").status == 200


def test_a_sensitive_act_asks_again_after_a_quarter_of_an_hour_and_keeps_what_was_entered(house: House) -> None:
    """S8: step-up; a wrong answer opens nothing, the right one leads on with every field."""
    house.person("olu", "operator")
    browser, key = house.signed_in("olu"), SoftKey()
    add(browser, key)
    house.clock.move(minutes=16)
    entered = {"value": "2027-03-01", "reason": "Told in <May> & June.", "seen": "0"}
    page = browser.post("/settings/staff-passkey-from", entered)
    assert (page.status, page.h1) == (403, "Confirm that it is you")
    assert house.scalar("SELECT count(*) FROM setting_change") == 0
    kept = {name: values[0] for name, values in page.form("/account/again").items()}
    before = house.cookie(browser)
    wrong = browser.post(AGAIN, {**kept, "password": "a wrong password", "code": "000000"})
    assert (wrong.status, wrong.form("/account/again")["kept"][0]) == (422, kept["kept"])
    confirmed = browser.post(AGAIN + "/passkey", {**kept, "answer": key.used(options(wrong))})
    sent = {name: values[0] for name, values in confirmed.form("/settings").items()}
    assert {name: sent[name] for name in entered} == entered
    assert house.cookie(browser) != before
    assert browser.post("/settings/staff-passkey-from", sent).sees("The setting is changed")
    house.clock.move(minutes=16)
    one = browser.get(LIST).link("Change")
    browser.post(one + "/remove")
    assert house.scalar("SELECT count(*) FROM passkey") == 1


def test_a_page_for_a_sensitive_act_leads_to_the_factors_and_back(house: House) -> None:
    """S8: password and code do too."""
    house.person("kofi", "coordinator")
    ama = house.public_id(house.person("ama", "officer"))
    browser = house.signed_in("kofi")
    house.clock.move(minutes=16)
    page = browser.get(f"/people/{ama}/let-in")
    assert page.h1 == "Confirm that it is you"
    assert browser.post(AGAIN, {"to": f"/people/{ama}/let-in", "password": PASSWORD, "code": "1"}).status == 422
    house.clock.move(seconds=30)
    code = current_code(SECRET, house.clock.now)
    page = browser.post(AGAIN, {"to": f"/people/{ama}/let-in", "password": PASSWORD, "code": code})
    assert page.path == f"/people/{ama}/let-in"


def test_a_challenge_is_bound_to_purpose_browser_and_time(house: House) -> None:
    """S8: it is stored nowhere before it is answered."""
    keyring, now = house.works.keyring, house.clock.now
    made = new_challenge(keyring, "add", "browser", now)
    assert is_current(keyring, made, "add", "browser", now)
    assert not is_current(keyring, made, "sign-in", "browser", now)
    assert not is_current(keyring, made, "add", "another", now)
    assert not is_current(keyring, made[:-1] + bytes([made[-1] ^ 1]), "add", "browser", now)
    assert not is_current(keyring, b"", "add", "browser", now)
    assert len({new_challenge(keyring, "add", "browser", now) for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://training.example.org", "training.example.org"),
        ("http://localhost:8000/", "localhost"),
        ("http://training.example.org", None),
        ("https://10.0.0.1", None),
        ("http://127.0.0.1:8000", None),
        ("https://[::1]:8000", None),
    ],
)
def test_browsers_make_passkeys_only_at_a_secure_address_with_a_name(address: str, host: str | None) -> None:
    """S8"""
    site = site_of(address)
    assert (site.host if site else None) == host


def test_the_browser_is_asked_for_a_key_that_stays_and_checks_its_owner(house: House) -> None:
    """S8, X14: no name of a person goes to the device but the one they sign in with."""
    house.person("ama", "officer", shown="Ama Secret")
    asked = json.loads(options(house.signed_in("ama").get(LIST)))
    assert asked["authenticatorSelection"] == {"residentKey": "required", "userVerification": "required"}
    assert asked["attestation"] == "none"
    assert "Secret" not in json.dumps(asked)
