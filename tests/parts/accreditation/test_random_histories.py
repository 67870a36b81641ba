"""Random histories of trainers, assessors, deciders and panels: no way to a credential without what it asks (U3)."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.accreditation.appeal_queries import appealable
from app.accreditation.domain.appeal import Step
from app.accreditation.scheme_change_queries import versions_of
from app.accreditation.services import deciding
from app.accreditation.services.appealing import file_appeal
from app.accreditation.services.changing_scheme import propose_change, put_in_force
from app.accreditation.services.deciding import Draft
from app.accreditation.services.declaring import NewConflict, declare_conflict
from app.accreditation.services.hearing import acknowledge, decide_appeal, name_panel
from app.accreditation.services.parting import involve
from app.accreditation.statement_queries import statement_of
from app.accreditation.triggers import drop_statements
from app.audit.domain.chain import first_broken
from app.audit.queries import all_entries
from app.foundation.errors import Refusal
from app.identity.services.actor import Actor
from tests.parts.accreditation.desk import STAFF, Desk, make_desk
from tests.parts.accreditation.test_deciding import seen

OFFICERS = ("ada", "ben")
ACTORS = (*STAFF, "tom")
PARTS = ("trainer", "marker", "assessor", "supervisor", "panel")
GROUP = {"trainer": "training", "supervisor": "training", "decider": "deciding", "approver": "deciding"}
officers, actors = st.sampled_from(OFFICERS), st.sampled_from(ACTORS)
schemes = st.sampled_from(("by-rule", "by-one", "by-two"))
outcomes = st.sampled_from(("grant", "grant", "grant", "refuse", "defer"))
CREDENTIALS = (
    "SELECT c.person_id, c.scheme, d.decider, d.approver, d.outcome, d.at, p.identity_confirmed_at FROM credential c "
    "JOIN decision d ON d.id = c.decision_id JOIN person p ON p.id = c.person_id"
)
DECIDED_AGAIN = (
    "SELECT a.id, a.person_id, a.scheme, d.decider, d.approver FROM decision d JOIN application a "
    "ON a.id = d.application_id WHERE a.reason = 'appeal'"
)
DECIDERS = (
    "SELECT d.decider, d.approver FROM decision d JOIN application a ON a.id = d.application_id "
    "WHERE a.person_id = :person AND a.scheme = :scheme AND a.id < :id"
)
CHANGES = (
    "SELECT c.proposed_by, a.answered_by FROM scheme_change c JOIN scheme_change_answer a ON a.change_id = c.id "
    "WHERE a.answer = 'approved'"
)
ISSUED_UNDER = (
    "SELECT c.number, c.statement_hash, v.number AS version FROM credential c "
    "JOIN scheme_version v ON v.id = c.scheme_version_id"
)
INVOLVED = "SELECT candidate_id, actor_id, part, at, clear_from FROM involvement"


class Histories(RuleBasedStateMachine):
    """Whatever happens in whatever order; the tables are read back by plain SQL, not by the rule that is tested."""

    source: ClassVar[Desk]

    def __init__(self) -> None:
        super().__init__()
        self.desk = self.source
        self.transaction = Undone(self.desk)
        self.declared: set[tuple[str, str]] = set()
        self.refused = self.changed = 0

    def teardown(self) -> None:
        """Undo everything."""
        self.transaction.undo()

    def attempt(self, work: Any) -> None:
        """Do something, which may be refused."""
        try:
            self.desk.do(work)
        except Refusal:
            return

    @rule(name=officers)
    def meets_the_requirements(self, name: str) -> None:
        self.desk.room.confirm(name)

    @rule(name=officers)
    def is_considered(self, name: str) -> None:
        self.desk.consider(name)

    @rule(name=officers, actor=actors, part=st.sampled_from(PARTS))
    def takes_a_part(self, name: str, actor: str, part: str) -> None:
        self.attempt(lambda unit: involve(unit, self.desk.id(name), self.desk.id(actor), part, f"history:{part}"))

    @rule(name=officers, actor=actors)
    def declares_a_conflict(self, name: str, actor: str) -> None:
        new = NewConflict("other", "", person_id=self.desk.id(name))
        self.attempt(lambda unit: declare_conflict(unit, new, Actor(self.desk.id(actor))))

    @rule(name=officers, actor=actors, scheme=schemes, outcome=outcomes)
    def decides(self, name: str, actor: str, scheme: str, outcome: str) -> None:
        for public_id in self.cases(name, scheme):
            self.decide(public_id, actor, Draft(outcome, ("other",) if outcome == "refuse" else (), (), "Words."))

    def decide(self, public_id: str, actor: str, draft: Draft) -> None:
        """Decide one case on what it shows now."""
        house, shown = deciding.Desk(*self.desk.parts()), seen(self.desk, public_id)
        self.attempt(lambda unit: deciding.decide(unit, house, public_id, Actor(self.desk.id(actor)), draft, shown))

    @rule(name=officers, actor=actors)
    def agrees(self, name: str, actor: str) -> None:
        for public_id in self.cases(name, "by-two"):
            self.agree(public_id, actor)

    def agree(self, public_id: str, actor: str) -> None:
        """Agree to what is proposed on one case."""
        house = deciding.Desk(*self.desk.parts())
        self.attempt(lambda unit: deciding.approve(unit, house, public_id, Actor(self.desk.id(actor))))

    @rule(name=officers, first=actors, second=actors, panel=actors)
    def appeals_and_is_upheld(self, name: str, first: str, second: str, panel: str) -> None:
        """A refusal is appealed against, heard by whoever may, and comes before the desk again."""
        self.refused += 1
        key, person = f"{self.refused:016d}", Actor(self.desk.id(name), "officer")
        matters = self.desk.room.read(appealable, person.id, self.desk.room.clock().date())
        staff = [Actor(self.desk.id(one), "accreditation") for one in (first, second, panel)]
        if matters:
            self.attempt(lambda unit: file_appeal(unit, person, matters[0].key, "No.", key))
            self.attempt(lambda unit: acknowledge(unit, staff[0], key, ""))
            self.attempt(lambda unit: name_panel(unit, staff[1], key, [staff[2].id]))
            self.attempt(lambda unit: decide_appeal(unit, staff[2], key, Step.UPHOLD, "decide-again", "Yes."))

    @rule(scheme=schemes, first=actors, second=actors, months=st.integers(1, 60))
    def a_scheme_is_changed(self, scheme: str, first: str, second: str, months: int) -> None:
        """Another version is proposed and, by another person, put in force."""
        self.changed += 1
        base, key = self.desk.room.read(versions_of, scheme)[0], f"c{self.changed:015d}"
        made = {**base.document, "valid-months": months, "version": base.number + 1}
        persons = [Actor(self.desk.id(one), "accreditation") for one in (first, second)]
        self.attempt(lambda unit: propose_change(unit, persons[0], base, made, "Why.", key))
        self.attempt(lambda unit: put_in_force(unit, persons[1], key, self.desk.parts()[0]))

    @rule(days=st.integers(1, 400))
    def time_passes(self, days: int) -> None:
        self.desk.room.clock.move(days=days)

    @invariant()
    def every_credential_has_its_requirements_and_its_persons(self) -> None:
        involved = self.desk.room.ask(INVOLVED)
        for one in self.desk.room.ask(CREDENTIALS):
            assert one.outcome == "grant"
            assert one.identity_confirmed_at is not None
            if one.scheme == "by-rule":
                assert (one.decider, one.approver) == ("rule", None)
                continue
            persons = [one.decider, *([one.approver] if one.approver else [])]
            assert len(set(persons)) == (2 if one.scheme == "by-two" else 1)
            for person in persons:
                had = [i for i in involved if i.candidate_id == one.person_id and i.actor_id == person]
                assert any(GROUP.get(i.part) == "deciding" for i in had)
                others = [i for i in had if GROUP.get(i.part, i.part) != "deciding" and i.at < one.at]
                assert all(i.part == "trainer" and i.clear_from <= one.at for i in others), others

    @invariant()
    def nobody_has_two_parts(self) -> None:
        pairs: dict[tuple[str, str], set[str]] = {}
        for one in self.desk.room.ask(INVOLVED):
            if one.part != "trainer":
                pairs.setdefault((one.candidate_id, one.actor_id), set()).add(GROUP.get(one.part, one.part))
        assert all(len(groups) == 1 for groups in pairs.values()), pairs

    @invariant()
    def nobody_decides_again_what_they_decided(self) -> None:
        for one in self.desk.room.ask(DECIDED_AGAIN):
            before = self.desk.room.ask(DECIDERS, person=one.person_id, scheme=one.scheme, id=one.id)
            assert not {one.decider, one.approver} & {person for row in before for person in row if person}

    @invariant()
    def every_changed_version_has_two_persons_and_the_next_number(self) -> None:
        for one in self.desk.room.ask(CHANGES):
            assert one.answered_by != one.proposed_by
        for scheme in ("by-rule", "by-one", "by-two"):
            numbers = [one.number for one in self.desk.room.read(versions_of, scheme)]
            assert numbers == list(range(len(numbers), 0, -1))

    @invariant()
    def what_was_issued_stays_under_its_version(self) -> None:
        for one in self.desk.room.ask(ISSUED_UNDER):
            found = self.desk.room.read(statement_of, one.number)
            assert found
            assert hashlib.sha256(found.text.encode()).hexdigest() == one.statement_hash
            assert json.loads(found.text)["scheme"]["version"] == one.version

    def cases(self, name: str, scheme: str) -> list[str]:
        """The cases of an officer in a scheme."""
        found = "SELECT public_id FROM application WHERE person_id = :p AND scheme = :s"
        return [row[0] for row in self.desk.room.ask(found, p=self.desk.id(name), s=scheme)]


class Undone:
    """The database as it is now, brought back at the end of a history."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.now = desk, desk.room.clock.now
        self.kept = sqlite3.connect(":memory:")
        with closing(self.file()) as file:
            file.backup(self.kept)

    def undo(self) -> None:
        """Bring it back."""
        with closing(self.file()) as file:
            self.kept.backup(file)
        self.kept.close()
        self.desk.room.clock.now = self.now

    def file(self) -> sqlite3.Connection:
        """Open the database's file."""
        return sqlite3.connect(str(self.desk.room.works.database.engine.url.database), timeout=5)


