"""After signing out, the Back button shows nothing of what was open: on a shared computer and on one's own."""

from __future__ import annotations

import pytest

from tests.browser.looking import look
from tests.browser.stories import COURSE
from tests.plugins.browser import Opened, Screen, Served

pytestmark = pytest.mark.browser


def signed_in(window: Opened, served: Served, shared: bool, scripts: bool) -> Screen:
    """Sign in as an officer, saying whether others use the computer too."""
    screen = window(served, scripts=scripts)
    person = served.sign_in_of("amara")
    screen.open("/sign-in")
    screen.page.fill("[name=name]", person["name"])
    screen.page.fill("[name=password]", person["password"])
    if shared:
        screen.page.check("[name=shared]")
    screen.press("Sign in")
    return screen


@pytest.mark.parametrize(
    ("shared_computer", "scripts"), [(True, False), (False, True)], ids=["shared-no-scripts", "own-scripts"]
)
def test_back_after_signing_out_shows_nothing(
    window: Opened, shared: Served, shared_computer: bool, scripts: bool
) -> None:
    """Neither home with its name, nor lesson, nor account, whatever the browser kept."""
    screen = signed_in(window, shared, shared_computer, scripts)
    for path in ("/certificates", "/account", COURSE):
        screen.open(path)
    screen.press("Two kinds")
    lesson = screen.path
    screen.page.click(".who summary")
    with screen.page.expect_navigation():
        screen.page.click(".who-menu button:has-text('Sign out')")
    assert screen.h1 == "You are signed out"
    for _step in range(5):
        screen.page.go_back(wait_until="commit")
        screen.page.wait_for_function("() => !document.documentElement.hidden && document.body")
        screen.page.wait_for_load_state()
        text = screen.page.inner_text("body")
        assert "Amara" not in text, screen.path
        assert "PRV-" not in text.replace("begins with PRV.", ""), screen.path
    screen.open(lesson)
    assert screen.h1 == "Sign in"


def test_a_locked_screen_names_nobody_and_a_pin_brings_the_officer_back(window: Opened, shared: Served) -> None:
    """O6, U21: from the page that was open; Back from the locked screen shows nothing of it."""
    screen = signed_in(window, shared, shared=True, scripts=True)
    assert screen.h1 == "A PIN for this sitting"
    look(screen)
    screen.page.fill("[name=pin]", "4711")
    screen.press("Use this PIN")
    screen.open("/account")
    with shared.instance.works.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE session SET last_seen = datetime(last_seen, '-11 minutes')")
    screen.open("/certificates")
    assert screen.h1 == "This computer is locked"
    assert "Amara" not in screen.page.inner_text("body")
    look(screen)
    screen.page.go_back(wait_until="commit")
    screen.page.wait_for_function("() => !document.documentElement.hidden && document.body")
    screen.page.wait_for_load_state()
    assert "Amara" not in screen.page.inner_text("body")
    screen.open("/certificates")
    screen.page.fill("[name=pin]", "4711")
    screen.press("Come back")
    assert screen.path == "/certificates"
