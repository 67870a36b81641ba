"""Signing in with a password that may be looked at, and with mistakes that lose nothing."""

from __future__ import annotations

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
    assert screen.page.evaluate("() => document.activeElement.className") == "errs"
    screen.page.click(".errs a >> nth=0")
    assert screen.page.evaluate("() => document.activeElement.name") == "name"


def test_without_scripts_there_is_no_button_that_does_nothing(window: Opened, shared: Served) -> None:
    """O9."""
    screen = window(shared, scripts=False)
    screen.open("/sign-in")
    assert screen.page.locator(".field button").count() == 0
