"""After signing out, the Back button shows nothing of what was open, and nothing typed is left on the device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyotp
import pytest

from tests.browser.looking import look
from tests.browser.stories import COURSE, EXAMINATION
from tests.plugins.browser import Opened, Screen, Served

pytestmark = pytest.mark.browser


SECRET = "Written by nobody but me"
KEPT = (
    "() => Object.entries(localStorage)"
    f".filter(([name, text]) => text.includes({SECRET!r}) || name.includes('attempt')).length"
)


def signed_in(window: Opened, served: Served, shared: bool, scripts: bool, name: str = "amara") -> Screen:
    """Sign in, saying whether others use the computer too."""
    screen = window(served, scripts=scripts)
    person = served.sign_in_of(name)
    screen.open("/sign-in")
    screen.page.fill("[name=name]", person["name"])
    screen.page.fill("[name=password]", person["password"])
    if shared:
        screen.page.check("[name=shared]")
    screen.press("Sign in")
    if person["totp_secret"]:
        screen.page.fill("[name=code]", pyotp.TOTP(person["totp_secret"]).now())
        screen.press("Continue")
    return screen


def signs_out(screen: Screen) -> None:
    """Leave by the menu."""
    screen.page.click(".who summary")
    with screen.page.expect_navigation():
        screen.page.click(".who-menu button:has-text('Sign out')")
    assert screen.h1 == "You are signed out"


@pytest.mark.parametrize(
    ("shared_computer", "scripts"), [(True, False), (False, True)], ids=["shared-no-scripts", "own-scripts"]
)
def test_back_after_signing_out_shows_nothing(
    window: Opened, shared: Served, shared_computer: bool, scripts: bool
) -> None:
    """O6, U21: neither home with its name, nor lesson, nor account, whatever the browser kept."""
    screen = signed_in(window, shared, shared_computer, scripts)
    for path in ("/certificates", "/account", COURSE):
        screen.open(path)
    screen.press("Two kinds")
    lesson = screen.path
    signs_out(screen)
    for _step in range(5):
        screen.page.go_back(wait_until="commit")
        screen.page.wait_for_function("() => !document.documentElement.hidden && document.body")
        screen.page.wait_for_load_state()
        text = screen.page.inner_text("body")
        assert "Amara" not in text, screen.path
        assert "PRV-" not in text.replace("begins with PRV.", ""), screen.path
    screen.open(lesson)
    assert screen.h1 == "Sign in"


def answers_out_of_reach(screen: Screen) -> None:
    """An answer to a paper waits on the device, for the line is away."""
    screen.open(EXAMINATION)
    screen.press("Start now")
    screen.context.route("**/save", lambda route: route.abort())
    screen.page.locator("main input[type=radio]:visible, main input[type=checkbox]:visible").first.check()


def writes_a_lesson(screen: Screen) -> None:
    """A trainer types and does not save."""
    screen.open("/authoring/cybercrime-first-responder/new-lesson/01-what-cybercrime-is")
    screen.page.fill("[name=body]", SECRET)


def fills_in_a_sheet(screen: Screen) -> None:
    """An assessor begins a sheet and does not send it."""
    screen.open("/practicals")
    screen.press("Kofi Boateng (demo)")
    screen.page.fill("[name=place]", SECRET)


def only_the_script(screen: Screen) -> None:
    """The browser does not know the header that has it forget what it stored."""

    def without(route: Any) -> None:
        answer = route.fetch()
        kept = {name: value for name, value in answer.headers.items() if name != "clear-site-data"}
        assert len(kept) < len(answer.headers), "the header is one of two means"
        route.fulfill(response=answer, headers=kept)

    screen.context.route("**/sign-out", without)


def only_the_header(screen: Screen) -> None:
    """The script of the page after signing out does not arrive."""
    screen.context.route("**/static/drafts.*.js", lambda route: route.abort())


@pytest.mark.parametrize(
    ("name", "types", "means"),
    [
        pytest.param("kofi", answers_out_of_reach, only_the_script, id="answers-script"),
        pytest.param("kofi", answers_out_of_reach, only_the_header, id="answers-header"),
        pytest.param("trainer", writes_a_lesson, only_the_header, id="lesson-header"),
        pytest.param("reviewer", fills_in_a_sheet, only_the_script, id="sheet-script"),
    ],
)
def test_what_was_typed_on_a_shared_computer_is_erased_on_signing_out(
    window: Opened, served: Served, name: str, types: Callable[[Screen], None], means: Callable[[Screen], None]
) -> None:
    """U21: drafts that were kept on the device are gone by either means, and Back shows none of them."""
    screen = signed_in(window, served, shared=True, scripts=True, name=name)
    screen.excuse("net::ERR_")
    types(screen)
    screen.page.wait_for_function(f"{KEPT} > 0")
    means(screen)
    signs_out(screen)
    assert screen.sees("Drafts on this computer are erased.") == (means is only_the_script)
    assert screen.page.evaluate(KEPT) == 0
    for _step in range(3):
        screen.page.go_back(wait_until="commit")
        screen.page.wait_for_function("() => !document.documentElement.hidden && document.body")
        screen.page.wait_for_load_state()
        assert SECRET not in screen.page.content(), screen.path
        assert screen.page.locator("fieldset[data-item]").count() == 0
    assert screen.page.evaluate(KEPT) == 0


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
