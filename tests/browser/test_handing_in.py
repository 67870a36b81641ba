"""Work is handed in and assessed in a real browser: with its scripts, in every width and colour that a look tries."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.looking import look
from tests.parts.accreditation.work import ASK, CRITERIA, asking_for_work, pdf, photograph
from tests.plugins.browser import Opened, Served

pytestmark = pytest.mark.browser
FILES = [
    {"name": "trace.pdf", "mimeType": "application/pdf", "buffer": pdf()},
    {"name": "page.png", "mimeType": "image/png", "buffer": photograph()},
]


def test_work_is_handed_in_and_its_sheet_sent(served: Served, window: Opened, tmp_path: Path) -> None:
    """T7: the officer's page, the assessor's sheet as its script sends it, and what the officer reads afterwards."""
    asking_for_work(served.instance, tmp_path)
    kofi, reviewer = window(served, "kofi"), window(served, "reviewer")
    kofi.open(ASK)
    look(kofi)
    kofi.page.set_input_files("[name=files]", FILES)
    kofi.press("Hand it in")
    assert kofi.page.locator("a[href*='/handed-in/']").count() == 2
    look(kofi)
    reviewer.open("/practicals")
    with reviewer.page.expect_navigation():
        reviewer.page.click("li:has-text('From a complaint to three requests') a")
    assert reviewer.page.locator("a[href*='/handed-in/']").count() == 2
    for number in range(1, CRITERIA + 1):
        reviewer.page.check(f"[name=met-{number}][value={'no' if number == CRITERIA else 'yes'}]")
    look(reviewer)
    reviewer.page.fill("[name=note]", "The day of return is missing.")
    reviewer.press("Sign and send")
    reviewer.page.wait_for_url("**/practicals/sent/*")
    look(reviewer)
    kofi.open(ASK)
    assert kofi.sees("The day of return is missing.")
    look(kofi)
