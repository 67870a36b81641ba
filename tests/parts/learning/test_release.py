"""A module that opens after another is closed by every address until that one is finished, for whoever joins (T11)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.foundation.transaction import Unit
from app.learning.release import ModuleNotOpen
from app.learning.services.progressing import mark_lesson_done
from tests.page import Page
from tests.parts.learning.test_joining import COURSE, publish_changed
from tests.plugins.instances import Instance
from tests.sitting import sit

ROOM = f"/courses/{COURSE}/what-cybercrime-is"
LOCKED = f"/courses/{COURSE}/four-principles"
LESSON, PRACTICE = f"{LOCKED}/change-nothing", f"{LOCKED}/practice"
CLOSED = [
    ("get", LESSON),
    ("get", f"{LESSON}?check=p2-quick&a=1"),
    ("post", f"{LESSON}/done"),
    ("get", f"{LESSON}/report"),
    ("post", f"{LESSON}/report"),
    ("post", f"{PRACTICE}/start"),
    ("get", f"{PRACTICE}/report"),
    ("post", f"{PRACTICE}/report"),
]
WHY = "when you have finished “What cybercrime is and your part”."


def test_a_module_that_waits_is_closed_by_every_address_until_the_other_is_finished(demo: Instance) -> None:
    """Each answer says why, and leads on; a kept copy does not open it; who is under way is left alone."""
    publish_changed(demo, "02-four-principles: {", "02-four-principles: {after: what-cybercrime-is, ")
    efua, under_way = demo.signed_in("efua"), demo.signed_in("kwame")
    assert efua.get(f"/courses/{COURSE}").sees("Opens after “What cybercrime is and your part”")
    efua.post(f"/courses/{COURSE}/join")

    def told(page: Page, on: str) -> bool:
        return page.sees(WHY) and page.link("Go on with “") == f"{ROOM}/{on}"

    for method, path in CLOSED:
        page = getattr(efua, method)(path)
        assert (page.status, told(page, "two-kinds")) == (403, True), path
        assert page.response.headers["Cache-Control"] == "no-store"
    front = efua.get(PRACTICE)
    assert told(front, "two-kinds")
    assert not front.tree.xpath("//form[contains(@action, '/start')]")
    assert efua.get(f"/courses/{COURSE}").text.count("Opens when you have finished “") == 1, "once, not on each row"
    with pytest.raises(ModuleNotOpen):
        demo.works.database.write(_done_behind_the_page)
    assert under_way.get(LESSON).status == 200, "they stay on the version they began"

    for slug in ("two-kinds", "your-part"):
        efua.post(f"{ROOM}/{slug}/done")
    result = sit(efua, demo, f"{ROOM}/practice")
    assert result.link("Continue: ") == f"{ROOM}/four-processes", "not on into what is closed, but to what is left"
    assert told(efua.get(LESSON), "four-processes")
    assert efua.post(f"{ROOM}/four-processes/done").path == f"{ROOM}/practice"
    opened = [(getattr(efua, method)(path).status, path) for method, path in CLOSED]
    assert {status for status, _ in opened} == {200, 422}, opened
    kept = efua.get(LESSON).response.headers["ETag"]
    assert efua.get(LESSON, If_None_Match=kept).status == 304
    demo.works.database.write(_undone)
    assert efua.get(LESSON, If_None_Match=kept).status == 403


def _done_behind_the_page(unit: Unit) -> None:
    """The service refuses too, as where two windows race."""
    newest = "SELECT person_id FROM enrolment WHERE course = :course ORDER BY joined_at DESC LIMIT 1"
    person = unit.connection.scalar(sa.text(newest), {"course": COURSE})
    mark_lesson_done(unit, person_id=str(person), course=COURSE, lesson="change-nothing")


def _undone(unit: Unit) -> None:
    """Take back what was done last, without a trace in the page's tag."""
    unit.connection.execute(sa.text("DELETE FROM progress WHERE activity IN (SELECT key FROM lesson_text)"))
