"""Every kind of page, in both directions and at both widths: WCAG 2.2 AA and best practice without one violation (O37).

The pages are asked for in the mirrored language, whose words are the longer ones, and turned around where they stand.
axe covers a part of WCAG only; the keyboard has its own test. No page scrolls sideways, no control is under 24 px.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.browser.looking import found, look, measured
from tests.plugins.browser import MIRRORED, Opened, Screen, Served

pytestmark = pytest.mark.browser

COURSE = "/courses/cybercrime-first-responder"
EXAMINATION = f"{COURSE}/final-examination/final-examination"
both_directions = pytest.mark.parametrize("locale", ["en", MIRRORED])


def visit(screen: Screen, *paths: str) -> None:
    """Open and look at each."""
    for path in paths:
        screen.open(path)
        look(screen)


@pytest.fixture
def number(shared: Served) -> str:
    """A certificate that stands in the register."""
    page = shared.instance.signed_in("amara").get("/certificates").text
    found_number = re.search(r"PRV(-[0-9A-Z]{4}){4}-[0-9A-Z]", page)
    assert found_number
    return found_number.group()


def test_a_look_finds_what_is_wrong(window: Opened, shared: Served) -> None:
    """The look itself is tried: a broken page is seen to be broken."""
    screen = window(shared)
    screen.open("/help")
    assert found(screen) == []
    screen.page.evaluate(
        """() => { document.querySelector("main").innerHTML += `<button class="tiny"></button>`;
        document.querySelector("h1").insertAdjacentHTML("afterend", "<pre>" + "x".repeat(900) + "</pre>");
        const far = document.createElement("div");
        document.querySelector("main").append(far);
        far.append("x".repeat(900));
        far.style.overflowX = "auto";
        far.style.whiteSpace = "nowrap";
        far.style.overflowWrap = "normal";
        document.querySelector(".tiny").textContent = "";
        const tiny = document.querySelector(".tiny"); tiny.setAttribute("width", 4); }"""
    )
    wrong = "\n".join(found(screen))
    assert "button-name" in wrong
    assert "smaller than 24 px" in wrong
    assert "scrolls sideways" in wrong
    assert "scrolls, but not by keyboard" in "\n".join(measured(screen))


def test_pages_for_anyone(window: Opened, shared: Served, number: str) -> None:
    """O37: the shell's pages, the way in, and the public check with each of its answers."""
    screen = window(shared, locale=MIRRORED)
    visit(screen, "/", "/sign-in", "/let-in", "/verify", "/verify/file", f"/verify/{number}", "/help")
    visit(screen, "/privacy", "/accessibility", "/language", "/data-use", "/styleguide")
    screen.excuse("404 (NOT FOUND)")
    visit(screen, "/no-such-page", "/verify/PRV-0000-0000-0000-0000-0")
    screen.excuse("422 (UNPROCESSABLE ENTITY)")
    screen.open("/sign-in")
    screen.page.click("main form .btn")
    look(screen)
    screen.open(f"/verify/{number}")
    screen.page.fill("[name=name]", "Somebody Else")
    screen.page.click("main form[method=post] button >> nth=0")
    look(screen)
    screen.open("/verify/file")
    screen.page.set_input_files("[name=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    screen.page.click("main form .btn")
    look(screen)


def test_pages_of_an_officer_under_way(window: Opened, shared: Served) -> None:
    """O37: home, courses, course, lesson with an answered check question, locked examination, account."""
    screen = window(shared, "kwame", locale=MIRRORED)
    screen.excuse("422 (UNPROCESSABLE ENTITY)")
    screen.excuse("403 (FORBIDDEN)")
    visit(screen, "/", "/courses", COURSE, EXAMINATION, "/certificates", "/account")
    visit(screen, "/account/copy", "/account/email", "/account/password")
    screen.page.click("main form .btn")
    look(screen)
    visit(screen, "/account/second-factor", "/account/recovery-codes")
    screen.open(COURSE)
    screen.page.click("ul.tasks li:has-text('Lesson, ') a >> nth=0")
    look(screen)
    screen.page.click("form.box-check button >> nth=0")
    look(screen)
    screen.page.check("form.box-check input[type=radio] >> nth=0")
    screen.page.click("form.box-check button >> nth=0")
    look(screen)
    screen.open("/people")
    look(screen)
    screen.page.click(".who summary")
    look(screen)


def test_pages_of_an_officer_before_and_after(window: Opened, shared: Served) -> None:
    """O37: nobody's first day, and the holder of a certificate with results and reasons."""
    new = window(shared, "omar", locale=MIRRORED)
    visit(new, "/", COURSE, "/certificates")
    holder = window(shared, "amara", locale=MIRRORED)
    visit(holder, "/", "/certificates", EXAMINATION)
    holder.page.click("main ul.tasks a")
    look(holder)
    once_failed = window(shared, "fatima", locale=MIRRORED)
    visit(once_failed, EXAMINATION)
    once_failed.page.click("main ul.tasks a")
    look(once_failed)


def test_pages_of_an_attempt(window: Opened, shared: Served) -> None:
    """O37: the paper one question at a time, whole, its list of answers, and the server's list."""
    screen = window(shared, "kofi", locale=MIRRORED)
    screen.open(EXAMINATION)
    look(screen)
    screen.page.click("main .btn")
    screen.page.wait_for_selector(".save:visible")
    look(screen)
    for _place in range(3):
        screen.page.click("[data-go='1']")
    look(screen)
    screen.page.click("[data-all]")
    look(screen)
    screen.page.click("[data-all]")
    screen.page.click("[data-go=check]")
    look(screen)
    visit(screen, screen.path.split("#")[0] + "/check")


@pytest.mark.parametrize("name", ["staff", "coordinator", "partner", "operator"])
def test_pages_of_other_roles(window: Opened, shared: Served, number: str, name: str) -> None:
    """O37: register, people, impact, status and log, with what each says when something is missing."""
    screen = window(shared, name, locale=MIRRORED)
    for status in ("404 (NOT FOUND)", "422 (UNPROCESSABLE ENTITY)"):
        screen.excuse(status)
    for _page in _pages_of(screen, name, number):
        look(screen)


def _schemes_of(screen: Screen) -> Iterator[None]:
    """The queue, a scheme, its changed copy with an error and with its effect, the issuer's profile with an error."""
    yield from _opened(screen, "/accreditation/queue", "/accreditation/schemes/cfr-knowledge")
    screen.open("/accreditation/schemes/cfr-knowledge/change")
    screen.page.fill("[name=r2-cut]", "70")
    yield screen.page.click("main form .btns button")
    screen.page.fill("[name=note]", "Fairer.")
    yield screen.page.click("main form .btns button")
    screen.open("/accreditation/issuer/change")
    screen.page.fill("[name=name]", "")
    yield screen.page.click("main form .btns button")


def _pages_of(screen: Screen, name: str, number: str) -> Iterator[None]:
    if name == "staff":
        yield from _opened(screen, "/accreditation/register", f"/accreditation/register/{number}")
        yield from _opened(
            screen,
            "/accreditation/nominations",
            "/accreditation/overview",
            "/accreditation/figures",
            "/accreditation/quotes",
            "/accreditation/register?number=PRV-1",
        )
        yield screen.page.click("summary:has-text('name') >> nth=-1")
        yield screen.page.click("form[action$=by-name] button")
        screen.page.fill("form[action$=by-name] [name=name]", "amara")
        screen.page.select_option("[name=reason]", index=1)
        yield screen.page.click("form[action$=by-name] button")
        yield from _opened(screen, "/accreditation/queue", "/accreditation/batches", "/accreditation/batches/new")
        screen.page.select_option("[name=scheme]", "cfr-knowledge")
        screen.page.fill("[name=title]", "Accra, November")
        screen.page.fill("[name=names]", "efua\namara\nX-77")
        yield screen.page.click("main form .btn")
        yield from _schemes_of(screen)
    elif name == "coordinator":
        yield from _opened(screen, "/people/table")
        new = screen.page.evaluate("() => `New Officer ${document.dir}`")
        screen.page.fill("[name=table]", f"name\n{new}\n=A1")
        yield screen.page.click("main form .btns button")
        yield screen.page.click("main form .btns button")
        yield from _opened(screen, "/people/progress", "/people/progress?show=not-enrolled", "/people/figures")
        yield from _opened(screen, "/messages", "/messages/texts")
        screen.open("/people?name=efua")
        screen.page.click("main table a >> nth=0")
        efua = screen.path
        of_hers = ("nominate", "leave", "vetting", "cover-name", "named-certificates")
        yield from _opened(screen, *(f"{efua}/{page}" for page in of_hers), "/people/nominations")
        yield from _opened(screen, "/people/agency", "/people/expiring", "/people/expiring?show=ended")
        yield from _cohort_of(screen)
        yield from _opened(screen, "/people", "/people?name=nobody", "/people/new")
        yield screen.page.click("main form .btn")
        screen.open("/people?show=not-confirmed")
        yield screen.page.click("main table a >> nth=0")
        officer = screen.path
        yield from _opened(screen, f"{officer}/confirm-identity")
        yield screen.page.click("main form .btn")
        yield from _opened(screen, f"{officer}/let-in")
        yield screen.page.click("main form .btn")
    elif name == "partner":
        yield from _opened(screen, "/insight", "/insight/reports")
        screen.open("/insight")
        yield screen.page.click("main .btns a >> nth=-1")
    else:
        yield from _opened(
            screen, "/status", "/audit", "/audit?subject=nothing", "/users?show=trainer", "/settings", "/grants"
        )


def _cohort_of(screen: Screen) -> Iterator[None]:
    """A cohort, its practical day, and the sheet to print."""
    screen.open("/people/cohorts")
    screen.page.fill("[name=name]", "Spring")
    for box, text in {"ends-day": "1", "ends-month": "9", "ends-year": "2039"}.items():
        screen.page.fill(f"[name={box}]", text)
    screen.page.click("main form .btn")
    cohort = screen.path
    screen.page.fill("[name=names]", "efua\nnobody")
    yield screen.page.click("form:has([name=names]) .btn")
    screen.open(cohort)
    screen.page.click("details:has([name=held-day]) summary")
    for box, text in {"held-day": "1", "held-month": "9", "held-year": "2038", "place": "Hall", "seats": "2"}.items():
        screen.page.fill(f"[name={box}]", text)
    screen.page.click("form[action$='/days'] .btn")
    yield screen.page.check("[name=officer]")
    day = screen.path
    screen.page.click("[value=places]")
    yield from _opened(screen, f"{day}/sheet", "/people/cohorts")


def _opened(screen: Screen, *paths: str) -> Iterator[None]:
    for path in paths:
        yield screen.open(path)


@both_directions
def test_figures_are_whole_on_paper(window: Opened, shared: Served, locale: str) -> None:
    """P3 P5: what a partner prints on A4 loses no column, since nobody can scroll paper."""
    screen = window(shared, "partner", locale=locale)
    screen.page.set_viewport_size({"width": 700, "height": 900})
    screen.open("/insight")
    screen.page.emulate_media(media="print")
    cut = "() => [...document.querySelectorAll('main *')].filter((one) => one.scrollWidth > innerWidth).length"
    hidden = "() => [...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth).length"
    assert [screen.page.evaluate(one) for one in (cut, hidden)] == [0, 0]
