"""After signing out, the Back button shows nothing of what was open: on a shared computer and on one's own."""

from __future__ import annotations

import pytest

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
