"""Who may join a course: labels above GREEN are closed to all but the enrolled, and other courses may come first."""

from __future__ import annotations

import pytest

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
    publish_changed(demo, "partner:", "prerequisites: [other-course]\npartner:")
    page = newcomer.get(f"/courses/{COURSE}")
    assert page.sees("Other courses come first")
    assert page.link("other-course") == "/courses/other-course"
    refused = newcomer.post(f"/courses/{COURSE}/join")
    assert refused.status == 409
    assert refused.sees("Finish these courses first")


@pytest.mark.parametrize(("day", "stale"), [("2020-01-31", True), ("2099-01-31", False)])
def test_a_course_whose_review_is_overdue_is_marked_for_its_owners(demo: Instance, day: str, stale: bool) -> None:
    """T18."""
    trainer = publish_changed(demo, "partner:", f"review-by: {day}\npartner:")
    assert trainer.get("/authoring").sees("Due for review") is stale
