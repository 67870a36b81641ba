"""What waits for somebody's word is read alike on both databases; requests are made, answered and over once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.accreditation.claim_queries import claims_listed
from app.accreditation.evidence_queries import evidence_of, practice_of
from app.accreditation.queries import holding_of
from app.accreditation.request_queries import (
    appointments,
    claims_to_confirm,
    newest_request,
    open_requests_of,
    requests_to_assess,
    rulings_on,
    sheets_recorded_by,
    statements_asked,
)
from app.accreditation.services.asking import (
    AlreadyAnswered,
    NewRequest,
    answer_statement_request,
    ask,
    take_request_back,
)
from app.accreditation.services.recording import OwnEvidence, rule_on_claim
from app.foundation.errors import NotFound
from app.identity.queries import person_card, person_signing_in_as
from app.identity.services.actor import Actor
from tests.parts.accreditation.holders import entries
from tests.plugins.instances import Instance

NAMES = ("kofi", "kwame", "fatima", "youssef", "reviewer", "coordinator", "staff")


def people(demo: Instance) -> dict[str, str]:
    """Return the ids of the demo people who have to do with evidence."""
    with demo.works.database.reading() as connection:
        found = {name: person_signing_in_as(connection, demo.works.keyring, name) for name in NAMES}
    return {name: person for name, person in found.items() if person}


def test_what_waits_is_read_alike_on_both_databases(demo_on_both: Instance) -> None:
    """X1: of the own agency alone; the short text of the home page says what the whole record says."""
    who = people(demo_on_both)
    with demo_on_both.works.database.reading() as connection:
        for name in ("kofi", "youssef", "kwame"):
            whole = practice_of(connection, who[name])
            assert whole
            short = [replace(one, met=0, asked=0, critical_missed=False) for one in whole]
            assert sorted(holding_of(connection, who[name]).practice, key=lambda one: one.id) == sorted(
                short, key=lambda one: one.id
            )
        ghana, morocco = (person_card(connection, who[name]) for name in ("kofi", "fatima"))
        assert ghana
        assert morocco
        waiting = {one.person_id for one in claims_listed(connection, "waiting")}
        assert waiting == {who["kofi"], who["kwame"], who["fatima"]}
        assert {one.person_id for one in claims_to_confirm(connection, ghana.agency_path)} == waiting - {who["fatima"]}
        assert [one.person_id for one in claims_to_confirm(connection, morocco.agency_path)] == [who["fatima"]]
        assert [one.person_id for one in requests_to_assess(connection, ["cfr-1"])] == [who["kofi"]]
        assert requests_to_assess(connection, []) == ()
        assert [one.outcome for one in sheets_recorded_by(connection, who["reviewer"])] == ["failed"]
        assert [(one.person_id, one.scheme) for one in appointments(connection)] == [(who["reviewer"], "cfr-1")]
        assert statements_asked(connection, ghana.agency_path) == claims_listed(connection, "answered") == ()


def test_a_statement_is_asked_for_once_and_answered_once(demo_on_both: Instance) -> None:
    """The coordinator of the own agency says yes, or no with the reason; taken back or answered, it is over."""
    works, who = demo_on_both.works, people(demo_on_both)
    officer, coordinator = Actor(who["kofi"], "officer"), Actor(who["coordinator"], "coordinator")

    def do(service: Any, *given: Any, **more: Any) -> Any:
        return works.database.write(lambda unit: service(unit, *given, **more))

    def new(token: str) -> NewRequest:
        return NewRequest(token * 16, "employer-statement", "cfr-1", "agency", "Two years of it.")

    first = do(ask, officer, new("a"))
    assert do(ask, officer, new("b")) == first
    with works.database.reading() as connection:
        assert [one.public_id for one in open_requests_of(connection, officer.id)][-1] == first
        card = person_card(connection, officer.id)
    assert card
    do(take_request_back, officer, first)
    with pytest.raises(AlreadyAnswered):
        do(take_request_back, officer, first)
    second = do(ask, officer, new("c"))
    path = card.agency_path
    with pytest.raises(NotFound):
        do(answer_statement_request, coordinator, "/elsewhere/", second, accepted=True, reason="")
    with pytest.raises(OwnEvidence):
        do(answer_statement_request, officer, path, second, accepted=True, reason="")
    do(answer_statement_request, coordinator, path, second, accepted=False, reason="Not since May.")
    third = do(ask, officer, new("d"))
    do(answer_statement_request, coordinator, path, third, accepted=True, reason="")
    with works.database.reading() as connection:
        newest = newest_request(connection, officer.id, "employer-statement", "agency")
        (stated,) = [one for one in evidence_of(connection, officer.id) if one.kind == "employer-statement"]
    assert (newest.outcome if newest else "", stated.state, stated.recorded_by) == (
        "recorded",
        "counts",
        coordinator.id,
    )
    outcomes = [one["outcome"] for one in entries(works, "accreditation:evidence:ask-ended")]
    assert outcomes == ["taken-back", "refused", "recorded"]
    do(rule_on_claim, Actor(who["staff"], "accreditation"), stated.public_id, "annulled", "Not of this agency.")
    with works.database.reading() as connection:
        assert [one.verdict for one in rulings_on(connection, stated.id)] == ["annulled"]
        assert [one.state for one in claims_listed(connection, "answered")] == ["annulled"]
