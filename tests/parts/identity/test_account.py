"""The own account: password, second factor, recovery codes, sessions."""

from __future__ import annotations

import re
from typing import Any

from app.identity.one_time_codes import current_code
from tests.parts.identity.conftest import PASSWORD, SECRET, House, Visitor

NEW = "nine blue windmills"


def _secret_on(page: Any) -> str:
    return str(page.tree.xpath("string(//p[@class='code'])")).replace(" ", "")


def _set_up(house: House, browser: Visitor, **more: str) -> list[str]:
    secret = _secret_on(browser.get("/account/second-factor"))
    page = browser.post("/account/second-factor", {"code": current_code(secret, house.clock.now), **more})
    assert page.h1 == "Print or write down your recovery codes", page.text
    return [str(code) for code in page.tree.xpath("//ol//span[@class='code']/text()")]


def test_staff_set_up_their_second_factor_at_the_first_sign_in(house_on_both: House) -> None:
    """O4, S8"""
    house_on_both.person("kofi", "coordinator", totp="")
    browser = house_on_both.visitor()
    house_on_both.give_name(browser, "kofi")
    before = house_on_both.cookie(browser)
    codes = _set_up(house_on_both, browser)
    assert len(set(codes)) == 10
    assert all(re.fullmatch(r"[0-9a-z]{5}-[0-9a-z]{5}", code) for code in codes)
    assert house_on_both.cookie(browser) != before
    assert browser.get("/people").h1 == "People"
    assert "identity:second-factor:set" in house_on_both.tags(3)
    assert browser.post("/account/second-factor/kept").sees("Your second factor is set up.")


def test_the_page_offers_the_same_secret_again_and_stores_none(house: House) -> None:
    """O4: a GET never writes."""
    house.person("ama", "officer")
    browser = house.signed_in("ama")
    pages = [browser.get("/account/second-factor") for _ in range(2)]
    assert _secret_on(pages[0]) == _secret_on(pages[1])
    assert pages[0].tree.xpath("//svg/path/@d")
    assert house.scalar("SELECT count(*) FROM authenticator WHERE kind='totp'") == 0


def test_a_wrong_first_code_sets_nothing_up(house: House) -> None:
    """O4"""
    house.person("kofi", "coordinator", totp="")
    browser = house.visitor()
    house.give_name(browser, "kofi")
    page = browser.post("/account/second-factor", {"code": "000000"})
    assert (page.status, page.h1) == (422, "Set up your second factor")
    assert house.scalar("SELECT count(*) FROM authenticator WHERE kind='totp'") == 0


def test_replacing_the_second_factor_asks_for_the_password(house: House) -> None:
    """S8: a session left open is not enough."""
    house.person("kofi", "coordinator")
    browser = house.signed_in("kofi")
    secret = _secret_on(browser.get("/account/second-factor"))
    code = current_code(secret, house.clock.now)
    assert browser.post("/account/second-factor", {"code": code}).status == 422
    assert browser.post("/account/second-factor", {"code": code, "password": "a wrong password"}).status == 422
    house.clock.move(minutes=16)
    asked = browser.post("/account/second-factor", {"code": code, "password": PASSWORD})
    assert (asked.status, asked.h1) == (403, "Confirm that it is you")
    browser = house.signed_in("kofi")
    secret = _secret_on(browser.get("/account/second-factor"))
    _set_up(house, browser, password=PASSWORD)
    other = house.visitor()
    house.give_name(other, "kofi")
    house.clock.move(minutes=2)
    old = {"code": current_code(SECRET, house.clock.now)}
    assert other.post("/sign-in", old, follow=False).status == 422
    new = {"code": current_code(secret, house.clock.now)}
    assert other.post("/sign-in", new, follow=False).status == 303


def test_each_recovery_code_opens_the_account_once(house_on_both: House) -> None:
    """O4"""
    house_on_both.person("ama", "officer")
    codes = _set_up(house_on_both, house_on_both.signed_in("ama"), password=PASSWORD)
    for code, status in ((codes[0], 303), (codes[0], 422), (codes[1].upper().replace("-", " "), 303)):
        browser = house_on_both.visitor()
        house_on_both.give_name(browser, "ama")
        assert browser.post("/sign-in", {"code": code}, follow=False).status == status
    assert "identity:recovery-code:used" in house_on_both.tags(3)
    assert browser.get("/account").sees("8 left")


