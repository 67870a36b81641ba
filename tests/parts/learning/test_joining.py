"""Who may join a course: labels above GREEN are closed to all but the enrolled, and other courses may come first."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.curriculum.check_form import check_form_maker
from app.curriculum.services.loading import load_course
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor
from app.identity.services.vetting import record_vetting
from tests.domain.curriculum.small_course import small_course
from tests.page import Browser
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"


def publish_changed(demo: Instance, old: str, new: str) -> Browser:
    """Let the trainers change course.yml and publish it; returns the browser of its author."""
    trainer, reviewer = demo.signed_in("trainer"), demo.signed_in("reviewer")
    address = f"/authoring/{COURSE}/text/course.yml"
    form = {name: values[0] for name, values in trainer.get(f"{address}?as=file").form("/text/").items()}
    assert old in form["file"]
    trainer.post(address, {**form, "file": form["file"].replace(old, new, 1), "action": "save"})
    trainer.post(f"/authoring/{COURSE}/ask-for-review")
    review = reviewer.get(f"/authoring/reviews/{COURSE}").form("/approve")
    reviewer.post(f"/authoring/reviews/{COURSE}/approve", {**review, "then": "publish"})
    return trainer


@pytest.fixture
def newcomer(demo: Instance) -> Browser:
    return demo.signed_in("efua")


@pytest.mark.parametrize(
    ("label", "seen"), [("GREEN", True), ("AMBER", False), ("AMBER+STRICT", False), ("RED", False)]
)
def test_a_label_above_green_closes_a_course_to_all_but_the_enrolled(
    demo: Instance, newcomer: Browser, label: str, seen: bool
) -> None:
    """T21 U10: the label drives access; who is on the course goes on with it."""
    publish_changed(demo, "partner:", f"tlp: {label}\npartner:")
    assert newcomer.get("/courses").sees("Cybercrime First Responder") is seen
    assert newcomer.get(f"/courses/{COURSE}").status == (200 if seen else 404)
    joined = newcomer.post(f"/courses/{COURSE}/join")
    assert (joined.status == 200) is seen
    under_way = demo.signed_in("kwame")
    assert under_way.get("/courses").sees("Cybercrime First Responder")
    assert under_way.get(f"/courses/{COURSE}").status == 200


def test_a_course_that_builds_on_another_says_so_and_opens_once_that_is_done(demo: Instance, newcomer: Browser) -> None:
    """T11: closed with the reason and the way; a POST past the page is refused with the same words."""
    publish_changed(demo, "partner:", "prerequisites: [small-course, gone-course]\npartner:")
    show = check_form_maker(demo.works.parts["renderer"])
    demo.works.database.write(lambda unit: load_course(unit, small_course(), show_check=show, publish=True))
    page = newcomer.get(f"/courses/{COURSE}")
    assert page.sees("Other courses come first")
    assert page.link("Small course") == "/courses/small-course"
    assert page.sees("gone-course, which is not open at the moment")
    refused = newcomer.post(f"/courses/{COURSE}/join")
    assert refused.status == 409
    assert refused.sees("Finish these courses first, then join this one: Small course, gone-course")


@pytest.mark.parametrize(("day", "stale"), [("2020-01-31", True), ("2099-01-31", False)])
def test_a_course_whose_review_is_overdue_is_marked_for_its_owners(demo: Instance, day: str, stale: bool) -> None:
    """T18: a course as a whole."""
    trainer = publish_changed(demo, "review-by: 2027-11-30\n", f"review-by: {day}\n")
    assert trainer.get("/authoring").sees("Due for review") is stale


SHIPPED = "owner: Provost project, review-by: 2027-11-30"


def test_a_module_whose_review_is_overdue_is_named_for_its_owners_and_for_nobody_else(
    demo: Instance, newcomer: Browser
) -> None:
    """T18: each module may have an owner and a day; a module that is stale is named in the list of courses."""
    cared = "minutes: 14, owner: Desk of firsts, review-by: 2020-01-31}"
    trainer = publish_changed(demo, f"minutes: 14, {SHIPPED}}}", cared)
    assert trainer.get("/authoring").sees("Due for review What cybercrime is and your part")
    assert not newcomer.get(f"/courses/{COURSE}").sees("Desk of firsts")


LESSON = f"/courses/{COURSE}/what-cybercrime-is/two-kinds"
CHANNELS = (f"/courses/{COURSE}", LESSON, "/search?find=cyber-dependent", "figure")
MAY = {
    "GREEN": {"efua": (True, False, False, False), "kofi": (True, True, True, True), "coordinator": (False,) * 4},
    "AMBER": {"efua": (False, False, False, False), "kofi": (True, True, True, True), "coordinator": (False,) * 4},
}
"""Label → who → whether the course's page, a lesson, a search and a figure show what it holds."""


