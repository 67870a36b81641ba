"""Recording evidence: who may, once, and what becomes of it in the judgement; appointed assessors and their sheets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from app.accreditation.evidence_queries import evidence_of, practice_of
from app.accreditation.issuer import Issuer
from app.accreditation.services import recording
from app.accreditation.services.assessing import (
    FilledSheet,
    NotAppointed,
    SheetIncomplete,
    appoint,
    end_appointment,
    record_practical,
)
from app.accreditation.services.parting import Barred, involve
from app.accreditation.services.recording import AlreadyRuled, NewEvidence, NotInTheFuture, OwnEvidence
from app.accreditation.services.scheme_loading import SchemeNotReadable, load_schemes
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor
from app.identity.services.people import NewPerson, add_agency, add_person
from tests.parts.accreditation.holders import entries, scalar
from tests.plugins.instances import Instance

UNTIL = date(2030, 1, 1)
SCHEME = """id: {key}
title: A scheme with practice
kind: competence
decision: staff
valid-months: 24
version: 1
design: alliance
statement: {{en: has shown it, fr: l'a montré}}
requirements:
  all:
    - code-of-conduct: {{version: 1}}
    - practical: {{sheet: scene, at-least: 2}}
"""
SHEET = """title: A room
instructions: Look around.
minutes: 40
criteria:
  - critical: Makes people safe
  - Draws a sketch
  - Keeps a log
"""


@pytest.fixture
def desk(demo: Instance, tmp_path: Path) -> Any:
    """An agency with an officer, an assessor, a coordinator; the scheme `practice` is in force."""
    write(tmp_path)
    works = demo.works

    def made(unit: Unit) -> dict[str, Any]:
        load_schemes(unit, tmp_path, Issuer("Us", "http://localhost", demo=True))
        agency = add_agency(unit, name="Made-up force", country="GH", kind="police")
        return {name: _person(unit, works, agency, name) for name in ("officer", "assessor", "coordinator", "staff")}

    people = works.database.write(made)
    return Desk(demo, people)


class Desk:
    """Acts on the database, one unit each."""

    def __init__(self, demo: Instance, people: dict[str, str]) -> None:
        self.works, self.people = demo.works, people
        self.today = demo.works.database.clock().date()

    def do(self, service: Any, who: str, *given: Any, **more: Any) -> Any:
        actor = Actor(self.people[who], who)
        return self.works.database.write(lambda unit: service(unit, actor, *given, **more))

    def claim(self, token: str = "t1", kind: str = "logged-case", **more: Any) -> NewEvidence:
        return NewEvidence(token, self.people["officer"], kind, "acquisition", self.today, {"note": "one"}, **more)

    def filled(self, *met: bool, token: str = "p1", **more: Any) -> FilledSheet:
        filled = FilledSheet(token, self.people["officer"], "practice", "scene", self.today, "A yard", "W", "", met)
        return replace(filled, **more)

    def states(self) -> list[str]:
        with self.works.database.reading() as connection:
            return [one.state for one in practice_of(connection, self.people["officer"])]


def write(folder: Path, key: str = "practice") -> None:
    (folder / f"{key}.yml").write_text(SCHEME.format(key=key), encoding="utf-8")
    for kind, name, text in (("sheets", "scene", SHEET), ("conduct", "1", "title: C\npoints: [Be fair.]\n")):
        (folder / kind).mkdir(exist_ok=True)
        (folder / kind / f"{name}.yml").write_text(text, encoding="utf-8")


def _person(unit: Unit, works: Any, agency: str, name: str) -> str:
    new = NewPerson(agency_id=agency, sign_in_name=f"made-up-{name}", name=f"Made Up {name}", demo=True)
    return add_person(unit, works.keyring, new)


def path_of(desk: Desk) -> str:
    return str(scalar(desk.works, "SELECT path FROM agency a JOIN person p ON p.agency_id = a.id WHERE p.id = :who",
                      who=desk.people["officer"]))  # fmt: skip


def test_a_scheme_is_stored_with_its_sheets(demo: Instance, tmp_path: Path) -> None:
    """A10: a sheet that is named and missing stops the loading; one that is there is kept with the version."""
    write(tmp_path)
    (tmp_path / "sheets" / "scene.yml").unlink()
    with pytest.raises(SchemeNotReadable) as refused:
        demo.works.database.write(lambda unit: load_schemes(unit, tmp_path, Issuer("Us", "http://x", demo=True)))
    assert "sheets/scene.yml" in str(refused.value.values["reason"])


def test_the_code_of_conduct_is_accepted_once(desk: Desk) -> None:
    """It counts at once; accepting again, in another tab, changes nothing."""
    first = desk.do(recording.accept_code, "officer", "1", "c1")
    assert desk.do(recording.accept_code, "officer", "1", "c2") == first
    assert desk.states() == ["counts"]


def test_a_claim_counts_from_the_word_of_somebody_else_until_it_is_annulled(desk: Desk) -> None:
    """O33, A27: waiting, accepted, annulled; one entry of the log for each, and the reason is kept."""
    sent = desk.do(
        recording.record_claim, "officer", desk.claim(kind="other-certificate", valid_until=date(2030, 1, 1))
    )
    assert desk.do(recording.record_claim, "officer", desk.claim(kind="other-certificate")) == sent
    assert desk.states() == ["waiting"]
    with pytest.raises(OwnEvidence):
        desk.do(recording.rule_on, "officer", sent, "accepted", "")
    desk.do(recording.rule_on, "staff", sent, "accepted", "seen")
    with pytest.raises(AlreadyRuled):
        desk.do(recording.rule_on, "coordinator", sent, "accepted", "seen too")
    assert desk.states() == ["counts"]
    desk.do(recording.rule_on, "coordinator", sent, "annulled", "it was forged")
    assert desk.states() == ["annulled"]
    assert [one["verdict"] for one in entries(desk.works, "accreditation:evidence:ruled")] == ["accepted", "annulled"]


def test_a_claim_is_taken_back_by_its_officer_while_nobody_has_answered(desk: Desk) -> None:
    """O33: once; afterwards nobody accepts it, and what was answered is not taken back."""
    sent = desk.do(recording.record_claim, "officer", desk.claim())
    with pytest.raises(NotFound):
        desk.do(recording.take_claim_back, "coordinator", sent)
    desk.do(recording.take_claim_back, "officer", sent)
    for actor, service, given in (
        ("officer", recording.take_claim_back, ()),
        ("staff", recording.rule_on, ("accepted", "")),
    ):
        with pytest.raises(AlreadyRuled):
            desk.do(service, actor, sent, *given)
    answered = desk.do(recording.record_claim, "officer", desk.claim(token="t2"))
    desk.do(recording.rule_on, "staff", answered, "refused", "no")
    with pytest.raises(AlreadyRuled):
        desk.do(recording.take_claim_back, "officer", answered)
    assert desk.states() == ["annulled", "refused"]


def test_a_day_that_has_not_come_is_refused(desk: Desk) -> None:
    """Input error, not evidence."""
    with pytest.raises(NotInTheFuture):
        desk.do(recording.record_claim, "officer", replace(desk.claim(), on=desk.today + timedelta(days=2)))


def test_a_coordinator_confirms_cases_of_the_own_agency_only(desk: Desk) -> None:
    """Who confirms has supervised: the involvement is noted, and keeps them from assessing (U3)."""
    sent = desk.do(recording.record_claim, "officer", desk.claim())
    with pytest.raises(NotFound):
        desk.do(recording.confirm_claim, "coordinator", "/elsewhere/", sent, accepted=True, reason="")
    desk.do(recording.confirm_claim, "coordinator", path_of(desk), sent, accepted=True, reason="I was there")
    assert desk.states() == ["counts"]
    desk.do(appoint, "staff", desk.people["coordinator"], "practice")
    with pytest.raises(Barred):
        desk.do(record_practical, "coordinator", desk.filled(True, True, True))


def test_an_appointed_assessor_records_a_sheet_once(desk: Desk) -> None:
    """A13: the lines stand as they were worded; the scheme's own minimum says passed or failed."""
    with pytest.raises(NotAppointed):
        desk.do(record_practical, "assessor", desk.filled(True, True, True))
    desk.do(appoint, "staff", desk.people["assessor"], "practice")
    desk.do(appoint, "staff", desk.people["assessor"], "practice")
    assert [one["scheme"] for one in entries(desk.works, "accreditation:assessor:appointed")].count("practice") == 1
    with pytest.raises(SheetIncomplete):
        desk.do(record_practical, "assessor", desk.filled(True, True))
    first = desk.do(record_practical, "assessor", desk.filled(True, True, False))
    assert desk.do(record_practical, "assessor", desk.filled(True, True, False)) == first
    desk.do(record_practical, "assessor", desk.filled(False, True, True, token="p2"))
    with desk.works.database.reading() as connection:
        found = evidence_of(connection, desk.people["officer"])
    assert [one.outcome for one in found] == ["passed", "failed"]
    assert found[0].body["criteria"][0] == {"text": "Makes people safe", "critical": True, "met": True}
    desk.do(end_appointment, "staff", desk.people["assessor"], "practice")
    with pytest.raises(NotAppointed):
        desk.do(record_practical, "assessor", desk.filled(True, True, True, token="p3"))


def test_an_appointment_runs_out_on_the_day_that_was_set(desk: Desk) -> None:
    """A13: the last day counts; appointed again, the day is another one, and afterwards it is another appointment."""
    assessor, clock = desk.people["assessor"], desk.works.database.clock
    for until in (desk.today + timedelta(days=9), desk.today):
        desk.do(appoint, "staff", assessor, "practice", until)
    desk.do(record_practical, "assessor", desk.filled(True, True, True))
    desk.works.database.clock = lambda: clock() + timedelta(days=1)
    try:
        with pytest.raises(NotAppointed):
            desk.do(record_practical, "assessor", desk.filled(True, True, True, token="p2"))
        desk.do(appoint, "staff", assessor, "practice")
        desk.do(record_practical, "assessor", desk.filled(True, True, True, token="p3"))
    finally:
        desk.works.database.clock = clock
    held = "SELECT count(*) FROM assessor_appointment WHERE person_id = :who AND ended_at IS NULL"
    assert (scalar(desk.works, held, who=assessor), desk.states()) == (1, ["counts", "counts"])


def test_who_trained_a_candidate_does_not_assess_them(desk: Desk) -> None:
    """U3: and nothing is recorded."""
    desk.do(appoint, "staff", desk.people["assessor"], "practice")
    works, officer, assessor = desk.works, desk.people["officer"], desk.people["assessor"]
    works.database.write(lambda unit: involve(unit, officer, assessor, "trainer", "course:x"))
    with pytest.raises(Barred):
        desk.do(record_practical, "assessor", desk.filled(True, True, True))
    assert desk.states() == []


def test_the_details_lie_sealed_in_the_database(desk: Desk) -> None:
    """Place, witness and words are nobody's who reads the disk."""
    desk.do(appoint, "staff", desk.people["assessor"], "practice")
    desk.do(record_practical, "assessor", desk.filled(True, True, True))
    with desk.works.database.reading() as connection:
        stored = connection.execute(sa.text("SELECT body FROM evidence")).scalars().all()
    assert stored
    assert not any(b"A yard" in bytes(one) for one in stored)
