"""The owners of a course: one adds another trainer, any ends one, and a course keeps at least one."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.transaction import Unit
from tests.page import Browser, Page
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
DESK = f"/authoring/{COURSE}"
OWNERS = f"{DESK}/owners"
_OWNED = "FROM course_owner o JOIN course c ON c.id = o.course_id WHERE c.key = :course"


def listed(page: Page) -> dict[str, str]:
    """Return the words of each owner on the page by their public id; one who is alone has no button."""
    rows = page.tree.xpath("//ul[@class='tasks']/li")
    ids = ["".join(row.xpath(".//button[@name='owner']/@value")) for row in rows]
    return {one: " ".join(row.text_content().split()) for one, row in zip(ids, rows, strict=True)}


def earlier(unit: Unit) -> None:
    """Let the owner of the course have become one in January."""
    wanted = f"UPDATE course_owner SET since = '2026-01-05 08:00:00' WHERE course_id IN (SELECT o.course_id {_OWNED})"  # noqa: S608
    unit.connection.execute(sa.text(wanted), {"course": COURSE})


def figures_since(browser: Browser) -> str:
    """Return the sentence that says whose figures they are."""
    return str(browser.get(f"{DESK}/health").tree.xpath("string(//h1/following-sibling::p[1])"))


def test_an_owner_adds_a_trainer_and_nobody_else(demo: Instance) -> None:
    """T16: by the sign-in name; nobody learns more of other names than that no trainer has them."""
    trainer, other = demo.signed_in("trainer"), demo.signed_in("reviewer")
    demo.works.database.write(earlier)
    assert trainer.get(OWNERS).sees("A course keeps at least one owner")
    for typed in ("", "nobody", "efua", "coordinator"):
        refused = trainer.post(OWNERS, {"sign_in": typed})
        assert (refused.status, refused.sees("No trainer signs in with this name")) == (422, True), typed
    assert {other.get(path).status for path in (DESK, OWNERS)} == {404}
    assert other.post(OWNERS, {"sign_in": "reviewer"}).status == 404
    assert len(listed(trainer.post(OWNERS, {"sign_in": "reviewer"}))) == 2
    assert trainer.post(OWNERS, {"sign_in": "reviewer"}).sees("This trainer is an owner already.")
    assert other.get("/messages").sees("You own the course “Cybercrime First Responder” now")
    assert "5 January 2026" in figures_since(trainer) == figures_since(other), "no two windows on the same officers"


def test_any_owner_is_ended_but_the_last(demo: Instance) -> None:
    """Also past the page; who is ended is told and sees the course no more; both steps stand in the log."""
    trainer, other = demo.signed_in("trainer"), demo.signed_in("reviewer")
    both = listed(trainer.post(OWNERS, {"sign_in": "reviewer"}))
    own = next(one for one, words in both.items() if "(you)" in words)
    last = next(one for one in both if one != own)
    assert other.post(f"{OWNERS}/end", {"owner": own}).status == 200
    assert {trainer.get(path).status for path in (DESK, OWNERS)} == {404}
    assert trainer.get("/messages").sees("You do not own the course “Cybercrime First Responder” any longer")
    assert set(listed(other.get(OWNERS))) == {""}
    for chosen, status, said in ((own, 422, "no owner of the course any longer"), (last, 409, "Add another one first")):
        refused = other.post(f"{OWNERS}/end", {"owner": chosen})
        assert (refused.status, refused.sees(said)) == (status, True)
    with demo.works.database.reading() as connection:
        assert connection.scalar(sa.text(f"SELECT count(*) {_OWNED}"), {"course": COURSE}) == 1  # noqa: S608
        tags = connection.scalars(sa.text("SELECT tag FROM audit_event WHERE tag LIKE '%owner-%' ORDER BY tag"))
        assert list(tags) == ["curriculum:course:owner-added", "curriculum:course:owner-ended"]
