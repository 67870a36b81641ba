"""An appeal about an examination on the pages: filed, heard, sat or marked again, and read by both (A23, O31)."""

from __future__ import annotations

import pytest

from app.curriculum.queries import live_course
from tests.page import Browser, Page
from tests.parts.accreditation.holders import scalar
from tests.plugins.instances import Instance

NEW, DESK = "/appeals/new", "/accreditation/appeals"
COURSE = "cybercrime-first-responder"


def front_of(demo: Instance) -> str:
    """Return where the examination starts."""
    with demo.works.database.reading() as connection:
        live = live_course(connection, COURSE)
    activity = live.outline.by_key("final-examination") if live else None
    assert activity
    return activity.href


def upheld(demo: Instance, officer: Browser, outcome: str) -> tuple[str, Browser]:
    """Let the officer hand in an empty paper and appeal, and a panel uphold it; return the number and the panel."""
    officer.post(f"{officer.post(front_of(demo) + '/start').path}/hand-in")
    form = officer.get(NEW)
    values = {key: one[0] for key, one in form.form(NEW).items()}
    about = form.tree.xpath("//input[@name='about']/@value")[0]
    receipt = officer.post(NEW, {**values, "about": about, "grounds": "The room had no light."})
    assert receipt.sees("ExaminationFinal examination")
    number = receipt.path.rsplit("/", 1)[1]
    first, panel = demo.signed_in("staff"), demo.signed_in("staff2")
    naming = first.post(f"{DESK}/{number}", {"step": "acknowledged", "text": "We look at it."})
    member = naming.tree.xpath("//label[contains(., 'Rui')]/..//input/@value")
    first.post(f"{DESK}/{number}", {"step": "panel-named", "panel": member})
    decide(panel, number, outcome)
    return number, panel


def decide(panel: Browser, number: str, outcome: str) -> None:
    """Uphold it, after two forms that lack something: what is lacking is said, and what was typed is kept."""
    page = panel.get(f"{DESK}/{number}")
    offered = page.tree.xpath("//input[@name='outcome']/@value")
    assert offered == ["examine-again", "mark-again"]
    (paper,) = page.tree.xpath("//input[@name='paper']/@value")
    sent = {"step": "upheld", "outcome": outcome, "text": "The light failed.", "paper": paper}
    for lacking in ("paper", "outcome"):
        answer = panel.post(f"{DESK}/{number}", {**sent, lacking: ""})
        assert answer.status == 422
        assert answer.sees("Choose")
        assert answer.sees("The light failed.")
    done = panel.post(f"{DESK}/{number}", sent)
    assert done.sees("Upheld")
    assert done.sees("What this opened")


@pytest.fixture
def officer(demo: Instance) -> Browser:
    return demo.signed_in("fatima")


def test_an_officer_sits_what_her_appeal_opened(demo: Instance, officer: Browser) -> None:
    """A23, O31: the start page says that and why it is open; it is used once; both sides read what came of it."""
    number, panel = upheld(demo, officer, "examine-again")
    told = officer.get("/messages")
    assert told.sees("is open to you once more")
    assert told.link("Read what was decided") == f"/appeals/{number}"
    mine = officer.get(f"/appeals/{number}")
    front = officer.get(mine.link("Go to the examination"))
    assert front.sees("This examination is open to you once more")
    assert front.link("Read what was decided") == f"/appeals/{number}"
    assert len(front.statements) <= 3
    paper = officer.post(f"{front.path}/start")
    attempt = paper.path
    assert officer.get(front.path).sees("Continue your attempt")
    assert officer.get(f"/appeals/{number}").sees("Under way")
    officer.post(f"{attempt}/hand-in")
    for page in (officer.get(f"/appeals/{number}"), panel.get(f"{DESK}/{number}")):
        assert page.sees("0 %, not passed")
    after = officer.get(front.path)
    assert not after.sees("open to you once more")
    assert after.sees("The next attempt opens on")


def test_an_officer_reads_what_a_second_marking_changed(demo: Instance, officer: Browser) -> None:
    """A23, O31: where nothing changed the pages say so; the result page names the appeal."""
    number, panel = upheld(demo, officer, "mark-again")
    mine = officer.get(f"/appeals/{number}")
    assert mine.sees("Nothing changed: the result is the same by the present key.")
    result: Page = officer.get(mine.link("See your paper"))
    assert result.sees("after your appeal")
    assert result.sees("Before: 0 %. By the present key: 0 %.")
    assert result.link("Read what was decided") == f"/appeals/{number}"
    assert panel.get(f"{DESK}/{number}").sees("0 %, not passed")
    assert scalar(demo.works, "SELECT count(*) FROM regrade") == 1
