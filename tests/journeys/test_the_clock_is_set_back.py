"""While the clock stands before its own records nothing is started or issued, and everybody is told why."""

from __future__ import annotations

from lxml import html

from app.accreditation.services import granting
from tests.journeys.canaries import EXAM, PRACTICE
from tests.journeys.conftest import School

TEXT = "The clock of this system is behind its own records"


def test_no_attempt_starts_and_the_page_says_why(school: School) -> None:
    """X18, U22: a clear page, in the language of the page, with when to come back; and JSON for programs."""
    activity, client = school.room.outline().by_key(PRACTICE), school.client("ada")
    assert activity
    token = school.token(client)
    school.room.clock.move(minutes=10)
    school.room.finish_lesson("ben")
    school.room.clock.move(minutes=-5)
    answer = client.post(f"{activity.href}/start", data={"csrf_token": token})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    page = html.fromstring(answer.get_data(as_text=True))
    assert TEXT in page.xpath("string(//h1)")
    client.set_cookie("provost-language", "ar-XB")
    mirrored = client.post(f"{activity.href}/start", data={"csrf_token": token})
    assert f"⟦{TEXT}" in html.fromstring(mirrored.get_data(as_text=True)).xpath("string(//h1)")
    program = client.post(f"{activity.href}/start", headers={"Accept": "application/json", "X-CSRF-Token": token})
    assert (program.status_code, program.json) == (503, {"code": "clock_behind"})
    assert school.room.ask("SELECT count(*) FROM attempt")[0][0] == 0
    assert client.get(activity.href).status_code == 200, "reading goes on"
    school.room.clock.move(minutes=6)
    assert client.post(f"{activity.href}/start", data={"csrf_token": token}).status_code == 303


def test_an_examination_passed_meanwhile_is_kept_and_its_certificate_comes_later(school: School) -> None:
    """X18, U22, A15: handing in and its marks stand; issuing waits for a clock that is right."""
    room = school.room
    public_id = room.start("ada", EXAM)
    room.save_form("ada", public_id, room.right("ada", public_id))
    room.clock.move(hours=-2)
    closed = room.hand_in("ada", public_id)
    assert closed.passed
    assert room.ask("SELECT count(*) FROM credential")[0][0] == 0
    room.clock.move(hours=2, minutes=1)
    room.work()
    granted = room.ask("SELECT created_at FROM credential")
    assert len(granted) == 1
    assert granting.RULE == "rule"


def test_readiness_says_that_the_clock_is_behind(school: School) -> None:
    """X15, U22: the operator sees it before the officers do."""
    client = school.app.test_client()
    assert client.get("/readyz").json["clock"] == "ok"
    school.room.clock.move(minutes=-5)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "behind" in answer.json["clock"]
