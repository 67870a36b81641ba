"""The content policy as Chromium enforces it, and the cookies as it keeps them (X14); nothing from elsewhere (X13)."""

from __future__ import annotations

import pytest

from tests.plugins.browser import PATIENCE, Opened, Screen, Served

pytestmark = pytest.mark.browser

_ATTACKS = """() => {
  const inline = document.createElement("script");
  inline.textContent = "window.broken = 1";
  document.body.append(inline);
  document.body.insertAdjacentHTML("beforeend", "<b id=struck style='color: red' onclick='window.broken = 2'>x</b>");
  document.querySelector("#struck").click();
  const elsewhere = document.createElement("img");
  elsewhere.src = "https://elsewhere.invalid/counter.png";
  document.body.append(elsewhere);
}"""


def reports(screen: Screen, wanted: int) -> list[str]:
    """Return what the policy reported, after waiting for so many reports: they come when the browser finds time."""
    for _turn in range(PATIENCE // 50):
        found = [line for line in screen.problems if "Content Security Policy" in line]
        if len(found) >= wanted:
            break
        screen.page.wait_for_timeout(50)
    return found


def test_script_style_and_picture_that_got_into_a_page_do_nothing(window: Opened, shared: Served) -> None:
    """X13 X14: should mark-up ever slip through, it does not run, does not style and calls nobody."""
    screen = window(shared, "kwame")
    screen.open("/")
    colour = screen.page.evaluate("() => getComputedStyle(document.body).color")
    screen.page.evaluate(_ATTACKS)
    reported = reports(screen, 4)
    assert screen.page.evaluate("() => window.broken") is None
    assert screen.page.evaluate("() => getComputedStyle(document.querySelector('#struck')).color") == colour
    assert screen.page.evaluate("() => document.querySelector('img[src*=elsewhere]').naturalWidth") == 0
    assert len(reported) >= 4, screen.problems
    screen.excuse("Content Security Policy")
    screen.excuse("elsewhere.invalid")


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(window: Opened, shared: Served) -> None:
    """X14: over https their names bind them to this host as well."""
    screen, person = window(shared), shared.sign_in_of("kwame")
    screen.open("/sign-in")
    screen.page.fill("[name=name]", person["name"])
    screen.page.fill("[name=password]", person["password"])
    screen.press("Sign in")
    cookies = screen.context.cookies()
    assert {cookie["name"] for cookie in cookies} >= {"provost", "provost-form"}
    for cookie in cookies:
        assert cookie["httpOnly"], cookie["name"]
        assert cookie["sameSite"] in {"Lax", "Strict"}, cookie["name"]
        assert cookie["path"] == "/"
    assert screen.page.evaluate("() => document.cookie") == ""


def test_a_window_notices_a_request_to_another_host(window: Opened, shared: Served) -> None:
    """X13: the check that every test of this folder makes is tried itself."""
    screen = window(shared)
    screen.context.route("https://elsewhere.invalid/*", lambda route: route.abort())
    screen.open("/help")
    screen.page.goto("about:blank")
    with screen.page.expect_request("https://elsewhere.invalid/*"):
        screen.page.set_content("<img src='https://elsewhere.invalid/counter.png'>")
    assert "request to https://elsewhere.invalid/counter.png" in screen.problems
    screen.excuse("elsewhere.invalid")
    screen.excuse("net::ERR_FAILED")