def test_new_recovery_codes_end_the_old_ones_and_ask_for_the_password(house: House) -> None:
    """O4, S8"""
    house.person("ama", "officer")
    browser = house.signed_in("ama")
    old = _set_up(house, browser, password=PASSWORD)
    assert browser.post("/account/recovery-codes", {"password": "a wrong password"}).status == 422
    page = browser.post("/account/recovery-codes", {"password": PASSWORD})
    new = page.tree.xpath("//ol//span[@class='code']/text()")
    assert len(new) == 10
    assert not set(new) & set(old)
    other = house.visitor()
    house.give_name(other, "ama")
    assert other.post("/sign-in", {"code": old[0]}, follow=False).status == 422
    assert other.post("/sign-in", {"code": str(new[0])}, follow=False).status == 303


def test_codes_nobody_said_they_kept_are_mentioned(house: House) -> None:
    """O4"""
    house.person("ama", "officer")
    browser = house.signed_in("ama")
    _set_up(house, browser, password=PASSWORD)
    assert browser.get("/account").sees("You have not said that you kept your recovery codes")
    browser.post("/account/second-factor/kept")
    assert not browser.get("/account").sees("You have not said that you kept your recovery codes")


def test_a_secret_never_stands_readable_in_the_database(house: House) -> None:
    """S12"""
    house.person("kofi", "coordinator", shown="Kofi Darko-Readable", number="GH-READABLE")
    raw = b"".join(path.read_bytes() for path in house.works.settings.instance.glob("provost.sqlite3*"))
    for text in (SECRET, "Darko-Readable", "GH-READABLE"):
        assert text.encode() not in raw


def test_changing_the_password_ends_every_other_session(house_on_both: House) -> None:
    """S8"""
    house_on_both.person("ama", "officer")
    here, there = house_on_both.signed_in("ama"), house_on_both.signed_in("ama")
    token = house_on_both.cookie(here)
    page = here.post("/account/password", {"password": PASSWORD, "new": NEW, "again": NEW})
    assert page.sees("Your password is changed.")
    assert house_on_both.cookie(here) != token
    assert there.get("/account", follow=False).status == 303
    assert house_on_both.give_name(house_on_both.visitor(), "ama").status == 422
    assert house_on_both.give_name(house_on_both.visitor(), "ama", NEW).status == 303


def test_a_new_password_must_keep_the_rule_and_be_typed_twice(house: House) -> None:
    """S8"""
    house.person("ama", "officer", shown="Ama Owusu")
    browser = house.signed_in("ama")
    for new, again, words in (
        ("too short", "too short", "Use at least 15 characters."),
        (NEW, "nine blue windmill", "The two passwords are not the same."),
        ("ama owusu ama owusu", "ama owusu ama owusu", "Others would guess this soon"),
    ):
        page = browser.post("/account/password", {"password": PASSWORD, "new": new, "again": again})
        assert page.status == 422
        assert page.sees(words)
        assert page.tree.xpath("string(//title)").startswith("Error:")
        for link in page.tree.xpath("//div[@class='errs']//a/@href"):
            assert page.tree.xpath("//*[@id=$id]", id=link[1:])


def test_beside_a_second_factor_twelve_characters_will_do(house: House) -> None:
    """S8"""
    house.person("kofi", "coordinator")
    browser = house.signed_in("kofi")
    values = {"password": PASSWORD, "new": "plum tractor", "again": "plum tractor"}
    assert browser.post("/account/password", values, follow=False).status == 303


def test_a_person_sees_and_ends_their_own_sessions_only(house: House) -> None:
    """S8: the stolen device."""
    house.person("ama", "officer")
    house.person("efua", "officer")
    here, there, elsewhere = house.signed_in("ama"), house.signed_in("ama"), house.signed_in("efua")
    page = here.get("/account")
    forms = [form.action for form in page.tree.forms if "/account/sessions/" in (form.action or "")]
    assert len(forms) == 2
    assert elsewhere.post(forms[0], follow=False).status == 404
    assert there.get("/account").status == 200
    assert here.post(forms[0]).sees("The session is ended.")
    assert there.get("/account", follow=False).status == 303
    third = house.signed_in("ama")
    here.post("/account/sessions/end-others")
    assert third.get("/account", follow=False).status == 303
    assert here.get("/account").status == 200
    assert elsewhere.get("/account").status == 200


def test_the_account_page_shows_what_is_stored(house: House) -> None:
    """What is stored of a person stands on their own page."""
    house.person("ama", "officer", number="GH-1044", shown="Ama Owusu")
    page = house.signed_in("ama").get("/account")
    for text in ("Ama Owusu", "GH-1044", "Agency north", "ama", "Officer"):
        assert page.sees(text)
