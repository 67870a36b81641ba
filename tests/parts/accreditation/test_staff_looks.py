"""A look of staff at a certificate is kept silently, also on the pages that everybody has (A30)."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.page import Browser, Page
from tests.parts.accreditation.holders import Holder, entries
from tests.parts.accreditation.test_file_check import issued, send
from tests.plugins.instances import Instance

__all__ = ["issued"]
LOOKED_UP = "accreditation:register:looked-up-by-"
WAYS = {
    "number or QR code": "number",
    "number, for programs": "number",
    "number and a name": "number",
    "fingerprint": "pdf",
    "file": "pdf",
}


def look(browser: Browser, way: str, holder: Holder, pdf: bytes) -> Page:
    address = f"/verify/{holder.number}"
    asked = {
        "number or QR code": lambda: browser.get(address),  # what a QR code adds stands behind #, and is not sent
        "number, for programs": lambda: browser.get(address, Accept="application/json"),
        "number and a name": lambda: browser.post(address, {"name": "Somebody Else"}),
        "fingerprint": lambda: browser.get(f"/verify/fingerprint/{sha256(pdf).hexdigest()}", Accept="application/json"),
        "file": lambda: send(browser, pdf),
    }
    page = asked[way]()
    page.response.close()
    return page


@pytest.mark.parametrize("way", WAYS)
def test_a_look_of_staff_is_in_the_log_and_that_of_others_is_not(
    demo: Instance, issued: tuple[Holder, bytes], way: str
) -> None:
    """A30: by its number, or the fingerprint of its file."""
    tag = LOOKED_UP + WAYS[way]
    for who in ("", "amara", "coordinator", "trainer", "partner"):
        assert look(demo.signed_in(who) if who else demo.visitor(), way, *issued).status == 200
    assert entries(demo.works, tag) == []
    look(demo.signed_in("staff"), way, *issued)
    [kept] = entries(demo.works, tag)
    expected = {"number": issued[0].number} if WAYS[way] == "number" else {"sha256": sha256(issued[1]).hexdigest()}
    assert kept == {**expected, "why": "public-check"}


def test_a_number_that_was_never_given_leaves_no_look_of_staff(demo: Instance) -> None:
    """A30: there is nothing that was looked at."""
    demo.signed_in("staff").get("/verify/PRV-0000-0000-0000-0000-0").response.close()
    assert entries(demo.works, LOOKED_UP + "number") == []
