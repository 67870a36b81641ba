"""The officer's way in a real browser, from joining to the certificate: scripts on and off, both widths, directions."""

from __future__ import annotations

import pytest

from tests.browser.stories import downloads_the_certificate, joins_and_learns, number_on, sits, starts_the_examination
from tests.plugins.browser import MIRRORED, Opened, Served

pytestmark = pytest.mark.browser

WINDOWS = [
    pytest.param({"scripts": True, "width": 360, "locale": "en"}, id="scripts-narrow"),
    pytest.param({"scripts": False, "width": 360, "locale": MIRRORED}, id="no-scripts-narrow-mirrored"),
    pytest.param({"scripts": True, "width": 1280, "locale": MIRRORED}, id="scripts-wide-mirrored"),
    pytest.param({"scripts": False, "width": 1280, "locale": "en"}, id="no-scripts-wide"),
]


@pytest.mark.parametrize("wishes", WINDOWS)
def test_a_new_officer_joins_learns_and_practises(window: Opened, served: Served, wishes: dict[str, object]) -> None:
    """O7 O8 O10 O24: what comes next is the first thing on the page; a check question is explained at once."""
    screen = window(served, "efua", **wishes)
    joins_and_learns(screen)
    screen.open("/")
    assert screen.sees("Continue: Change nothing, know your limits")


@pytest.mark.parametrize("wishes", WINDOWS)
def test_an_officer_passes_and_takes_the_certificate_home(
    window: Opened, served: Served, wishes: dict[str, object]
) -> None:
    """O9 O24 O37 X14: the result page offers the signed PDF; a stranger learns that its number is valid."""
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


def test_who_does_not_pass_is_told_what_to_read_and_when_to_come_back(window: Opened, served: Served) -> None:
    """O7 O9: no locked door without a reason."""
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
