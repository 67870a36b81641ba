"""The shell's own pages, and the pages that say no: one heading, a title, the reader's language, what to do next."""

from __future__ import annotations

import re

import pytest

from app.web.permissions import Permission
from tests.parts.web.small_house import Page, SmallHouse

PAGES = ["/", "/help", "/privacy", "/accessibility", "/language"]
REFUSALS = {"/no-such-page": 404, "/fails/often": 429, "/fails/busy": 503, "/fails/late": 409, "/fails/bug": 500}


@pytest.mark.parametrize("address", [*PAGES, *REFUSALS])
@pytest.mark.parametrize("role", ["", "officer"])
def test_each_page_has_one_heading_and_a_title(house: SmallHouse, address: str, role: str) -> None:
    answer = house.browser(role).get(address)
    page = Page(answer.text)
    assert answer.status_code == REFUSALS.get(address, 200)
    assert len(page.headings) == 1
    assert page.headings[0].strip()
    assert re.fullmatch(r"\S.+ – Provost", page.title)


@pytest.mark.parametrize("address", [*PAGES, *REFUSALS, "/needs/audit:read"])
def test_no_page_carries_inline_script_or_style(house: SmallHouse, address: str) -> None:
    """X14: the content security policy allows neither."""
    assert Page(house.browser("officer").get(address).text).inline == []


@pytest.mark.parametrize(
    "address", [*PAGES, "/no-such-page", "/fails/bug", "/fails/often", "/fails/busy", "/needs/audit:read"]
)
def test_every_word_of_a_page_comes_from_the_catalogue(house: SmallHouse, address: str) -> None:
    """The mirrored test language brackets what was translated; no letter may stand outside."""
    html = house.browser("officer", locale="ar-XB").get(address).text
    page = Page(html)
    assert 'dir="rtl"' in html
    assert page.bare == []
    assert page.title.endswith("⟧\u200f – Provost")


def test_the_check_of_bare_words_sees_them() -> None:
    assert Page("<p>⟦Good <bdi>name</bdi> words⟧ forgotten</p>").bare == ["words⟧ forgotten"]


def test_landing_offers_sign_in_first_and_a_check_by_number(house: SmallHouse) -> None:
    """A17: anyone can check by number without signing in."""
    page = house.browser().get("/").text
    main = page[page.index("<main") :]
    assert main.index('href="/sign-in"') < main.index('action="/verify"')
    assert re.search(r'<form action="/verify">.*name="number"', main, re.DOTALL)
    assert "./provost demo" in main


def test_the_privacy_page_names_the_smallest_group_that_partners_see(house: SmallHouse) -> None:
    """P2."""
    assert "ten officers or more" in house.browser().get("/privacy").text


def test_the_accessibility_statement_says_how_it_was_checked_and_when_one_is_answered(house: SmallHouse) -> None:
    page = house.browser().get("/accessibility").text
    for words in ("partially conforms", "not yet by an outside audit", "15 working days", "24 November 2026"):
        assert words in page


def test_a_chosen_language_is_kept_and_leads_back(house: SmallHouse) -> None:
    browser = house.browser()
    page = browser.get("/language?back=/help").text
    token = re.search(r'name="csrf_token" value="(\w+)"', page)
    assert token
    sent = {"csrf_token": token[1], "language": "ar-XB", "back": "/help"}
    answer = browser.post("/language", data=sent)
    assert (answer.status_code, answer.location) == (303, "/help")
    assert 'dir="rtl"' in browser.get("/help").text
    assert browser.post("/language", data=sent | {"language": "xx"}).status_code == 404
    assert browser.post("/language", data=sent | {"back": "https://evil.example"}).location == "/"


def test_programs_can_ask_whether_the_process_answers_and_the_house_can_work(house: SmallHouse) -> None:
    """X15."""
    browser = house.browser()
    assert browser.get("/healthz").json == {"status": "ok"}
    assert browser.get("/readyz").status_code == 200
    house.parts["readiness"] = {"database": lambda: "ok", "queue": lambda: "a job has been due for 300 s"}
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"database": "ok", "queue": "a job has been due for 300 s"})


@pytest.mark.parametrize("permission", Permission)
def test_a_page_for_another_role_says_whom_it_is_for(house: SmallHouse, permission: Permission) -> None:
    """Each permission has its own sentence."""
    role = (
        "trainer" if permission.value.split(":")[0] in {"status", "audit", "users", "settings", "grant"} else "operator"
    )
    answer = house.browser(role).get(f"/needs/{permission.value}")
    if permission is Permission.ACCOUNT_KEEP:
        assert answer.text == "open"
        return
    assert answer.status_code == 403
    assert re.search(r"<h1>This page is for (?!another role)", answer.text)
    assert f"You are signed in as {role}." in answer.text
    assert "denied" not in answer.text.lower()


def test_who_holds_the_needed_role_too_is_offered_the_switch(house: SmallHouse) -> None:
    page = house.browser("trainer", "accreditation").get("/needs/register:search").text
    main = page[page.index("<main") :]
    assert "This page is for accreditation staff." in main
    assert re.search(r'action="/role">.*csrf_token.*<button[^>]* name="role" value="accreditation">', main, re.DOTALL)
    without = house.browser("trainer").get("/needs/register:search").text
    assert 'action="/role"' not in without


@pytest.mark.parametrize("permission", ["account:keep", "course:author"])
def test_who_has_not_given_the_second_factor_is_led_to_finish_signing_in(house: SmallHouse, permission: str) -> None:
    page = house.browser("trainer", stage="password").get(f"/needs/{permission}").text
    assert "Finish signing in" in page
    assert "You are signed in as" not in page


def test_a_refusal_shows_its_values_with_times_as_pages_write_them(house: SmallHouse) -> None:
    page = house.browser().get("/fails/late").text
    assert "It opens on <bdi>1 Dec 2026, 09:30 (UTC)</bdi> for &lt;b&gt;you&lt;/b&gt;." in page


def test_too_many_tries_says_how_long_to_wait(house: SmallHouse) -> None:
    answer = house.browser().get("/fails/often")
    assert "Wait 300 seconds" in answer.text
    assert "about 5 minutes" in answer.text
    assert answer.headers["Retry-After"] == "300"


def test_a_failure_gives_a_reference_and_says_that_saved_answers_are_kept(house: SmallHouse) -> None:
    page = house.browser("officer").get("/fails/bug").text
    assert re.search(r'class="code">[0-9a-f]{12}<', page)
    assert "Your saved answers are kept" in page
    assert "a bug" not in page
