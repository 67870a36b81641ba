"""The officer's way in a real browser, from joining to the certificate: scripts on and off, both widths, directions."""

from __future__ import annotations

import pytest

from tests.browser.looking import look
from tests.browser.stories import (
    CHOICES,
    EXAMINATION,
    answers,
    attempt_of,
    downloads_the_certificate,
    joins_and_learns,
    number_on,
    sits,
    starts_the_examination,
)
from tests.plugins.browser import MIRRORED, Opened, Served
from tests.sitting import answer_to, questions_of

pytestmark = pytest.mark.browser

TO_LEARN = [
    pytest.param({"scripts": True, "width": 360, "locale": "en"}, id="scripts-narrow"),
    pytest.param({"scripts": False, "width": 1280, "locale": MIRRORED}, id="no-scripts-wide-mirrored"),
]
TO_SIT = [
    pytest.param({"scripts": False, "width": 360, "locale": "en"}, id="no-scripts-narrow"),
    pytest.param({"scripts": True, "width": 1280, "locale": MIRRORED}, id="scripts-wide-mirrored"),
]
"""By keyboard, scripts on, it is sat in test_keyboard.py, and without stylesheet in test_without_stylesheet.py."""


@pytest.mark.parametrize("wishes", TO_LEARN)
def test_a_new_officer_joins_learns_and_practises(served: Served, window: Opened, wishes: dict[str, object]) -> None:
    """O7 O9 O24: what comes next is the first thing on the page; each option of a question is explained."""
    screen = window(served, "efua", **wishes)
    joins_and_learns(screen)
    screen.open("/")
    assert screen.sees("Continue: Change nothing, know your limits")


@pytest.mark.parametrize("wishes", TO_SIT)
def test_an_officer_passes_and_takes_the_certificate_home(
    served: Served, window: Opened, wishes: dict[str, object]
) -> None:
    """O9 A17: the result page offers the signed PDF; a stranger learns that its number is valid."""
    screen = window(served, "kofi", **wishes)
    starts_the_examination(screen)
    sits(screen, wrong=1)
    assert screen.sees("Passed with 9")
    served.work()
    assert downloads_the_certificate(screen).startswith(b"%PDF-")
    number = number_on(screen)
    stranger = window(served, **wishes)
    stranger.open(f"/verify/{number.lower().replace('-', '')}")
    assert stranger.sees("Valid today")
    assert not stranger.sees("Kofi")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_marked_questions_are_found_again_and_open_ones_stand_first(
    served: Served, window: Opened, scripts: bool
) -> None:
    """O25: the list before handing in, made by the page's script or by the server."""
    screen = window(served, "kofi", scripts=scripts)
    starts_the_examination(screen)
    first, second = [one.key for one in questions_of(served.instance, attempt_of(screen))][:2]
    answers(screen, questions_of(served.instance, attempt_of(screen))[0])
    screen.page.check(f"[name=flag-{first}]")
    if scripts:
        screen.page.click("[data-go=check]")
    else:
        screen.press("Save and check all answers")
    lines = screen.page.locator("ul.tasks:visible li")
    lines.first.wait_for()
    assert lines.count() == 15
    assert "Not answered" in lines.first.inner_text()
    assert "Question 2" in lines.first.inner_text()
    assert "To look at again" in lines.last.inner_text()
    assert "Question 1" in lines.last.inner_text()
    lines.first.locator("a").click()
    screen.page.wait_for_url(f"**#item-{second}")


def test_another_device_goes_on_where_the_first_one_left(served: Served, window: Opened) -> None:
    """O8: lesson read on the phone, next lesson and a paper half filled in found on the desk's computer."""
    phone = window(served, "salma")
    phone.open("/")
    phone.press("Continue")
    phone.press("Mark as done and continue")
    reached = phone.path
    desk = window(served, "salma", width=1280, fresh=True)
    desk.open("/")
    desk.press("Continue")
    assert desk.path == reached
    sitting = window(served, "kofi")
    starts_the_examination(sitting)
    question = next(one for one in questions_of(served.instance, attempt_of(sitting)) if one.type in CHOICES)
    sitting.page.evaluate("key => { location.hash = `item-${key}`; }", question.key)
    answers(sitting, question)
    sitting.page.wait_for_selector(".save[data-state=saved]")
    other = window(served, "kofi", width=1280, fresh=True)
    other.open(EXAMINATION)
    other.press("Continue your attempt")
    given = other.page.locator(f"[name='i-{question.key}']:checked")
    assert sorted(given.evaluate_all("all => all.map((one) => one.value)")) == sorted(answer_to(question))


def test_who_waits_for_somebody_else_is_told_for_whom(window: Opened, shared: Served) -> None:
    """O7: everything is learnt, but nobody has confirmed who the officer is: home says so instead of Continue."""
    screen = window(shared, "luis")
    screen.open("/")
    card = screen.page.locator(".card.next")
    assert "Next: Final examination" in card.inner_text()
    assert "Ask your coordinator" in card.inner_text()
    screen.press("What it asks")
    assert screen.sees("Not open yet")
    assert screen.page.locator("main form").count() == 0


def test_who_does_not_pass_is_told_what_to_read_and_when_to_come_back(served: Served, window: Opened) -> None:
    """No locked door without a reason: score by topic, the next day, the way back to the lessons."""
    screen = window(served, "kofi")
    starts_the_examination(screen)
    sits(screen, wrong=8)
    assert screen.sees("Not passed")
    assert screen.sees("Your score by topic")
    assert not screen.sees("Questions and reasons")
    screen.press("See how to try again")
    assert screen.sees("The next attempt opens on")
    screen.press("Read the lessons again")
    assert screen.h1 == "Cybercrime First Responder"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_on_a_poor_line_no_picture_is_fetched_before_it_is_asked_for(
    window: Opened, shared: Served, scripts: bool
) -> None:
    """O23: one press on the link with its size fetches the one; without scripts it opens by itself."""
    screen = window(shared, "amara", scripts=scripts)
    fetched: list[str] = []
    screen.context.on("request", lambda request: fetched.append(request.url) if "/media/" in request.url else None)
    screen.open("/data-use?back=/courses/cybercrime-first-responder")
    screen.page.check("[value=low]")
    screen.press("Save")
    screen.press("The first minutes")
    screen.page.wait_for_load_state("networkidle")
    assert fetched == []
    ask = screen.page.locator("a.later")
    assert "Show the picture (" in ask.inner_text()
    if scripts:
        look(screen)
        ask.click()
        screen.page.wait_for_function("() => document.querySelector('figure img').naturalWidth > 0")
        assert screen.page.evaluate("() => document.activeElement.alt").startswith("Steps in order")
    else:
        with screen.context.expect_page() as opened:
            ask.click()
        opened.value.wait_for_load_state()
    assert len(fetched) == 1
