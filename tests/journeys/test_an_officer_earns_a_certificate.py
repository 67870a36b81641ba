"""The main job, over HTTP on both databases: course, examination, certificate, public check."""

from __future__ import annotations

import re

import pytest

from tests.plugins.instances import Instance
from tests.sitting import learn, sit

COURSE = "cybercrime-first-responder"
EXAMINATION = f"/courses/{COURSE}/final-examination/final-examination"


@pytest.mark.slow
def test_an_officer_takes_the_course_and_holds_a_certificate_that_anyone_can_check(demo_on_both: Instance) -> None:
    """O7 O8 O9 A1 A2 A3 A4 A7 A10 A15 A17 A19: with scripts off, from joining to the public page."""
    officer = demo_on_both.signed_in("efua")
    assert officer.get("/").sees("You are not on a course yet")
    joined = officer.post(f"/courses/{COURSE}/join")
    assert joined.h1 == "Cybercrime First Responder"
    locked = officer.get(EXAMINATION)
    assert locked.sees("Opens when every lesson is done")
    learn(officer, demo_on_both, COURSE)
    result = sit(officer, demo_on_both, EXAMINATION, wrong=1)
    assert result.sees("Passed with 93 %"), result.tree.text_content()
    demo_on_both.work()
    own = officer.get("/certificates")
    number = re.search(r"PRV(-[0-9A-Z]{4}){4}-[0-9A-Z]", own.tree.text_content()).group()
    pdf = officer.get(f"/certificates/{number}.pdf")
    assert pdf.status == 200
    assert pdf.raw.startswith(b"%PDF-")
    stranger = demo_on_both.visitor().get(f"/verify/{number}")
    assert stranger.sees("Valid")
    assert not stranger.sees("Efua")
    staff = demo_on_both.signed_in("staff")
    assert staff.get(f"/accreditation/register/{number}").sees(number)


def test_who_misses_a_red_line_does_not_pass_whatever_the_score(demo: Instance) -> None:
    """A red-line question where a wrong act destroys evidence fails the examination alone."""
    officer = demo.signed_in("kofi")
    paper = officer.post(f"{EXAMINATION}/start")
    assert paper.h1 == "Final examination"
