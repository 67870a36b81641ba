"""A declared conflict keeps an assessor from the sheet, on the list and on the sheet itself, with its reason (U3)."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accreditation.services.declaring import NewConflict, declare_conflict
from app.foundation.transaction import Unit
from app.identity.queries import person_card
from app.identity.services.actor import Actor
from tests.parts.accreditation.holders import scalar
from tests.parts.accreditation.test_handing_in import hand_in, sheet
from tests.parts.accreditation.work import asking_for_work, pdf, person
from tests.plugins.instances import Instance

REASON = "A conflict of interest is declared."


@pytest.fixture
def address(demo: Instance, tmp_path: Path) -> str:
    """The sheet of kofi, who asked; reviewer is appointed and has had no part in his accreditation."""
    asking_for_work(demo, tmp_path)
    hand_in(demo.signed_in("kofi"), pdf())
    public_id = scalar(demo.works, "SELECT public_id FROM evidence_request WHERE scheme = 'practice'")
    return f"/practicals/{public_id}"


def declare(demo: Instance, about: str) -> None:
    """Let the reviewer declare a conflict, about the officer or about the agency above them."""
    reviewer, kofi = Actor(person(demo, "reviewer"), "trainer"), person(demo, "kofi")

    def work(unit: Unit) -> None:
        card = person_card(unit.connection, kofi)
        assert card
        agency = unit.connection.scalar(sa.text("SELECT id FROM agency WHERE path = :p"), {"p": card.agency_path})
        new = {"person": {"person_id": kofi}, "agency": {"agency_id": agency}}[about]
        declare_conflict(unit, NewConflict("family", "", **new), reviewer)

    demo.works.database.write(work)


@pytest.mark.parametrize("about", ["person", "agency"])
def test_a_declared_conflict_blocks_the_practical_sheet_with_its_reason(
    demo: Instance, address: str, about: str
) -> None:
    """U3, T7: no link, no form, and what is sent all the same is refused; another assessor's sheet stays open."""
    reviewer = demo.signed_in("reviewer")
    assert reviewer.get("/practicals").tree.xpath("//a[@href = $href]", href=address)
    assert reviewer.get(address).tree.xpath("//main//input[@type='radio']")
    before = scalar(demo.works, "SELECT count(*) FROM evidence")
    declare(demo, about)
    listed = reviewer.get("/practicals")
    assert listed.sees("Not for you")
    assert listed.sees(REASON)
    assert not listed.tree.xpath("//a[@href = $href]", href=address)
    page = reviewer.get(address)
    assert page.sees("You may not assess this officer")
    assert page.sees(REASON)
    assert not page.tree.xpath("//main//input[@type='radio']")
    refused = reviewer.post(address, sheet(12))
    assert (refused.status, refused.sees(REASON)) == (409, True)
    assert scalar(demo.works, "SELECT count(*) FROM evidence") == before
