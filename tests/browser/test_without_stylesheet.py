"""The officer's pages with neither stylesheet nor script: everything can be read, every form works (O35)."""

from __future__ import annotations

import pytest

from tests.browser.stories import COURSE, EXAMINATION, joins_and_learns, sits, starts_the_examination
from tests.plugins.browser import MIRRORED, Opened, Screen, Served

pytestmark = pytest.mark.browser

BARE = {"scripts": False, "bare": True}
_WRONG = """() => {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const top = (one) => one.getBoundingClientRect().top;
  const rows = shown("label.opt");
  return [
    ...shown("[data-walk], [data-all], [data-timer], [data-check], .save, .steps, ol.order")
      .map((one) => `of use with scripts only: ${one.outerHTML.slice(0, 90)}`),
    ...shown("main form").filter((one) => ![...one.elements].some((each) => each.type === "submit"))
      .map((one) => `a form without a button: ${one.outerHTML.slice(0, 90)}`),
    ...rows.filter((one, at) => at && top(one) < top(rows[at - 1]) + 10)
      .map((one) => `not on its own line: ${one.innerText}`),
    ...shown("h1").length === 1 ? [] : ["no heading"],
    ...getComputedStyle(document.body).marginTop === "8px" ? [] : ["a stylesheet got through"],
  ];
}"""


def read(screen: Screen, *paths: str) -> None:
    """Open each page and see that it can be used as it is; without a path, the page in the window."""
    for path in paths or (screen.path,):
        if paths:
            screen.open(path)
        screen.page.wait_for_load_state()  # a click is over when the next page begins
        wrong = screen.page.evaluate(_WRONG)
        assert wrong == [], f"{path}: {wrong}"


def test_a_new_officer_joins_and_learns_from_bare_pages(served: Served, window: Opened) -> None:
    """O35: finding the course, lesson, check question and practice."""
    joins_and_learns(window(served, "efua", **BARE))


def test_an_officer_sits_the_examination_on_bare_pages(served: Served, window: Opened) -> None:
    """O35: one question saved by its own button, then the whole paper."""
    screen = window(served, "kofi", **BARE, locale=MIRRORED)
    starts_the_examination(screen)
    screen.press("Save this answer")
    assert "#item-" in screen.page.url
    sits(screen)
    assert screen.sees("Passed with 100 %")


def test_every_page_of_an_officer_can_be_read_bare(window: Opened, shared: Served) -> None:
    """O35: nothing that only scripts can work is shown, options stand on lines of their own."""
    screen = window(shared, "kwame", **BARE)
    read(screen, "/", "/courses", COURSE, EXAMINATION, "/certificates", "/account", "/account/password")
    read(screen, "/account/second-factor", "/account/recovery-codes", "/language", "/help", "/verify", "/verify/file")
    screen.open(COURSE)
    screen.press("Two kinds")
    read(screen)
    screen.press("Check my answer")
    read(screen)
    holder = window(shared, "amara", **BARE)
    read(holder, "/", "/certificates", EXAMINATION)
    holder.page.click("main ul.tasks a")
    read(holder)
    sitting = window(shared, "kofi", **BARE)
    sitting.open(EXAMINATION)
    sitting.press("Start now")
    read(sitting)
    sitting.press("Save and check all answers")
    read(sitting)
    visitor = window(shared, **BARE)
    read(visitor, "/", "/sign-in", "/let-in")
