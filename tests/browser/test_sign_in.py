"""Signing in with a password that may be looked at, and with mistakes that lose nothing."""

from __future__ import annotations

import pyotp
import pytest

from tests.browser.looking import look
from tests.plugins.browser import MIRRORED, Opened, Served

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("locale", ["en", MIRRORED])
def test_a_password_can_be_looked_at_and_is_sent_as_one(window: Opened, shared: Served, locale: str) -> None:
    """O3: typing on a phone is hard enough (WCAG 2.2, 3.3.8); the browser still meets a password when it is sent."""
    screen = window(shared, locale=locale)
    person = shared.sign_in_of("rosa")
    screen.open("/sign-in")
    box = screen.page.locator("[name=password]")
    screen.page.fill("[name=name]", "rosa")
    box.fill(person["password"])
    screen.page.click(".field button")
    assert box.get_attribute("type") == "text"
    assert "Hide" in screen.page.inner_text(".field button")
    look(screen)
    screen.page.click(".field button")
    assert box.get_attribute("type") == "password"
    screen.page.click(".field button")
    screen.page.evaluate(
        """() => document.querySelector("main form").addEventListener("submit", () => queueMicrotask(
          () => sessionStorage.setItem("sent-as", document.querySelector("[name=password]").type)))"""
    )
    screen.press("Sign in")
    assert screen.page.evaluate("() => sessionStorage.getItem('sent-as')") == "password"
    assert screen.h1.startswith("Welcome, Rosa")


def test_a_wrong_password_keeps_the_name_and_puts_the_focus_on_what_is_wrong(window: Opened, shared: Served) -> None:
    """The title says Error, the summary has the focus, its line leads to the field."""
    screen = window(shared)
    screen.excuse("422 (UNPROCESSABLE ENTITY)")
    screen.excuse("401 (UNAUTHORIZED)")
    screen.open("/sign-in")
    screen.page.fill("[name=name]", "rosa")
    screen.page.fill("[name=password]", "not the right one at all")
    screen.press("Sign in")
    assert screen.page.title().startswith("Error: ")
    assert screen.page.input_value("[name=name]") == "rosa"
    assert screen.page.input_value("[name=password]") == ""
    screen.page.wait_for_selector(".errs:focus")  # the browser moves the focus when it next draws
    screen.page.click(".errs a >> nth=0")
    screen.page.wait_for_selector("[name=name]:focus")


def test_without_scripts_there_is_no_button_that_does_nothing(window: Opened, shared: Served) -> None:
    """O9."""
    screen = window(shared, scripts=False)
    screen.open("/sign-in")
    assert screen.page.locator(".field button").count() == 0


def test_a_passkey_is_added_signs_in_alone_and_confirms_a_sensitive_act(window: Opened, shared: Served) -> None:
    """O4, S8: with a device of the browser's own making; the pages are looked at in both directions on the way."""
    screen = window(shared)
    screen.excuse("request to http://localhost")
    here = shared.address.replace("127.0.0.1", "localhost")  # browsers make no passkeys for an address of numbers
    person, page = shared.sign_in_of("staff"), screen.page
    device = screen.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    held = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    held |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": held})
    page.goto(here + "/sign-in")
    look(screen)
    page.fill("[name=name]", person["name"])
    page.fill("[name=password]", person["password"])
    screen.press("Sign in")
    page.fill("[name=code]", pyotp.TOTP(person["totp_secret"]).now())
    screen.press("Continue")
    page.goto(here + "/account/passkeys")
    look(screen)
    page.fill("[name=name]", "Desk computer")
    screen.press("Add a passkey")
    assert screen.sees("Desk computer")
    page.click(".who summary")
    with page.expect_navigation():
        page.click(".who-menu button:has-text('Sign out')")
    page.goto(here + "/sign-in?next=/account/passkeys")
    screen.press("Sign in with a passkey")
    assert screen.sees("last used")
    _prove_long_ago(shared)
    with shared.instance.works.database.reading() as connection:
        number = connection.exec_driver_sql("SELECT number FROM credential").scalar()
    page.goto(f"{here}/accreditation/register/{number}/suspend")
    assert screen.h1 == "Confirm that it is you"
    look(screen)
    screen.press("Use a passkey")
    assert screen.h1 != "Confirm that it is you"
    assert page.url.endswith("/suspend")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": key["authenticatorId"], "isUserVerified": False})
    page.goto(here + "/account/again")
    page.click("main form[data-passkey] button")
    page.wait_for_selector("[data-passkey] [role=status]:not(:empty)")
    assert page.is_enabled("main form[data-passkey] button")


def _prove_long_ago(served: Served) -> None:
    """Let a quarter of an hour pass since every session's factors were given."""
    with served.instance.works.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE session SET proven_at = datetime(proven_at, '-16 minutes')")
