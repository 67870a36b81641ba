"""Counting, on both databases: one officer for each fact, under the partner, course, country and month."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.accreditation.facts import CredentialGranted
from app.accreditation.holding_queries import ended_holders
from app.accreditation.models import Credential, CredentialEvent, Decision, SchemeVersion
from app.accreditation.services.parting import involve
from app.cli.demo_past import PAST
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.insight.domain.measures import REACHED
from app.insight.queries import exact_of
from app.insight.services.counting import (
    add_officers,
    count_certified,
    count_enrolled,
    count_finished,
    count_nominated,
    count_started,
)
from app.learning.facts import CourseCompleted, CourseStarted, LearningBegun, OfficerNominated
from tests.parts.insight.conftest import FUNDED, PARTNER, UNFUNDED, Counted
from tests.plugins.instances import Instance


def test_a_fact_adds_one_officer_of_their_country_in_its_transaction(house: Counted) -> None:
    """P3: under the partner who funds the course, in the month in which it happened."""
    house.database.reactions = {
        CourseStarted: (count_enrolled,),
        LearningBegun: (count_started,),
        CourseCompleted: (count_finished,),
    }
    for person in (house.ghanaian, house.kenyan):
        house.database.write(lambda unit, p=person: unit.announce(CourseStarted(p, FUNDED, "v")))
    house.database.write(lambda unit: unit.announce(LearningBegun(house.kenyan, FUNDED, "v")))
    house.database.write(lambda unit: unit.announce(CourseCompleted(house.kenyan, FUNDED, "v")))
    house.database.write(lambda unit: unit.announce(CourseCompleted(house.kenyan, FUNDED, "newer", again=True)))
    assert house.totals() == {
        (PARTNER, FUNDED, "GH", "2026-05", "enrolled"): 1,
        (PARTNER, FUNDED, "KE", "2026-05", "enrolled"): 1,
        (PARTNER, FUNDED, "KE", "2026-05", "started"): 1,
        (PARTNER, FUNDED, "KE", "2026-05", "finished"): 1,
    }


def test_an_officer_is_nominated_once_in_a_course_and_counted_in_the_funnel(house: Counted) -> None:
    """P4: whoever was declined and is nominated again is one officer; below ten nobody is shown."""
    house.database.reactions = {OfficerNominated: (count_nominated,)}
    house.database.write(lambda unit: unit.announce(OfficerNominated(house.kenyan, FUNDED)))
    assert house.totals() == {(PARTNER, FUNDED, "KE", "2026-05", "nominated"): 1}


def test_a_second_officer_raises_the_same_total_and_a_new_month_begins_its_own(house: Counted) -> None:
    """P2: months are kept apart, so that a closed quarter stays what it was."""
    fact = CourseStarted(house.ghanaian, FUNDED, "v")
    house.database.write(lambda unit: count_enrolled(unit, fact))
    house.database.write(lambda unit: count_enrolled(unit, fact))
    house.clock.now = house.clock.now.replace(month=6)
    house.database.write(lambda unit: count_enrolled(unit, fact))
    assert house.totals() == {
        (PARTNER, FUNDED, "GH", "2026-05", "enrolled"): 2,
        (PARTNER, FUNDED, "GH", "2026-06", "enrolled"): 1,
    }


def test_what_no_partner_funds_is_not_counted(house: Counted) -> None:
    """P3: a course without partner, one that is not there, a person who is not there."""
    house.database.write(lambda unit: count_enrolled(unit, CourseStarted(house.ghanaian, UNFUNDED, "v")))
    house.database.write(lambda unit: count_enrolled(unit, CourseStarted(house.ghanaian, "no-course", "v")))
    house.database.write(lambda unit: count_enrolled(unit, CourseStarted("nobody", FUNDED, "v")))
    assert house.totals() == {}


def test_a_count_falls_with_its_transaction(house: Counted) -> None:
    """P2: nothing is counted of what did not happen."""

    def fails(unit: Unit) -> None:
        count_enrolled(unit, CourseStarted(house.ghanaian, FUNDED, "v"))
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


@pytest.mark.parametrize(("measure", "officers"), [("graduated", 1), ("started", 0), ("started", -1)])
def test_only_known_measures_and_whole_officers_are_added(house: Counted, measure: str, officers: int) -> None:
    """P2: a total never falls, or quarters could be told apart by it."""
    with pytest.raises(ValueError, match="measure"):
        house.database.write(
            lambda unit: add_officers(
                unit, partner=PARTNER, course=FUNDED, country="GH", month="2026-05", measure=measure, officers=officers
            )
        )


def test_sittings_passes_and_marks_are_counted_once_an_officer(demo: Instance) -> None:
    """P4: of the story one passed at once, one at the second try, one not yet; the past of the demonstration aside."""
    with demo.works.database.reading() as connection:
        counted = exact_of(connection, "demo-partner")
    past = {country: dict(zip(REACHED, reached, strict=True)) for country, *reached in PAST.totals}
    new = {
        (country, measure): counted.counts[PAST.course, measure][country] - past[country][measure]
        for country in ("GH", "MA", "PE")
        for measure in ("enrolled", "started", "sat", "passed", "certified")
    }
    assert new["GH", "enrolled"] == new["GH", "started"] + 1 == 4
    assert [new[country, "sat"] for country in ("GH", "MA", "PE")] == [1, 2, 0]
    assert [new[country, "passed"] for country in ("GH", "MA", "PE")] == [1, 1, 0]
    assert [new[country, "certified"] for country in ("GH", "MA", "PE")] == [1, 1, 0]
    sat = sum(row["sat"] for row in past.values())
    assert counted.sums[PAST.course, "outcome:record"].officers - sat in {2, 3}


@pytest.mark.parametrize(
    ("events", "until", "ended"),
    [
        (("issued",), date(2026, 6, 30), 0),
        (("issued",), date(2026, 6, 29), 1),
        (("issued", "suspended"), date(2027, 1, 1), 1),
        (("issued", "suspended", "reinstated"), date(2027, 1, 1), 0),
        (("issued", "withdrawn"), date(2027, 1, 1), 1),
    ],
)
def test_who_holds_nothing_in_force_on_the_last_day_of_a_quarter_is_no_longer_valid(
    house: Counted, events: tuple[str, ...], until: date, ended: int
) -> None:
    """P4: expired, suspended and withdrawn; what happens after the quarter changes nothing of it."""

    def live(unit: Unit) -> None:
        credential = _credential(unit, house.ghanaian, "knowledge", until)
        staff = (house.kenyan, house.fijian)
        for one in staff:
            involve(unit, house.ghanaian, one, "decider", f"credential:{credential.credential_id}")
        for place, kind in enumerate(dict.fromkeys((*events, "withdrawn")), 1):
            at = unit.now if place <= len(events) else datetime(2026, 7, 1, tzinfo=UTC)
            unit.session.add(
                CredentialEvent(id=new_id(), credential_id=credential.credential_id, position=place, kind=kind,
                                actor=staff[0], second=staff[1] if kind == "withdrawn" else None, at=at)
            )  # fmt: skip

    house.database.write(live)
    with house.database.reading() as connection:
        found = ended_holders(connection, date(2026, 6, 30))
    assert found.get(FUNDED, {}) == ({"GH": ended} if ended else {})


def _credential(unit: Unit, person_id: str, scheme: str, until: date | None = None) -> CredentialGranted:
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
            statement_hash="", name_hash="", specimen=True, issued_on=day, valid_until=until or day,
            created_at=unit.now,
        )
    )  # fmt: skip
    unit.session.flush()
    return CredentialGranted(credential, person_id, scheme, (FUNDED, UNFUNDED))
