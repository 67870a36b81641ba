"""Signing in and out: what is asked for, what is refused, what is kept."""

from __future__ import annotations

import pytest

from app.identity.one_time_codes import current_code
from app.identity.sessions import hash_of
from tests.parts.identity.conftest import PASSWORD, SECRET, House


@pytest.mark.parametrize("typed", ["ama", "AMA", " ama ", "GH-1044", "gh-1044"])
def test_an_officer_signs_in_with_a_name_or_a_service_number(house_on_both: House, typed: str) -> None:
    """O3: no e-mail address is involved."""
    house_on_both.person("ama", "officer", number="GH-1044")
    browser = house_on_both.visitor()
    page = house_on_both.give_name(browser, typed)
    assert (page.status, page.response.headers["Location"]) == (303, "/")
    assert house_on_both.tags(1) == ["identity:sign-in:succeeded"]
    assert browser.get("/account").h1 == "Your account"


def test_a_service_number_of_two_people_opens_no_account(house: House) -> None:
    """O3"""
    house.person("ama", "officer", number="77")
    house.person("efua", "officer", number="77", agency="south")
    assert house.give_name(house.visitor(), "77").status == 422


def test_a_sign_in_name_wins_over_another_persons_service_number(house: House) -> None:
    """O3"""
    house.person("4711", "officer")
    house.person("efua", "officer", number="4711", password="another good secret")
    assert house.give_name(house.visitor(), "4711").status == 303
    assert house.give_name(house.visitor(), "4711", "another good secret").status == 422


@pytest.mark.parametrize("name", ["nobody", "ama", "invited", "gone"])
def test_a_refusal_does_not_tell_whether_the_name_exists(house: House, name: str) -> None:
    """S8"""
    house.person("ama", "officer")
    house.person("invited", "officer", password=None)
    gone = house.person("gone", "officer")
    house.do(lambda unit: unit.connection.exec_driver_sql(f"UPDATE person SET state='left' WHERE id='{gone}'"))
    page = house.give_name(house.visitor(), name, "a wrong password")
    assert page.status == 422
    assert page.sees("The name and the password do not fit together")
    assert page.tree.xpath("//a[@href='#f-name']")
    assert house.tags(1) == ["identity:sign-in:failed"]


def test_a_left_officer_is_out_at_once(house: House) -> None:
    """X19"""
    person = house.person("ama", "officer")
    browser = house.signed_in("ama")
    house.do(lambda unit: unit.connection.exec_driver_sql(f"UPDATE person SET state='left' WHERE id='{person}'"))
    assert browser.get("/account", follow=False).status == 303


def test_staff_give_a_code_after_the_password_and_see_nothing_before(house_on_both: House) -> None:
    """S8, O4"""
    house_on_both.person("kofi", "coordinator")
    browser = house_on_both.visitor()
    page = house_on_both.give_name(browser, "kofi")
    assert page.response.headers["Location"].startswith("/sign-in")
    assert browser.get("/sign-in").h1 == "Enter your code"
    for path in ("/account", "/people", "/people/new", "/account/password"):
        assert browser.get(path, follow=False).status in {303, 403}, path
    assert browser.get("/account/second-factor", follow=False).status == 303
    assert house_on_both.give_code(browser).response.headers["Location"] == "/"
    assert browser.get("/people").h1 == "People"


def test_staff_without_a_second_factor_can_only_set_one_up(house: House) -> None:
    """S8: 0 views before."""
    house.person("kofi", "officer", "coordinator", totp="")
    browser = house.visitor()
    house.give_name(browser, "kofi")
    assert browser.get("/sign-in", follow=False).response.headers["Location"] == "/account/second-factor"
    assert browser.get("/people", follow=False).status in {303, 403}
    assert browser.get("/account", follow=False).status in {303, 403}
    assert browser.get("/account/second-factor").h1 == "Set up your second factor"


def test_a_code_works_once(house_on_both: House) -> None:
    """O4, S8: a code read over the shoulder is worth nothing."""
    house_on_both.person("kofi", "coordinator")
    first, second = house_on_both.visitor(), house_on_both.visitor()
    for browser in (first, second):
        house_on_both.give_name(browser, "kofi")
    code = {"code": current_code(SECRET, house_on_both.clock.now)}
    assert first.post("/sign-in", code, follow=False).status == 303
    page = second.post("/sign-in", code, follow=False)
    assert (page.status, page.h1) == (422, "Enter your code")
    assert house_on_both.tags(1) == ["identity:second-factor:failed"]


def test_the_token_is_new_after_each_factor_and_the_old_one_is_worthless(house: House) -> None:
    """S8: session fixation."""
    house.person("kofi", "coordinator")
    browser = house.visitor()
    house.give_name(browser, "kofi")
    first = house.cookie(browser)
    house.give_code(browser)
    second = house.cookie(browser)
    assert len(first) == len(second) == 43
    assert first != second
    assert house.scalar("SELECT count(*) FROM session WHERE token_hash = :hash", hash=hash_of(first)) == 0
    assert house.scalar("SELECT stage FROM session WHERE token_hash = :hash", hash=hash_of(second)) == "full"


