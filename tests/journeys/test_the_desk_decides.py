"""Two of the desk at work, page by page: a clean case, a case for two, somebody who may not, a desk that cannot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.factory import create_app
from app.identity.services.browser_sessions import open_session
from tests.page import Browser, Page
from tests.parts.accreditation.desk import STAFF, Desk, make_desk


class Office:
    """The desk over HTTP."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.app: Flask = create_app(works=desk.room.works)

    def visitor(self, name: str, role: str = "accreditation") -> Browser:
        """Return a browser in which the person is signed in."""
        person = self.desk.id(name)
        token = self.desk.do(lambda unit: open_session(unit, person, role=role, stage="full", shared=False, device=""))
        browser = Browser(self.app)
        browser.client.set_cookie("provost", token)
        return browser

    def meet(self, *names: str) -> None:
        """Let officers meet every scheme."""
        for name in names:
            self.desk.room.confirm(name)
            self.desk.consider(name)


@pytest.fixture
def office(tmp_path: Path, sqlite_url: str) -> Iterator[Office]:
    """An office whose schemes are decided by one and by two persons."""
    desk = make_desk(tmp_path, sqlite_url, ("by-one", "by-two"))
    yield Office(desk)
    desk.room.works.database.engine.dispose()


def sent(browser: Browser, page: Page, action: str, **more: str) -> Page:
    """Send the form of the page with `action` in its address as it stands, with `more` filled in."""
    place = next(form.action for form in page.tree.forms if action in (form.action or ""))
    return browser.post(place, {**page.form(action), **more})


def test_a_clean_case_is_decided_in_four_clicks(office: Office) -> None:
    """A13, A11: open next, decide, check, confirm; the page shows what stands and the certificate's text before."""
    office.meet("ada")
    dora = office.visitor("dora")
    page = dora.get("/accreditation/queue?scheme=by-one")
    assert page.sees("Person ada")
    assert page.sees("ready to be decided")
    page = sent(dora, page, "/queue/next")
    assert page.h1.startswith("Person ada")
    page = dora.get(page.link("Decide"))
    page = sent(dora, page, "/check", outcome="grant", text="")
    assert page.sees("What the certificate will say")
    page = sent(dora, page, "/decide")
    assert page.sees("Granted")
    assert page.sees("Decided by Person dora")
    assert office.desk.count("credential", "scheme = 'by-one'") == 1
    page.response.close()
    assert office.desk.room.tags("accreditation:case:read") >= 1
    office.desk.room.work()
    assert office.desk.count("certificate_file") == 1


def test_open_next_keeps_to_the_accreditation_that_is_shown(office: Office) -> None:
    """A13: whichever of the cases is the older one; nothing else is opened where none of it waits."""
    office.meet("ada")
    dora = office.visitor("dora")
    for scheme in ("by-one", "by-two"):
        page = sent(dora, dora.get(f"/accreditation/queue?scheme={scheme}"), "/queue/next")
        assert page.sees(f"Scheme {scheme}")
    page = dora.post("/accreditation/queue/next", {"scheme": "no-such"})
    assert page.path.endswith("?none=1&scheme=no-such")
    assert page.sees("No case is free for you")


def test_two_persons_decide_where_the_scheme_says_so(office: Office) -> None:
    """U3: proposed by one, agreed to by another; the first only takes back, and an objection needs its words."""
    office.meet("ada")
    dora, emil = office.visitor("dora"), office.visitor("emil")
    public_id = office.desk.room.ask("SELECT public_id FROM application WHERE scheme = 'by-two'")[0][0]
    here = f"/accreditation/cases/{public_id}"
    page = sent(dora, dora.get(f"{here}/decide"), "/check", outcome="grant", text="")
    assert page.sees("Nothing happens before a second person agrees")
    page = sent(dora, page, "/decide")
    assert page.sees("Take my proposal back")
    assert not page.sees("Agree: make this decision")
    assert emil.get("/accreditation/queue?show=approve").sees("proposed by Person dora")
    assert emil.post(f"{here}/answer", {"answer": "object", "note": ""}).status == 422
    long = emil.post(f"{here}/answer", {"answer": "object", "note": "x" * 501})
    assert (long.status, long.form("/answer")["note"]) == (422, ["x" * 501])
    page = emil.post(f"{here}/answer", {"answer": "approve"})
    assert page.sees("Second person: Person emil")
    assert office.desk.count("credential", "scheme = 'by-two'") == 1