@pytest.mark.parametrize("label", MAY)
def test_a_label_is_kept_by_role_and_by_channel(demo: Instance, label: str) -> None:
    """U10 T21: shown on each page in its own words, whatever the language; above GREEN no browser keeps a copy."""
    people = {name: demo.signed_in(name) for name in MAY[label]}
    publish_changed(demo, "partner:", f"tlp: {label}\npartner:")
    demo.works.database.write(_onto_the_newest)
    _vet(demo, "kofi")
    kofi = people["kofi"]
    kofi.client.get(LESSON)  # what never changes is kept in the process after its first reading
    figure = str(kofi.get(LESSON).tree.xpath("//article//img/@src")[0])
    for name, wanted in MAY[label].items():
        seen = [_opens(people[name], figure if one == "figure" else one) for one in CHANNELS]
        assert tuple(seen) == wanted, name
    for language in ("en", "ar"):
        form = {name: values[0] for name, values in kofi.get(f"/courses/{COURSE}/language").form("/language").items()}
        kofi.post(f"/courses/{COURSE}/language", {**form, "language": language})
        for path in CHANNELS[:2]:
            shown = kofi.get(path).tree.xpath("//span[@translate='no'][@dir='ltr']/text()")
            assert shown == [f"TLP:{label}"], path
    kept = [kofi.client.get(path).headers["Cache-Control"] != "no-store" for path in (LESSON, figure)]
    assert kept == [label == "GREEN"] * 2


FIRST = {
    f"/courses/{COURSE}": {"kofi": 200, "luis": 200, "efua": 200, "coordinator": 403},
    LESSON: {"kofi": 200, "luis": 403, "efua": 403, "coordinator": 403},
    f"{LESSON}/report": {"kofi": 200, "luis": 403, "efua": 403, "coordinator": 403},
    f"/courses/{COURSE}/what-cybercrime-is/practice": {"kofi": 200, "luis": 403, "efua": 403, "coordinator": 403},
    "figure": {"kofi": 200, "luis": 404, "efua": 404, "coordinator": 404},
}
"""Channel → who → answer, where the first module is AMBER in a course for everybody; `luis` is on it, not confirmed."""
CLOSED = "once your agency has confirmed your identity"


def test_a_module_above_green_opens_to_the_enrolled_whose_identity_is_confirmed(demo: Instance) -> None:
    """T21 U10: by role, confirmation and channel; a closed part says why; no browser keeps a copy of an open one."""
    people = {name: demo.signed_in(name) for name in ("kofi", "luis", "efua", "coordinator")}
    publish_changed(demo, "minutes: 14,", "minutes: 14, tlp: AMBER,")
    demo.works.database.write(_onto_the_newest)
    _vet(demo, "kofi", "luis")
    kofi, luis = people["kofi"], people["luis"]
    figure = str(kofi.get(LESSON).tree.xpath("//article//img/@src")[0])
    for path, wanted in FIRST.items():
        address = figure if path == "figure" else path
        assert {name: one.client.get(address).status_code for name, one in people.items()} == wanted, path
    assert kofi.get("/search?find=cyber-dependent").sees("Two kinds")
    assert not luis.get("/search?find=cyber-dependent").sees("Two kinds")
    assert luis.get(LESSON).sees(CLOSED)
    assert luis.post(f"{LESSON}/done").status == 403
    course = luis.get(f"/courses/{COURSE}")
    assert course.tree.xpath("//h2//span[@translate='no'][@dir='ltr']/text()") == ["TLP:AMBER"]
    assert course.sees("Opens when your agency has confirmed your identity")
    for path in (LESSON, f"/courses/{COURSE}/what-cybercrime-is/practice"):
        assert kofi.get(path).tree.xpath("//p/span[@translate='no'][@dir='ltr']/text()") == ["TLP:AMBER"]
    assert [kofi.client.get(path).headers["Cache-Control"] for path in (LESSON, figure)] == ["no-store"] * 2


