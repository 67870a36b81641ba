"""Counting, on both databases: one officer for each fact, under the partner, course, country and month."""

from __future__ import annotations

import pytest

from app.accreditation.facts import CredentialGranted
from app.accreditation.models import Credential, Decision, SchemeVersion
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.insight.services.counting import add_officers, count_certified, count_finished, count_started
from app.learning.facts import CourseCompleted, CourseStarted
from tests.parts.insight.conftest import FUNDED, PARTNER, UNFUNDED, Counted


def test_a_fact_adds_one_officer_of_their_country_in_its_transaction(house: Counted) -> None:
    """P3: under the partner who funds the course, in the month in which it happened."""
    house.database.reactions = {CourseStarted: (count_started,), CourseCompleted: (count_finished,)}
    for person in (house.ghanaian, house.kenyan):
        house.database.write(lambda unit, p=person: unit.announce(CourseStarted(p, FUNDED, "v")))
    house.database.write(lambda unit: unit.announce(CourseCompleted(house.kenyan, FUNDED, "v")))
    assert house.totals() == {
        (PARTNER, FUNDED, "GH", "2026-05", "started"): 1,
        (PARTNER, FUNDED, "KE", "2026-05", "started"): 1,
        (PARTNER, FUNDED, "KE", "2026-05", "finished"): 1,
    }


def test_a_second_officer_raises_the_same_total_and_a_new_month_begins_its_own(house: Counted) -> None:
    """P2: months are kept apart, so that a closed quarter stays what it was."""
    fact = CourseStarted(house.ghanaian, FUNDED, "v")
    house.database.write(lambda unit: count_started(unit, fact))
    house.database.write(lambda unit: count_started(unit, fact))
    house.clock.now = house.clock.now.replace(month=6)
    house.database.write(lambda unit: count_started(unit, fact))
    assert house.totals() == {
        (PARTNER, FUNDED, "GH", "2026-05", "started"): 2,
        (PARTNER, FUNDED, "GH", "2026-06", "started"): 1,
    }


def test_what_no_partner_funds_is_not_counted(house: Counted) -> None:
    """P3: a course without partner, one that is not there, a person who is not there."""
    house.database.write(lambda unit: count_started(unit, CourseStarted(house.ghanaian, UNFUNDED, "v")))
    house.database.write(lambda unit: count_started(unit, CourseStarted(house.ghanaian, "no-course", "v")))
    house.database.write(lambda unit: count_started(unit, CourseStarted("nobody", FUNDED, "v")))
    assert house.totals() == {}


def test_a_count_falls_with_its_transaction(house: Counted) -> None:
    """P2: nothing is counted of what did not happen."""

    def fails(unit: Unit) -> None:
        count_started(unit, CourseStarted(house.ghanaian, FUNDED, "v"))
        raise LookupError

    with pytest.raises(LookupError):
        house.database.write(fails)
    assert house.totals() == {}


def test_an_officer_is_certified_once_in_a_course_whatever_schemes_rest_on_it(house: Counted) -> None:
    """P4: certified counts officers, not certificates."""
    first = house.database.write(lambda unit: _credential(unit, house.ghanaian, "knowledge"))
    house.database.write(lambda unit: count_certified(unit, first))
    second = house.database.write(lambda unit: _credential(unit, house.ghanaian, "practice"))
    house.database.write(lambda unit: count_certified(unit, second))
    assert house.totals() == {(PARTNER, FUNDED, "GH", "2026-05", "certified"): 1}


@pytest.mark.parametrize(("measure", "officers"), [("nominated", 1), ("started", 0), ("started", -1)])
def test_only_known_measures_and_whole_officers_are_added(house: Counted, measure: str, officers: int) -> None:
    """P2: a total never falls, or quarters could be told apart by it."""
    with pytest.raises(ValueError, match="measure"):
        house.database.write(
            lambda unit: add_officers(
                unit, partner=PARTNER, course=FUNDED, country="GH", month="2026-05", measure=measure, officers=officers
            )
        )


def _credential(unit: Unit, person_id: str, scheme: str) -> CredentialGranted:
    version, decision, credential = new_id(), new_id(), new_id()
    document = {
        "id": scheme,
        "title": "Test scheme",
        "kind": "knowledge",
        "decision": "automatic",
        "valid-months": 24,
        "version": 1,
        "design": "alliance",
        "statement": "A test.",
        "requirements": {"all": [{"course-completed": {"course": FUNDED}}]},
    }
    unit.session.add(
        SchemeVersion(id=version, scheme=scheme, number=1, hash="", document=document, created_at=unit.now)
    )
    unit.session.flush()
    unit.session.add(
        Decision(
            id=decision, person_id=person_id, scheme_version_id=version, outcome="grant", decider="rule", grounds={},
            at=unit.now,
        )
    )  # fmt: skip
    unit.session.flush()
    day = unit.now.date()
    unit.session.add(
        Credential(
            id=credential, number=new_id()[-27:], person_id=person_id, scheme=scheme, cycle=1, edition=1,
            scheme_version_id=version, decision_id=decision, title="Test", kind="knowledge", statement="{}",
            statement_hash="", name_hash="", specimen=True, issued_on=day, valid_until=day, created_at=unit.now,
        )
    )  # fmt: skip
    unit.session.flush()
    return CredentialGranted(credential, person_id, scheme, (FUNDED, UNFUNDED))
