"""The page of a newer version (T13): offered where it opens to the officer, with what has to be done first."""

from __future__ import annotations

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


def test_a_lesson_that_was_opened_before_the_move_is_not_done_in_the_newer_version(demo: Instance) -> None:
    """T13: another window still shows the words of before; what it sends is refused with what to do."""
    officer = demo.signed_in("kwame")
    lesson = f"/courses/{COURSE}/what-cybercrime-is/two-kinds"
    old = officer.get(lesson).form("/done")
    publish_changed(demo, "title: Cybercrime First Responder", "title: Cybercrime First Responder, again")
    officer.post(PAGE, officer.get(PAGE).form("/newer-version"))
    refused = officer.post(f"{lesson}/done", old)
    assert (refused.status, refused.sees("Open the page again")) == (409, True)
    assert officer.post(f"{lesson}/done", officer.get(lesson).form("/done")).status == 200


def test_an_attempt_is_not_opened_by_rules_that_were_read_before_the_move(demo: Instance) -> None:
    """T13: the newer version may ask otherwise, so its front page is read first; nothing is used up meanwhile."""
    officer = demo.signed_in("kwame")
    quiz = f"/courses/{COURSE}/four-principles/practice"
    old = officer.get(quiz).form("/start")
    publish_changed(demo, "title: Cybercrime First Responder", "title: Cybercrime First Responder, again")
    officer.post(PAGE, officer.get(PAGE).form("/newer-version"))
    refused = officer.post(f"{quiz}/start", old)
    assert (refused.status, refused.sees("Open the page again")) == (409, True)
    front = officer.get(quiz)
    assert not front.sees("Continue your attempt")
    assert officer.post(f"{quiz}/start", front.form("/start")).status == 200
