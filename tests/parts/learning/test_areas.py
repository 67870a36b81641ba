"""An examination with areas: said before it is begun, named in the result; too little in one is no pass."""

from __future__ import annotations

import pytest

from app.curriculum.check_form import check_form_maker
from app.curriculum.services.loading import load_course
from tests.domain.curriculum.small_course import EXAM, changed
from tests.plugins.instances import Instance
from tests.sitting import learn, sit

COURSE = "small-course"
AREAS = "pass: 40%\nareas: 60%\narea-outcomes:\n  Looking: [see]\n  Doing: [act]\n"


@pytest.mark.parametrize(
    ("wrong", "said", "named"), [(1, "Not passed: 50 %, but too little in an area", 1), (0, "Passed", 0)]
)
def test_too_little_in_an_area_is_no_pass_and_the_area_is_named(
    demo: Instance, wrong: int, said: str, named: int
) -> None:
    """O30, A27: else the paper would be passed, could not be sat again, and met no scheme that asks for areas."""
    show_check = check_form_maker(demo.works.parts["renderer"])
    files = changed(EXAM, "pass: 80%\n", AREAS)
    demo.works.database.write(lambda unit: load_course(unit, files, show_check=show_check, publish=True))
    officer = demo.signed_in("kofi")
    officer.post(f"/courses/{COURSE}/join")
    learn(officer, demo, COURSE)
    page = officer.get(f"/courses/{COURSE}")
    paper = page.link("Examination")
    assert officer.get(paper).sees("At least 60 % in each of these: Looking, Doing")
    result = sit(officer, demo, paper, wrong=wrong)
    assert result.sees(said)
    missed = result.tree.xpath("//h2[.='Areas to learn again']/following-sibling::ul[1]/li")
    assert [one.text_content().split()[-2:] for one in missed] == [["0", "%"]] * named