def test_no_history_leads_to_a_credential_without_what_it_asks(tmp_path: Path, sqlite_url: str) -> None:
    """U3, A11, A12, A23, X6: requirements met, the right number of persons, none of whom had another part."""
    desk = make_desk(tmp_path, sqlite_url, ("by-rule", "by-one", "by-two"))
    Histories.source = desk
    some = settings(max_examples=15, stateful_step_count=25, deadline=None, derandomize=True,
                    suppress_health_check=list(HealthCheck))  # fmt: skip
    run_state_machine_as_test(Histories, settings=some)  # type: ignore[no-untyped-call]
    desk.room.works.database.engine.dispose()


_INTO = "INSERT INTO involvement (id, candidate_id, actor_id, part, source, at)"
FORGED = (
    "INSERT INTO decision (id, person_id, scheme_version_id, outcome, decider, grounds, at) "
    "SELECT 'forged', p.id, v.id, 'grant', :dora, '{}', :at FROM person p, scheme_version v WHERE p.id = :ada LIMIT 1",
    f"{_INTO} VALUES ('forged', :ada, :dora, 'panel', 's', :at)",
    f"{_INTO} VALUES ('forged', :ada, :ada, 'decider', 's', :at)",
    "UPDATE decision SET outcome = 'refuse'",
    "DELETE FROM decision",
    "DELETE FROM credential",
    "UPDATE credential SET person_id = :dora",
    "DELETE FROM involvement",
)


