"""Everybody but the officer in a real browser: stranger, staff, partner, coordinator, operator; scripts on and off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.plugins.browser import MIRRORED, Opened, Screen, Served

pytestmark = pytest.mark.browser

both_windows = pytest.mark.parametrize(
    "wishes",
    [
        pytest.param({"scripts": True, "width": 360, "locale": "en"}, id="scripts-narrow"),
        pytest.param({"scripts": False, "width": 1280, "locale": MIRRORED}, id="no-scripts-wide-mirrored"),
    ],
)


@pytest.fixture(scope="module")
def certificate(shared: Served) -> tuple[str, bytes]:
    """The number and the PDF of a certificate that was granted."""
    holder = shared.instance.signed_in("amara")
    number = re.search(r"PRV(-[0-9A-Z]{4}){4}-[0-9A-Z]", holder.get("/certificates").text)
    assert number
    return number.group(), holder.get(f"/certificates/{number.group()}.pdf").raw


def upload(screen: Screen, form: str, content: bytes, *, looks_first: bool = False) -> None:
    """Send a PDF file with the form whose address ends with `form`; a script may look at it first, where it lies."""
    own = screen.page.locator(f"form[action$='{form}']")
    file = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": content}
    own.locator("[name=file]").set_input_files(file)
    if looks_first:
        own.locator("button").click()
        screen.page.wait_for_selector("[data-outcome]:not([hidden])")
    with screen.page.expect_navigation():
        own.locator("button").click()


@both_windows
def test_a_stranger_checks_number_name_and_file(
    window: Opened, shared: Served, certificate: tuple[str, bytes], wishes: dict[str, object]
) -> None:
    """A17 A19 U5: nobody needs an account, no name is given away, a file with one byte changed is not genuine."""
    number, pdf = certificate
    screen = window(shared, **wishes)
    screen.open("/")
    screen.page.fill("[name=number]", number.lower().replace("-", " "))
    screen.press("Check")
    assert screen.sees("Valid today")
    assert not screen.sees("Amara")
    for name, said in (("Kofi Boateng", "The name does not match"), ("amara nkemelu (DEMO)", "The name matches")):
        screen.page.fill("form[method=post] [name=name]", name)
        screen.press("Compare the name")
        assert screen.sees(said)
    screen.excuse("404 (NOT FOUND)")
    screen.open(f"/verify?number={number[:-1]}{'2' if number[-1] != '2' else '3'}")
    assert screen.sees("Not found")
    screen.press("Check a PDF file instead")
    upload(screen, "/verify/file", pdf, looks_first=bool(wishes["scripts"]))
    assert screen.sees("Genuine")
    screen.press("Check another file")
    upload(screen, "/verify/file", pdf[:-40] + b"X" + pdf[-39:], looks_first=bool(wishes["scripts"]))
    assert not screen.sees("Genuine: this issuer")
    assert screen.page.locator(".note.ok").count() == 0


@both_windows
def test_accreditation_staff_look_a_certificate_up_in_three_ways(
    window: Opened, shared: Served, certificate: tuple[str, bytes], wishes: dict[str, object]
) -> None:
    """A30: by number, by name with a reason, by file."""
    number, pdf = certificate
    screen = window(shared, "staff", **wishes)
    screen.open("/")
    assert screen.h1 == "Queue"
    screen.open("/accreditation/register")
    assert screen.h1 == "Register of certificates"
    screen.page.fill("[name=number]", number)
    screen.press("Check")
    assert screen.h1 == number
    assert screen.sees("The decision follows from the record")
    screen.press("Register of certificates")
    screen.page.click("summary:has-text('Search by name')")
    by_name = screen.page.locator("form[action$=by-name]")
    by_name.locator("[name=name]").fill("Amara")
    screen.excuse("422 (UNPROCESSABLE ENTITY)")
    screen.press("Search by name")
    assert screen.sees("Choose why you look this person up")
    assert screen.page.input_value("form[action$=by-name] [name=name]") == "Amara"
    by_name.locator("[name=reason]").select_option(index=1)
    screen.press("Search by name")
    assert screen.sees("Amara Nkemelu (demo)")
    screen.press("Register of certificates")
    screen.page.click("summary:has-text('Search by PDF file')")
    upload(screen, "by-file", pdf)
    assert screen.h1 == number


@both_windows
def test_a_partner_sees_totals_and_takes_the_sheet(window: Opened, shared: Served, wishes: dict[str, object]) -> None:
    """P1 P3: figures of ten or more only, the table beneath the bars, one click to the CSV."""
    screen = window(shared, "partner", **wishes)
    screen.open("/")
    figures = screen.page.locator(".stat").all_inner_texts()
    assert len(figures) == 4
    assert all(int(figure) >= 10 and int(figure) % 10 == 0 for figure in figures)
    assert screen.page.locator(".bars rect").count() >= 10
    screen.press("See and download the figures")
    with screen.page.expect_download() as coming:
        screen.page.locator("main a:has-text('Download CSV')").click()
    sheet = Path(coming.value.path()).read_text(encoding="utf-8-sig")
    assert sheet.startswith("period,")
    assert "cybercrime-first-responder" in sheet


@both_windows
def test_a_coordinator_confirms_who_an_officer_is_and_lets_one_back_in(
    served: Served, window: Opened, wishes: dict[str, object]
) -> None:
    """O5: the code that is shown once opens the officer's account with a password of their own."""
    screen = window(served, "coordinator", **wishes)
    screen.open("/")
    screen.press("Identity not confirmed")
    screen.press("Adjoa Mensah")
    screen.press("Confirm the identity")
    screen.excuse("422 (UNPROCESSABLE ENTITY)")
    screen.press("Confirm the identity")
    assert screen.page.locator(".errs a").count() == 2
    screen.page.check("[name=document] >> nth=0")
    screen.page.check("[name=together]")
    screen.press("Confirm the identity")
    assert screen.sees("Confirmed")
    screen.press("Let this officer back in")
    screen.press("Make the code")
    code = screen.page.locator(".panel .code").inner_text()
    officer = window(served, **wishes)
    officer.open("/sign-in")
    officer.press("Set a password with your code")
    for name, value in {
        "name": "adjoa",
        "code": code,
        "new": "seven green boats sail",
        "again": "seven green boats sail",
    }.items():
        officer.page.fill(f"[name={name}]", value)
    officer.press("Set the password")
    officer.press("Sign in")
    officer.page.fill("[name=name]", "adjoa")
    officer.page.fill("[name=password]", "seven green boats sail")
    officer.press("Sign in")
    assert officer.h1 == "Welcome, Adjoa Mensah (demo)"


@both_windows
def test_an_operator_sees_what_to_do_and_follows_one_thing_through_the_log(
    window: Opened, shared: Served, wishes: dict[str, object]
) -> None:
    """What is wrong stands first, with what to do; the log says whether its end is whole."""
    screen = window(shared, "operator", **wishes)
    screen.open("/")
    assert screen.page.locator(".tasks .tag").first.inner_text().strip("⟦⟧\u200f") == "Act now"
    assert screen.sees("./provost backup FILE")
    with screen.page.expect_navigation():
        screen.page.click(".nav a[href='/audit']")
    assert screen.page.locator(".note.ok").count() == 1
    screen.press("accreditation")
    subject = screen.page.locator("td a").first.inner_text()
    screen.page.click("details:has([name=subject]) summary")
    screen.page.fill("[name=subject]", subject)
    screen.press("Find")
    assert set(screen.page.locator("td a").all_inner_texts()) == {subject}
