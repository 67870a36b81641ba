"""What an upheld appeal opened, as officer and panel see it: both widths, both directions (A23, O31, O37)."""

from __future__ import annotations

import secrets

import pytest

from app.accreditation.domain.appeal import Step
from app.accreditation.services.appealing import file_appeal
from app.accreditation.services.hearing import acknowledge, decide_appeal, name_panel
from app.assessment.services.closing import close_attempt
from app.assessment.services.starting import start_attempt
from app.curriculum.queries import live_course
from app.foundation.transaction import Unit
from tests.browser.looking import look
from tests.parts.accreditation.test_appeals import person
from tests.plugins.browser import MIRRORED, Opened, Screen, Served

pytestmark = pytest.mark.browser

COURSE = "cybercrime-first-responder"


def heard(served: Served, key: str) -> tuple[str, str]:
    """Let Fatima fail the examination and appeal about it, before a panel; return where it starts, and her paper."""
    works = served.instance.works
    officer, first, panel = (person(served.instance, name, "") for name in ("fatima", "staff", "staff2"))

    def work(unit: Unit) -> tuple[str, str]:
        live = live_course(unit.connection, COURSE)
        activity = live.outline.by_key("final-examination") if live else None
        assert activity
        paper = start_attempt(unit, person_id=officer.id, quiz_version_id=activity.quiz_id, seed="a")
        close_attempt(unit, paper, officer.id, closed_by="person")
        file_appeal(unit, officer, f"paper-{paper}", "The room had no light.", key)
        acknowledge(unit, first, key, "We look at it.")
        name_panel(unit, first, key, [panel.id])
        return activity.href, paper

    return works.database.write(work)


def visit(screen: Screen, path: str, words: str) -> None:
    """Look at a page that says something."""
    screen.open(path)
    assert words in screen.page.content()
    look(screen)


@pytest.mark.parametrize("outcome", ["examine-again", "mark-again"])
def test_what_an_appeal_opened_reads_well(window: Opened, served: Served, outcome: str) -> None:
    """A23, O31, O37: the panel's form with its papers, the appeal on both sides, the start page, the result."""
    key = secrets.token_hex(8)
    front, paper = heard(served, key)
    panel, officer = (window(served, name, locale=MIRRORED) for name in ("staff2", "fatima"))
    visit(panel, f"/accreditation/appeals/{key}", f'value="{paper}"')
    judge = person(served.instance, "staff2", "accreditation")
    served.instance.works.database.write(
        lambda unit: decide_appeal(unit, judge, key, Step.UPHOLD, outcome, "The light failed.", paper)
    )
    visit(panel, f"/accreditation/appeals/{key}", "The light failed.")
    visit(officer, f"/appeals/{key}", "The light failed.")
    visit(officer, front if outcome == "examine-again" else f"/attempts/{paper}", f"/appeals/{key}")
