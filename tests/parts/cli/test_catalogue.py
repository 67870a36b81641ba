"""The courses that ship: seven, each without an error or a warning, each can be published as it lies here."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.demo_seeding import Seeding
from app.curriculum.domain.folder import check_folder
from app.curriculum.queries import live_courses
from tests.plugins.instances import Instance

COURSES = sorted(path.parent for path in (Path(__file__).parents[3] / "courses").glob("*/course.yml"))


def test_seven_courses_ship() -> None:
    assert len(COURSES) == 7


@pytest.mark.parametrize("folder", COURSES, ids=lambda folder: folder.name)
def test_a_course_that_ships_has_nothing_to_remark_on(folder: Path) -> None:
    assert [str(finding) for finding in check_folder(folder)] == []


def test_the_demonstration_offers_them_all(demo_on_both: Instance) -> None:
    """As `./provost run` makes it at its first start."""
    seeding = Seeding(demo_on_both.works)
    with demo_on_both.works.database.reading() as connection:
        owner = connection.exec_driver_sql("SELECT person_id FROM course_owner").scalar_one()
    seeding.people["trainer"] = owner
    seeding.load_catalogue()
    with demo_on_both.works.database.reading() as connection:
        live = {one.outline.course for one in live_courses(connection)}
    assert live == {folder.name for folder in COURSES}
    officer = demo_on_both.signed_in("efua")
    shown = officer.get("/courses")
    assert len(shown.tree.xpath("//ul[@class='tasks']/li")) == 7
    for folder in COURSES:
        assert officer.get(f"/courses/{folder.name}").status == 200