def test_a_label_of_a_file_is_kept_wherever_it_is_shown(demo: Instance) -> None:
    """T21 X17: a figure above GREEN closes its lesson and itself, not the lessons beside it, and bears a mark."""
    kofi, luis = demo.signed_in("kofi"), demo.signed_in("luis")
    path = next(path for path in _lesson_files(demo) if path.startswith("modules/01-") and path.endswith(".svg"))
    publish_changed(demo, "modules:", f"file-labels:\n  {path}: RED\nmodules:")
    demo.works.database.write(_onto_the_newest)
    _vet(demo, "kofi", "luis")
    lessons = [str(href) for href in kofi.get(f"/courses/{COURSE}").tree.xpath("//ul[@class='tasks']//a/@href")][:3]
    answers = {href: (kofi.client.get(href).status_code, luis.client.get(href).status_code) for href in lessons}
    closed = [href for href in lessons if answers[href] == (200, 403)]
    assert len(closed) == 1, answers
    assert {answers[href] for href in lessons if href not in closed} == {(200, 200)}
    figure = str(kofi.get(closed[0]).tree.xpath("//article//img/@src")[0])
    assert (kofi.client.get(figure).status_code, luis.client.get(figure).status_code) == (200, 404)
    before, alone = datetime.now(UTC), kofi.client.get(figure)
    assert alone.headers["Cache-Control"] == "no-store"
    mark = re.search(r"Copy for ([0-9A-Z-]{9})", kofi.get(closed[0]).tree.text_content())
    assert mark
    days = (f"TLP:RED {mark[1]} {day:%Y-%m-%d}</text>" for day in (before, datetime.now(UTC)))
    assert any(day in alone.text for day in days)
    assert alone.headers["Content-Disposition"] == f"inline; filename=TLP-RED-{mark[1]}.svg"


def _lesson_files(demo: Instance) -> list[str]:
    with demo.works.database.reading() as connection:
        wanted = (
            "SELECT s.path FROM source_file s JOIN course c ON c.live_version_id = s.version_id "
            "WHERE c.key = ? ORDER BY s.path"
        )
        return list(connection.exec_driver_sql(wanted, (COURSE,)).scalars())


def _opens(browser: Browser, path: str) -> bool:
    answer = browser.client.get(path)
    held = answer.status_code == 200
    return held and (b"<mark>" in browser.get(path).body if path.startswith("/search") else True)


def _vet(demo: Instance, *names: str) -> None:
    """Let the vetting of these officers be in force for a year."""
    search = [demo.works.keyring.search_hash("person.sign_in_name", name) for name in names]
    last_day = demo.works.database.clock().date() + timedelta(days=365)

    def work(unit: Unit) -> None:
        find = sa.text("SELECT id FROM person WHERE sign_in_hash = :hash")
        coordinator = unit.connection.scalar(sa.text("SELECT person_id FROM role_grant WHERE role = 'coordinator'"))
        for one in search:
            person_id = unit.connection.execute(find, {"hash": one}).scalar_one()
            record_vetting(unit, person_id, last_day, Actor(coordinator, "coordinator"))

    demo.works.database.write(work)


def _onto_the_newest(unit: Unit) -> None:
    """Let officers who are on the course follow the version that has just been published."""
    newest = "(SELECT live_version_id FROM course WHERE key = :course)"
    unit.connection.execute(sa.text(f"UPDATE enrolment SET version_id = {newest} WHERE course = :course"),
                            {"course": COURSE})  # fmt: skip
