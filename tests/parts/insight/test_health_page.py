"""The page of course health: each figure that stands on it, from officers who took the live version."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.assessment.models import Attempt, QuizVersion
from app.curriculum.queries import live_course
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity.services.people import NewPerson, add_agency, place_person
from app.learning.models import Enrolment, Progress
from tests.page import Browser, Page
from tests.parts.curriculum.owners import second_owner
from tests.plugins.instances import Instance

COURSE = "cybercrime-first-responder"
MODULE = "01-what-cybercrime-is"
HEALTH = f"/authoring/{COURSE}/health"
OFFICERS, FINISHERS, PASSED, TRIES = 44, 33, 30, 40
"""Forty-four came; thirty of the first forty passed at the first try, after twelve minutes."""


def _came(demo: Instance) -> None:
    """Let officers take the live version: 25 minutes of work, one item hard and the others easy."""

    def work(unit: Unit) -> None:
        live = live_course(unit.connection, COURSE)
        assert live
        quiz = next(one for one in live.outline.activities if one.kind == "quiz" and not one.examination)
        keys = [entry["key"] for entry in unit.session.get_one(QuizVersion, quiz.quiz_id).pool]
        agency = add_agency(unit, name="Test agency", country="TO")
        for place in range(OFFICERS):
            person = place_person(unit, demo.works.keyring, NewPerson(agency, new_id(), "Test Officer"))
            enrolment, joined = new_id(), unit.now + timedelta(hours=place)
            done = joined + timedelta(minutes=25) if place < FINISHERS else None
            row = Enrolment(id=enrolment, person_id=person, course=COURSE, version_id=live.outline.version_id,
                            state="completed" if done else "active", joined_at=joined, moved_at=joined,
                            completed_at=done, first_completed_at=done)  # fmt: skip
            unit.session.add(row)
            unit.session.flush()
            unit.session.add(Progress(enrolment_id=enrolment, activity="a", state="done", at=done or joined))
            shares = {key: "1/4" if key == keys[0] else "1" for key in keys}
            attempt = Attempt(id=new_id(), public_id=new_id()[:16], person_id=person, quiz=f"{COURSE}/{quiz.key}",
                              number=1, quiz_version_id=quiz.quiz_id, form=[], form_keys="", opened_at=joined,
                              submitted_at=joined + timedelta(minutes=12), state="released", passed=place < PASSED,
                              result={"items": shares})  # fmt: skip
            unit.session.add(attempt)
        unit.session.flush()

    demo.works.database.write(work)


def _cards(page: Page) -> list[str]:
    return [" ".join(" ".join(one.itertext()).split()) for one in page.tree.xpath("//div[@class='card']")]


def _filled(browser: Browser, address: str) -> dict[str, str]:
    return {name: values[0] for name, values in browser.get(address).form(address).items()}


def test_the_page_shows_quizzes_minutes_hardest_questions_and_reports_of_the_live_version(
    demo_on_both: Instance,
) -> None:
    """T16: what an owner is told, figure by figure; the estimate is that of what the officers took, not of a draft."""
    owner = second_owner(demo_on_both, COURSE)
    _came(demo_on_both)
    demo_on_both.signed_in("kwame").post(f"/courses/{COURSE}/what-cybercrime-is/two-kinds/report", {"text": "A slip."})
    with demo_on_both.works.database.reading() as connection:
        live = live_course(connection, COURSE)
        assert live
        stated = sum(one.minutes for one in live.outline.modules if any(part.to_learn for part in one.activities))
        quiz = next(one for one in live.outline.activities if one.kind == "quiz" and not one.examination)
        hard = connection.execute(sa.select(QuizVersion.pool).where(QuizVersion.id == quiz.quiz_id)).scalar_one()[0]
    page = owner.get(HEALTH)
    assert _cards(page)[:4] == [
        "40 officers started",
        "30 officers finished",
        f"25 minutes to learn in the median, of {stated} estimated",
        "1 report to answer",
    ]
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in page.tree.xpath("//tbody/tr")]
    assert rows == [[quiz.title, "40", "75 %", "12"]]
    hardest = page.tree.xpath("//ol[@class='tasks']/li")
    assert " ".join(" ".join(hardest[0].itertext()).split()) == f"{hard['key']} asked of 40 officers or more 25 %"
    assert owner.get(hardest[0].xpath(".//a/@href")[0]).status == 200, "the question is a click away"
    module = f"/authoring/{COURSE}/modules/{MODULE}"
    owner.post(module, {**_filled(owner, module), "minutes": "900"})
    assert _cards(owner.get(HEALTH)) == _cards(page)