@pytest.mark.parametrize("statement", FORGED)
def test_sql_that_breaks_a_rule_is_refused(desk: Desk, statement: str) -> None:
    """U3, X6: whoever reaches the database with SQL meets the rules there."""
    desk.room.confirm("ada")
    desk.consider("ada")
    desk.involve("ada", "dora", "decider")
    values = {"ada": desk.id("ada"), "dora": desk.id("dora"), "at": desk.room.clock.now.replace(tzinfo=None)}
    used = {key: value for key, value in values.items() if f":{key}" in statement}
    with pytest.raises(sa.exc.DBAPIError):
        desk.do(lambda unit: unit.connection.execute(sa.text(statement), used))


def test_what_was_done_with_the_guards_lifted_is_found_in_the_log(desk: Desk) -> None:
    """U3: a log that was cut to hide a decision does not verify."""
    desk.room.confirm("ada")
    desk.consider("ada")
    dialect = desk.room.works.database.engine.dialect.name
    log = "" if dialect == "sqlite" else " ON audit_event"
    lift = [
        *drop_statements(dialect),
        *(f"DROP TRIGGER IF EXISTS tr_audit_event_no_{act}{log}" for act in ("delete", "update")),
    ]
    cut = "DELETE FROM audit_event WHERE tag = 'accreditation:case:opened'"

    def work(unit: Any) -> None:
        for statement in (*lift, cut):
            unit.connection.exec_driver_sql(statement)

    desk.do(work)
    assert desk.room.read(lambda connection: first_broken(all_entries(connection))) is not None
