"""The page of a newer version (T13): offered where it opens to the officer, with what has to be done first."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.folder import read_folder
from app.curriculum.services.loading import load_course
from tests.parts.learning.test_joining import COURSE, publish_changed
from tests.plugins.instances import Instance

PAGE = f"/courses/{COURSE}/newer-version"
OFFERED = "There is a newer version of this course"


def test_an_attempt_under_way_is_named_and_nothing_moves_before_it_is_handed_in(demo: Instance) -> None:
    """Nor does anything move to a version that the page has not described, nor for who is not on the course."""
    officer = demo.signed_in("kwame")
    assert not officer.get(f"/courses/{COURSE}").sees(OFFERED)
    assert officer.get(PAGE).sees("You are on the newest version")
    paper = officer.post(f"/courses/{COURSE}/four-principles/practice/start")
    publish_changed(demo, "title: Cybercrime First Responder", "title: Cybercrime First Responder, again")
    assert officer.get(f"/courses/{COURSE}").sees(OFFERED)
    page = officer.get(PAGE)
    assert page.sees("You have an attempt under way in this course")
    assert page.link("Practice") == paper.path
    assert not page.tree.xpath("//main//form")
    refused = officer.post(PAGE, {"number": "2"})
    assert refused.status == 409
    assert refused.sees("Hand it in first")
    officer.post(f"{paper.path}/hand-in", officer.get(f"{paper.path}/check").form("hand-in"))
    assert officer.post(PAGE, {"number": "1"}).status == 409
    assert officer.get(f"/courses/{COURSE}").sees(OFFERED)
    assert officer.post(PAGE, officer.get(PAGE).form("/newer-version")).h1 == "Cybercrime First Responder, again"
    newcomer = demo.signed_in("efua")
    assert (newcomer.get(PAGE).status, newcomer.post(PAGE, {"number": "2"}).status) == (403, 403)


def test_a_version_whose_label_does_not_open_to_an_officer_is_not_offered_to_them(demo: Instance) -> None:
    """X16: they stay on the version that is open to them; the page and the move are refused by every address."""
    publish_changed(demo, "partner:", "tlp: AMBER\npartner:")
    officer = demo.signed_in("kwame")
    assert officer.get(f"/courses/{COURSE}").status == 200
    assert not officer.get(f"/courses/{COURSE}").sees(OFFERED)
    for answer in (officer.get(PAGE), officer.post(PAGE, {"number": "2"})):
        assert answer.status == 403
        assert answer.sees("opens only while your vetting is in force")
    assert officer.get(f"/courses/{COURSE}").status == 200


def test_a_version_with_a_part_that_would_be_closed_to_an_officer_is_not_offered_to_them(demo: Instance) -> None:
    """X16: there is no way back from a version, so nobody is led into one that they could not finish."""
    publish_changed(demo, "owner: Provost project, review-by", "tlp: AMBER, owner: Provost project, review-by")
    officer = demo.signed_in("kwame")
    assert not officer.get(f"/courses/{COURSE}").sees(OFFERED)
    assert [answer.status for answer in (officer.get(PAGE), officer.post(PAGE, {"number": "2"}))] == [403, 403]
    assert officer.get(f"/courses/{COURSE}/what-cybercrime-is/two-kinds").status == 200


@pytest.mark.parametrize(
    ("part", "sent"), [("what-cybercrime-is/two-kinds", "done"), ("four-principles/practice", "start")]
)
def test_what_was_opened_before_the_move_does_nothing_after_it(demo: Instance, part: str, sent: str) -> None:
    """T13: the newer version may say or ask otherwise: what another window sends is refused with what to do."""
    officer = demo.signed_in("kwame")
    page = f"/courses/{COURSE}/{part}"
    old = officer.get(page).form(f"/{sent}")
    publish_changed(demo, "title: Cybercrime First Responder", "title: Cybercrime First Responder, again")
    officer.post(PAGE, officer.get(PAGE).form("/newer-version"))
    refused = officer.post(f"{page}/{sent}", old)
    assert (refused.status, refused.sees("Open the page again")) == (409, True)
    again = officer.get(page)
    assert not again.sees("Continue your attempt"), "nothing was used up"
    assert officer.post(f"{page}/{sent}", again.form(f"/{sent}")).status == 200


def load(demo: Instance, files: dict[str, bytes]) -> None:
    """Make another version live."""
    show = check_form_maker(demo.works.parts["renderer"])
    demo.works.database.write(lambda unit: load_course(unit, files, show_check=show, publish=True))


def test_a_version_that_lacks_the_language_of_the_officer_says_so_before_they_move(demo: Instance) -> None:
    """O13: nobody finds out afterwards, since there is no way back; who reads the source is told nothing."""
    files, _ = read_folder(Path(__file__).parents[3] / "courses" / COURSE)
    reader, other = demo.signed_in("kwame"), demo.signed_in("efua")
    reader.post(f"/courses/{COURSE}/language", {"language": "fr"})
    other.post(f"/courses/{COURSE}/join")
    load(demo, {path: text for path, text in files.items() if ".fr." not in path})
    said = "Version 2 has not been translated into this language: French. You would read it in another one: English."
    assert (reader.get(PAGE).sees(said), other.get(PAGE).sees("You would read it in")) == (True, False)


def test_a_module_under_another_name_is_said_to_be_gone(demo: Instance) -> None:
    """T13: its lessons are all there, and an accreditation that names the module no longer finds it."""
    files, _ = read_folder(Path(__file__).parents[3] / "courses" / COURSE)
    load(demo, {
        path.replace("05-pack-and-hand-over", "05-packing"): text.replace(b"pack-and-hand-over", b"packing")
        for path, text in files.items()
    })  # fmt: skip
    page = demo.signed_in("youssef").get(PAGE)
    assert page.sees("An accreditation that asks for one of these modules no longer finds it:")
    assert not page.sees("It is not in the newer version.")


def test_who_has_done_the_course_is_told_what_completes_the_newer_version(demo: Instance) -> None:
    """T13: before the move, and on the course page until what has changed is done again."""
    files, _ = read_folder(Path(__file__).parents[3] / "courses" / COURSE)
    lesson = "modules/01-what-cybercrime-is/10-two-kinds.md"
    load(demo, {**files, lesson: files[lesson] + b"\nRead this too.\n"})
    officer = demo.signed_in("youssef")
    again = "It counts until you have done what is left here and read the lessons again that are marked as changed."
    page = officer.get(PAGE)
    assert page.sees("Read again what has changed, and you have done the newer version.")
    course = officer.post(PAGE, page.form("/newer-version"))
    assert course.sees(again)
    assert course.link("Continue").endswith("/two-kinds")
    assert course.sees("25 of 26 parts done")
    two_kinds = f"/courses/{COURSE}/what-cybercrime-is/two-kinds"
    officer.post(f"{two_kinds}/done", officer.get(two_kinds).form("/done"))
    course = officer.get(f"/courses/{COURSE}")
    assert (course.sees("You have done this course"), course.sees(again)) == (True, False)