def test_a_token_set_by_someone_else_is_never_taken_over(house: House) -> None:
    """S8: session fixation."""
    house.person("ama", "officer")
    browser = house.visitor()
    browser.client.set_cookie("provost", "planted" * 6)
    house.give_name(browser, "ama")
    assert house.cookie(browser) not in {"", "planted" * 6}


def test_signing_out_ends_the_session_and_clears_the_browser(house: House) -> None:
    """O6"""
    house.person("ama", "officer")
    browser = house.signed_in("ama")
    token = house.cookie(browser)
    page = browser.post("/sign-out")
    assert page.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert page.h1 == "You are signed out"
    assert "Person ama" not in page.text
    assert house.cookie(browser) == ""
    browser.client.set_cookie("provost", token)
    assert browser.get("/account", follow=False).status == 303
    assert house.tags(1) == ["identity:session:ended"]


def test_pages_of_a_person_are_never_stored(house: House) -> None:
    """O6: the Back button after sign-out finds nothing."""
    house.person("ama", "officer")
    assert house.signed_in("ama").get("/account").response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("roles", "shared", "minutes", "still_in"),
    [
        (("officer",), False, 59, True),
        (("officer",), False, 61, False),
        (("officer",), True, 9, True),
        (("officer",), True, 11, False),
        (("coordinator",), False, 29, True),
        (("coordinator",), False, 31, False),
    ],
)
def test_an_idle_session_ends(house: House, roles: tuple[str, ...], shared: bool, minutes: int, still_in: bool) -> None:
    """O6, S8"""
    house.person("ama", *roles)
    browser = house.signed_in("ama", **({"shared": "1"} if shared else {}))
    house.clock.move(minutes=minutes)
    assert (browser.get("/account", follow=False).status == 200) is still_in


def test_pages_opened_keep_a_session_from_idling_out_until_it_is_a_day_old(house: House) -> None:
    """S8"""
    house.person("ama", "officer")
    browser = house.signed_in("ama")
    for _ in range(28):
        house.clock.move(minutes=50)
        assert browser.get("/account", follow=False).status == 200
    house.clock.move(minutes=50)
    assert browser.get("/account", follow=False).status == 303


def test_an_unfinished_sign_in_ends_after_half_an_hour(house: House) -> None:
    """S8"""
    house.person("ama", "officer", totp=SECRET)
    browser = house.visitor()
    house.give_name(browser, "ama")
    house.clock.move(minutes=31)
    assert browser.get("/sign-in").h1 == "Sign in"


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [("/account/password", "/account/password"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("", "/")],
)
def test_after_signing_in_one_is_where_one_wanted_to_be_on_this_site_only(
    house: House, wanted: str, led_to: str
) -> None:
    """S8"""
    house.person("ama", "officer")
    house.person("kofi", "officer", totp=SECRET)
    assert house.give_name(house.visitor(), "ama", next=wanted).response.headers["Location"] == led_to
    browser = house.visitor()
    house.give_name(browser, "kofi", next=wanted)
    house.clock.move(seconds=30)
    values = {"code": current_code(SECRET, house.clock.now), "next": wanted}
    assert browser.post("/sign-in", values, follow=False).response.headers["Location"] == led_to


def test_the_role_can_be_changed_among_those_held(house: House) -> None:
    """P1"""
    house.person("kofi", "officer", "coordinator")
    browser = house.signed_in("kofi")
    assert browser.get("/people").status == 403
    assert browser.post("/role", {"role": "coordinator"}, follow=False).status == 303
    assert browser.get("/people").h1 == "People"
    assert browser.post("/role", {"role": "operator"}).status == 404
    assert house.tags().count("identity:session:role-chosen") == 1


def test_a_withdrawn_role_ends_what_was_opened_with_it(house: House) -> None:
    """S8"""
    person = house.person("kofi", "coordinator")
    browser = house.signed_in("kofi")
    house.do(
        lambda unit: unit.connection.exec_driver_sql(
            f"UPDATE role_grant SET valid_until=valid_from WHERE person_id='{person}'"
        )
    )
    assert browser.get("/people", follow=False).status == 303


def test_a_form_of_another_session_is_refused(house: House) -> None:
    """S7: forged requests."""
    house.person("ama", "officer")
    browser = house.visitor()
    page = browser.post("/sign-in", {"name": "ama", "password": PASSWORD, "csrf_token": "0" * 40})
    assert page.status == 400


def test_there_is_no_way_in_without_an_invitation(house: House) -> None:
    """O1: who is nobody may send these forms, and none of them makes an account."""
    public = {
        rule.rule
        for rule in house.app.url_map.iter_rules()
        if "POST" in (rule.methods or ())
        and house.app.view_functions[rule.endpoint].access == "public"  # type: ignore[attr-defined]
        and rule.endpoint.startswith("identity")
    }
    assert public == {
        "/sign-in",
        "/sign-in/passkey",
        "/sign-in/pin",
        "/sign-in/other",
        "/sign-out",
        "/let-in",
        "/account/second-factor",
        "/account/second-factor/kept",
        "/account/passkeys",
    }
    browser = house.visitor()
    house.give_name(browser, "newcomer")
    browser.post("/let-in", {"name": "newcomer", "code": "7k2m0-x9d41", "new": PASSWORD, "again": PASSWORD})
    browser.post("/account/second-factor", {"code": "123456"})
    assert house.scalar("SELECT count(*) FROM person") == 0