def test_who_declared_a_conflict_reads_why_they_may_not_decide(office: Office) -> None:
    """U3: declared on the page, told on the case and in the queue; ended, it bars no longer."""
    office.meet("ada")
    fay = office.visitor("fay")
    assert fay.post("/accreditation/conflicts", {"person": "nobody", "kind": "family"}).status == 422
    page = fay.post("/accreditation/conflicts", {"person": "ada", "kind": "family", "note": "A cousin."})
    assert page.sees("Person ada")
    public_id = office.desk.room.ask("SELECT public_id FROM application WHERE scheme = 'by-one'")[0][0]
    page = fay.get(f"/accreditation/cases/{public_id}")
    assert page.sees("You may not decide this case")
    assert page.sees("A conflict of interest is declared.")
    assert fay.get(f"/accreditation/cases/{public_id}/decide").h1.startswith("Person ada")
    assert fay.post(f"/accreditation/cases/{public_id}/claim", {"act": "claim"}).status == 409
    assert fay.get("/accreditation/queue").sees("a colleague may")
    assert fay.post("/accreditation/queue/next").sees("No case is free for you")
    declared = office.desk.room.ask("SELECT public_id FROM conflict_declaration")[0][0]
    fay.post(f"/accreditation/conflicts/{declared}/end")
    assert fay.get(f"/accreditation/cases/{public_id}").link("Decide")


def test_a_desk_that_cannot_decide_is_told_so_and_what_helps(office: Office) -> None:
    """A small body is never stuck in silence: the queue and the case say it, and when it ends by itself."""
    office.meet("ada")
    for name in STAFF:
        office.desk.involve("ada", name, "trainer", "course:another")
    dora = office.visitor("dora")
    assert dora.get("/accreditation/queue").sees("The desk cannot decide this")
    public_id = office.desk.room.ask("SELECT public_id FROM application WHERE scheme = 'by-one'")[0][0]
    page = dora.get(f"/accreditation/cases/{public_id}")
    assert page.sees("The desk cannot decide this case")
    assert page.sees("By itself it becomes possible on 24 November 2028")


def test_refusing_and_asking_for_more_need_their_words(office: Office) -> None:
    """ISO 17024, 9.4: no refusal without a reason, nothing asked for without saying what; input is kept."""
    office.meet("ada", "ben")
    dora = office.visitor("dora")
    first, second = (row[0] for row in office.desk.room.ask(
        "SELECT public_id FROM application WHERE scheme = 'by-one' ORDER BY id"))  # fmt: skip
    page = dora.get(f"/accreditation/cases/{first}/decide")
    assert sent(dora, page, "/check", outcome="refuse", text="").status == 422
    assert sent(dora, page, "/check", outcome="defer", text="").status == 422
    page = sent(dora, page, "/check", outcome="refuse", text="As found.", reasons="integrity-finding")
    assert page.sees("A finding about integrity")
    assert sent(dora, page, "/decide").sees("Refused")
    page = dora.get(f"/accreditation/cases/{second}/decide")
    page = sent(dora, sent(dora, page, "/check", outcome="defer", text="A clearer scan."), "/decide")
    assert page.sees("A clearer scan.")
    assert office.desk.count("credential") == 0
    told = office.visitor("ada", "officer").get("/certificates")
    assert told.sees("Scheme by-one: refused on 24 November 2026")
    assert told.sees("A finding about integrity")
    assert told.sees("As found.")
    assert told.sees("You may appeal until 24 December 2026")
    assert told.sees("Scheme by-two: waiting for a decision")
    told = office.visitor("ben", "officer").get("/certificates")
    assert told.sees("Scheme by-one: more is asked of you")
    assert told.sees("A clearer scan.")


def test_an_empty_queue_says_since_when(office: Office) -> None:
    """The empty state says all clear, at which time, and what makes a case appear."""
    assert office.visitor("dora").get("/accreditation/queue").sees("All clear at 09:00")
