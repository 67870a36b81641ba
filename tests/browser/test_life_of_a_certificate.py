"""The life of a certificate in a browser: suspended, appealed, lifted, withdrawn by two, and what strangers read."""

from __future__ import annotations

import re

import pytest

from tests.browser.looking import look
from tests.plugins.browser import Opened, Screen, Served

pytestmark = pytest.mark.browser


def number_of(served: Served, name: str) -> str:
    """Return the number of a holder's certificate."""
    page = served.instance.signed_in(name).get("/certificates").text
    found = re.search(r"PRV(-[0-9A-Z]{4}){4}-[0-9A-Z]", page)
    assert found
    return found.group()


def seen(screen: Screen, *paths: str) -> None:
    """Look at the page that is open, or open each and look at it."""
    for path in paths or ("",):
        if path:
            screen.open(path)
        look(screen)


def acts(screen: Screen, place: str, act: str, grounds: str, reason: str) -> None:
    """Fill the form of an act, look at its check, confirm it."""
    screen.open(f"{place}/{act}")
    look(screen)
    screen.page.check(f"[name=grounds][value={grounds}]")
    screen.page.fill("[name=reason]", reason)
    screen.press("Continue")
    look(screen)
    screen.page.locator("button[value=confirm]").click()
    screen.page.wait_for_selector(".panel")
    look(screen)


@pytest.mark.slow
def test_a_certificate_is_suspended_lifted_on_appeal_and_withdrawn_by_two(served: Served, window: Opened) -> None:
    """A5, A6, A23, O31, U1: every page of the way is looked at, at both widths."""
    number = number_of(served, "amara")
    place, public = f"/accreditation/register/{number}", f"/verify/{number}"
    first, second = (window(served, name) for name in ("staff", "staff2"))
    officer, stranger = window(served, "amara"), window(served)
    acts(first, place, "suspend", "under-review", "A letter came in.")
    stranger.open(public)
    assert stranger.sees("Suspended on")
    assert stranger.sees("A matter is being looked into")
    seen(stranger)
    seen(officer, "/appeals", "/appeals/new")
    officer.page.locator("[name=about]").first.check()
    officer.page.fill("[name=grounds]", "It was not me.")
    officer.press("Send it")
    assert officer.sees("It has been received")
    seen(officer)
    case = officer.path.replace("/appeals/", "/accreditation/appeals/")
    seen(first, "/accreditation/appeals", case)
    first.press("Acknowledge it")
    assert first.sees("Who may not, and why:")
    seen(first)
    first.page.locator("[name=panel]").first.check()
    first.press("Name the panel")
    second.open(case)
    second.page.fill("[name=text]", "Nothing was found.")
    second.page.check("[name=outcome][value=reinstate]")
    seen(second)
    second.press("Uphold the appeal")
    stranger.open(public)
    assert stranger.sees("Valid today")
    officer.open(officer.path)
    assert officer.sees("The suspension is lifted")
    seen(officer)
    seen(first, place, "/accreditation/import", f"{place}/correct")
    other = number_of(served, "youssef")
    acts(first, f"/accreditation/register/{other}", "withdraw", "rules-broken", "Copied answers.")
    first.press("Open the proposal")
    seen(first)
    second.open(first.path)
    assert second.page.input_value("[name=note]") == ""
    second.page.check("[name=answer][value=confirm]")
    seen(second)
    second.press("Send")
    assert second.sees("The certificate is withdrawn")
    seen(second, f"/accreditation/register/{other}", "/accreditation/withdrawals")
    stranger.open(f"/verify/{other}")
    assert stranger.sees("Withdrawn on")
    seen(stranger)
