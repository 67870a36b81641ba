"""Random histories of trainers, assessors, deciders and panels: no way to a credential without what it asks (U3)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.accreditation.appeal_queries import appealable
from app.accreditation.domain.appeal import PAPER, Step
from app.accreditation.domain.months import months_before
from app.accreditation.scheme_change_queries import versions_of
from app.accreditation.services import deciding
from app.accreditation.services.appealing import file_appeal
from app.accreditation.services.changing_scheme import propose_change, put_in_force
from app.accreditation.services.correcting import HolderWriting, correct
from app.accreditation.services.deciding import Draft
from app.accreditation.services.declaring import NewConflict, declare_conflict
from app.accreditation.services.hearing import acknowledge, decide_appeal, name_panel
from app.accreditation.services.lives import Grounds
from app.accreditation.services.parting import involve
from app.accreditation.services.recording import NewEvidence, add_evidence
from app.accreditation.services.reinstating import reinstate
from app.accreditation.services.suspending import suspend
from app.accreditation.services.withdrawing import confirm_withdrawal, propose_withdrawal
from app.accreditation.statement_queries import statement_of
from app.accreditation.triggers import drop_statements
from app.audit.domain.chain import first_broken
from app.audit.queries import all_entries
from app.foundation.errors import Refusal
from app.identity.services.actor import Actor
from tests.parts.accreditation.desk import SCHEME, STAFF, Desk, make_desk
from tests.parts.accreditation.test_deciding import seen
from tests.parts.accreditation.undone import kept
from tests.parts.learning.classroom import EXAM
from tests.plugins.databases import fresh_database

OFFICERS = ("ada", "ben")
ACTORS = (*STAFF, "tom")
PARTS = ("trainer", "marker", "assessor", "supervisor", "panel")
GROUP = {"trainer": "training", "supervisor": "training", "decider": "deciding", "approver": "deciding"}
officers, actors = st.sampled_from(OFFICERS), st.sampled_from(ACTORS)
schemes = st.sampled_from(("by-rule", "by-one", "by-two"))
outcomes = st.sampled_from(("grant", "grant", "grant", "refuse", "defer"))
CREDENTIALS = (
    "SELECT c.person_id, c.scheme, d.decider, d.approver, d.outcome, d.at, d.grounds FROM credential c "
    "JOIN decision d ON d.id = c.decision_id"
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
INVOLVED = "SELECT id, candidate_id, actor_id, part, at, clear_from FROM involvement"
DECISIONS = "SELECT id, person_id, decider, approver FROM decision"
GRANTED = "SELECT id, person_id FROM credential WHERE edition = 1"
EVENTS = (
    "SELECT c.id, c.person_id, c.edition, e.kind, e.actor, e.second FROM credential_event e "
    "JOIN credential c ON c.id = e.credential_id ORDER BY c.id, e.position"
)
NEWEST = (
    "SELECT number, cycle, valid_until FROM credential WHERE person_id = :p AND scheme = :s "
    "ORDER BY cycle DESC, edition DESC"
)
RENEWALS = (
    "SELECT c.person_id, c.scheme, c.cycle, c.number, d.at, d.grounds, d.decider, a.opened_at, a.reason, "
    "p.person_id AS whose, p.scheme AS of_scheme, p.cycle AS of_cycle, p.number AS before, p.valid_until AS ended "
    "FROM credential c JOIN decision d ON d.id = c.decision_id LEFT JOIN application a ON a.id = d.application_id "
    "LEFT JOIN credential p ON p.id = c.follows_id WHERE c.edition = 1 AND c.cycle > 1"
)
UPHELD = (
    "SELECT 'appeal:' || a.public_id AS reference, e.outcome, e.actor FROM appeal_event e "
    "JOIN appeal a ON a.id = e.appeal_id WHERE e.kind = 'upheld'"
)
OPENED = (
    "SELECT reference, 'examine-again' AS outcome, granted_by AS actor, person_id FROM extra_attempt UNION ALL "
    "SELECT r.reference, 'mark-again', r.marked_by, a.person_id FROM regrade r JOIN attempt a ON a.id = r.attempt_id"
)
SAT = (
    "SELECT a.person_id, count(*) AS sat, count(x.id) AS extra FROM attempt a "
    "LEFT JOIN extra_attempt x ON x.attempt_id = a.id GROUP BY a.person_id"
)
MOST_ATTEMPTS = 3
CURRENT = (
    "SELECT c.person_id, c.scheme, c.cycle FROM credential c WHERE NOT EXISTS "
    "(SELECT 1 FROM credential_event e WHERE e.credential_id = c.id AND e.kind = 'superseded')"
)
NUMBERS = "SELECT number FROM credential WHERE person_id = :p ORDER BY created_at DESC, edition DESC"
NOT_CONFIRMED = "UPDATE person SET identity_confirmed_at = NULL, identity_confirmed_by = NULL WHERE id = :p"
WHY = Grounds("under-review", "Words.")
ACTS = ("suspended", "reinstated", "withdrawn", "corrected")
WHEN = {"early": timedelta(days=-200), "in the window": timedelta(days=-20), "in the grace": timedelta(days=10),
        "too late": timedelta(days=200)}  # fmt: skip
"""When a certificate comes up for renewal, from its last day on."""
DOES = ("nothing", "the shorter path", "the shorter path", "all")
OPENS_MONTHS, GRACE_DAYS, STATED_MONTHS = 3, 30, 6
RENEWABLE = f"""{SCHEME}    - employer-statement: {{{{within-months: {STATED_MONTHS}}}}}
renewal:
  opens-months: {OPENS_MONTHS}
  grace-days: {GRACE_DAYS}
  requirements:
    all:
      - identity-confirmed: {{{{}}}}
"""
RENEWED = {
    *("in its window", "in its grace", "all again", "renewed by the desk"),
    *("not renewed: early", "not renewed: nothing", "not renewed: too late, the shorter path"),
}
REACHED = {*ACTS, *PAPER, "superseded", "by two", "again after an appeal", "conflict", "taken away", *RENEWED}


class Histories(RuleBasedStateMachine):
    """Whatever happens in whatever order; the tables are read back by plain SQL, not by the rule that is tested."""

    source: ClassVar[Desk]
    reached: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.desk = self.source
        self.began = self.desk.room.clock.now
        self.bring_back = kept(self.desk.room.works.settings.database_url)
        self.declared: dict[tuple[str, str], set[str]] = {}
        self.confirmed: set[str] = set()
        self.issued: set[str] = set()
        self.held: set[str] = {row.id for row in self.desk.room.ask(GRANTED)}
        self.refused = self.changed = self.corrected = 0
        self.stated: dict[str, date] = {}

    def teardown(self) -> None:
        """Undo everything."""
        self.issued.clear()
        self.what_was_issued_stays_under_its_version()
        self.bring_back()
        self.desk.room.clock.now = self.began

    def attempt(self, work: Any, what: str = "") -> bool:
        """Do something, which may be refused; say whether it was done, and note what was reached by it."""
        try:
            self.desk.do(work)
        except Refusal:
            return False
        self.reached.add(what)
        return True

    @rule(name=officers)
    def meets_the_requirements(self, name: str) -> None:
        self.is_confirmed(name)
        today = self.desk.room.clock.now.date()
        if self.stated.get(name, date.min) < months_before(today, STATED_MONTHS):
            self.stated[name] = today
            new = NewEvidence(f"{name} {today}", self.desk.id(name), "employer-statement", "agency", today)
            self.desk.do(lambda unit: add_evidence(unit, Actor(self.desk.id("cleo"), "coordinator"), new))

    def is_confirmed(self, name: str) -> None:
        """Their identity is confirmed, unless it is."""
        if self.desk.id(name) not in self.confirmed:
            self.confirmed.add(self.desk.id(name))
            self.desk.room.confirm(name)

    @rule(name=officers)
    def a_requirement_is_taken_away(self, name: str) -> None:
        """Their identity is confirmed no longer; what was granted stands, and nothing more is."""
        self.nothing_new_is_granted_to_who_does_not_meet_it()
        person = self.desk.id(name)
        self.desk.do(lambda unit: unit.connection.execute(sa.text(NOT_CONFIRMED), {"p": person}))
        self.reached.add("taken away" if person in self.confirmed else "")
        self.confirmed.discard(person)

    @rule(name=officers)
    def is_considered(self, name: str) -> None:
        self.desk.consider(name)

    @rule(name=officers, actor=actors, part=st.sampled_from(PARTS))
    def takes_a_part(self, name: str, actor: str, part: str) -> None:
        self.attempt(lambda unit: involve(unit, self.desk.id(name), self.desk.id(actor), part, f"history:{part}"))

    @rule(name=officers, actor=actors)
    def declares_a_conflict(self, name: str, actor: str) -> None:
        new, pair = NewConflict("other", "", person_id=self.desk.id(name)), (self.desk.id(actor), self.desk.id(name))
        if self.attempt(lambda unit: declare_conflict(unit, new, Actor(pair[0])), "conflict"):
            self.declared.setdefault(pair, self.done_by(*pair))

    def done_by(self, actor: str, person: str) -> set[str]:
        """What somebody did in another's accreditation: their parts, training left out, and their decisions."""
        parts = {i.id for i in self.desk.room.ask(INVOLVED)
                 if (i.actor_id, i.candidate_id) == (actor, person) and i.part != "trainer"}  # fmt: skip
        return parts | {d.id for d in self.desk.room.ask(DECISIONS)
                        if d.person_id == person and actor in {d.decider, d.approver}}  # fmt: skip

    @rule(name=officers, first=actors, second=actors)
    def is_granted_by_two(self, name: str, first: str, second: str) -> None:
        """The short way to a certificate of two persons."""
        self.meets_the_requirements(name)
        self.desk.consider(name)
        for public_id in self.cases(name, "by-two"):
            self.decide(public_id, first, Draft("grant", (), (), "Words."))
            self.agree(public_id, second)

    @rule(name=officers, acts=st.permutations(ACTS), persons=st.permutations(STAFF))
    def things_happen_to_a_certificate(self, name: str, acts: list[str], persons: list[str]) -> None:
        """Suspended, reinstated, corrected or withdrawn, in any order, by whoever tries it; the newest is tried."""
        one, other, _ = (Actor(self.desk.id(person), "accreditation") for person in persons)
        self.meets_the_requirements(name)
        self.desk.consider(name)
        for act in acts:
            for row in self.desk.room.ask(NUMBERS, p=self.desk.id(name))[:1]:
                self.attempt(lambda unit, act=act, number=row.number: self.do(unit, act, number, one, other), act)

    def do(self, unit: Any, act: str, number: str, one: Actor, other: Actor) -> None:
        """Do one act on a certificate."""
        if act == "suspended":
            suspend(unit, number, one, WHY, condition=None, ends_on=None)
        elif act == "reinstated":
            reinstate(unit, number, one, WHY)
        elif act == "withdrawn":
            confirm_withdrawal(unit, propose_withdrawal(unit, number, one, WHY), other, "")
        else:
            self.corrected += 1
            correct(unit, number, one, HolderWriting(f"Name {self.corrected}", "", ""), "Words.", *self.desk.parts())

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

    @rule(name=officers, persons=st.permutations(STAFF))
    def is_refused_and_appeals(self, name: str, persons: list[str]) -> None:
        """The short way to a decision after an appeal: one refuses, one hears it, and whoever is left decides."""
        first, panel, last = persons
        self.meets_the_requirements(name)
        self.desk.consider(name)
        self.decides(name, first, "by-one", "refuse")
        self.appeals_and_is_upheld(name, panel, panel, panel)
        self.decides(name, last, "by-one", "grant")

    @rule(name=officers, persons=st.permutations(STAFF), outcome=st.sampled_from(PAPER))
    def fails_and_appeals(self, name: str, persons: list[str], outcome: str) -> None:
        """An examination is failed, appealed about, and held again or marked again by whoever may."""
        paper = self.sits(name)
        if paper is None:
            return
        self.refused += 1
        key, person = f"{self.refused:016d}", Actor(self.desk.id(name), "officer")
        first, panel, _ = (Actor(self.desk.id(one), "accreditation") for one in persons)
        self.attempt(lambda unit: file_appeal(unit, person, f"paper-{paper}", "No.", key))
        self.attempt(lambda unit: acknowledge(unit, first, key, ""))
        self.attempt(lambda unit: name_panel(unit, first, key, [panel.id]))
        self.attempt(lambda unit: decide_appeal(unit, panel, key, Step.UPHOLD, outcome, "Yes.", paper), outcome)
        self.sits(name)

    def sits(self, name: str) -> str | None:
        """Hand in an empty paper of the examination, if one may be begun; return its public id."""
        try:
            paper = self.desk.room.start(name, EXAM)
        except Refusal:
            return None
        return self.desk.room.hand_in(name, paper).public_id

    @rule(name=officers, scheme=schemes, whens=st.permutations(tuple(WHEN)), does=st.permutations(DOES),
          persons=st.permutations(STAFF))  # fmt: skip
    def come_to_their_ends(self, name: str, scheme: str, whens: list[str], does: list[str], persons: list[str]) -> None:
        """A certificate is granted and comes to its end, and then what renewed it, or what was granted anew."""
        for when, done in zip(whens, does, strict=True):
            self.meets_the_requirements(name)
            self.is_settled(name, scheme, persons)
            newest = self.newest(name, scheme)
            if newest and parsed(newest.valid_until) + WHEN[when] >= self.desk.room.clock.now.date():
                self.comes_to_its_end(name, scheme, when, done, persons)

    def comes_to_its_end(self, name: str, scheme: str, when: str, does: str, persons: list[str]) -> None:
        """Time goes to a day near the end of a certificate, and its holder does all or some or nothing."""
        newest = self.newest(name, scheme)
        self.desk.room.clock.now = datetime.combine(parsed(newest.valid_until) + WHEN[when], time(9), UTC)
        if does == "nothing":
            self.a_requirement_is_taken_away(name)
        elif does == "all":
            self.meets_the_requirements(name)
        else:
            self.is_confirmed(name)
        self.is_settled(name, scheme, persons)
        if self.newest(name, scheme).cycle == newest.cycle:
            self.reached |= {f"not renewed: {one}" for one in (when, does, f"{when}, {does}")}

    def is_settled(self, name: str, scheme: str, persons: list[str]) -> None:
        """They are considered, and whatever waits for the desk is decided by whoever may."""
        self.desk.consider(name)
        for public_id in self.cases(name, scheme, " AND state <> 'decided'"):
            self.decide(public_id, persons[0], Draft("grant", (), (), "Words."))
            self.agree(public_id, persons[1])

    def newest(self, name: str, scheme: str) -> Any:
        """The newest certificate of an officer in a scheme."""
        found = self.desk.room.ask(NEWEST, p=self.desk.id(name), s=scheme)
        return found[0] if found else None

    @rule(scheme=schemes, first=actors, second=actors, months=st.integers(6, 60))
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
            assert confirmed_in(one.grounds)
            if one.decider == "rule":
                assert (one.scheme, one.approver) == ("by-rule", None)
                continue
            persons = [one.decider, *([one.approver] if one.approver else [])]
            assert len(set(persons)) == (2 if one.scheme == "by-two" else 1)
            self.reached.add("by two" if one.scheme == "by-two" else "")
            for person in persons:
                had = [i for i in involved if i.candidate_id == one.person_id and i.actor_id == person]
                assert any(GROUP.get(i.part) == "deciding" for i in had)
                others = [i for i in had if GROUP.get(i.part, i.part) != "deciding" and i.at < one.at]
                assert all(i.part == "trainer" and i.clear_from <= one.at for i in others), others

    @invariant()
    def what_appeals_open_is_opened_by_their_panel_and_used_once(self) -> None:
        upheld = {(row.reference, row.outcome, row.actor) for row in self.desk.room.ask(UPHELD)}
        panels = {(i.candidate_id, i.actor_id) for i in self.desk.room.ask(INVOLVED) if i.part == "panel"}
        for one in self.desk.room.ask(OPENED):
            assert (one.reference, one.outcome, one.actor) in upheld
            assert (one.person_id, one.actor) in panels
        assert all(row.sat - row.extra <= MOST_ATTEMPTS for row in self.desk.room.ask(SAT))

    @invariant()
    def every_renewal_has_a_new_number_linked_to_the_old_and_what_its_day_asks(self) -> None:
        for one in self.desk.room.ask(RENEWALS):
            if one.before is None:
                assert one.reason == "appeal"  # decided again after an appeal about a certificate
                continue
            assert (one.person_id, one.scheme, one.cycle) == (one.whose, one.of_scheme, one.of_cycle + 1)
            assert one.number != one.before
            judged, ends = parsed(one.opened_at or one.at), parsed(one.ended)
            assert judged >= months_before(ends, OPENS_MONTHS), "never before the window opens"
            if judged > ends + timedelta(days=GRACE_DAYS):
                stated = [parsed(entry["on"]) for entry in read(one.grounds).get("practice", [])]
                assert max(stated) >= months_before(parsed(one.at), STATED_MONTHS), "too late is all of it again"
                self.reached.add("all again")
            else:
                self.reached.add("in its window" if judged <= ends else "in its grace")
            self.reached.add("" if one.decider == "rule" else "renewed by the desk")

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
            self.reached.add("again after an appeal")

    @invariant()
    def nothing_new_is_granted_to_who_does_not_meet_it(self) -> None:
        new = [row for row in self.desk.room.ask(GRANTED) if row.id not in self.held]
        assert {row.person_id for row in new} <= self.confirmed
        self.held |= {row.id for row in new}

    @invariant()
    def who_declared_a_conflict_does_nothing_more(self) -> None:
        for pair, before in self.declared.items():
            assert self.done_by(*pair) <= before

    @invariant()
    def every_life_is_in_order_and_in_the_right_hands(self) -> None:
        involved = {
            (i.candidate_id, i.actor_id) for i in self.desk.room.ask(INVOLVED) if i.part in {"decider", "panel"}
        }
        lives: dict[str, list[str]] = {}
        for one in self.desk.room.ask(EVENTS):
            life = lives.setdefault(one.id, [])
            assert (one.kind == "issued") == (not life)
            assert not {"withdrawn", "superseded"} & set(life)
            if one.kind == "reinstated":
                assert life[-1] == "suspended"
            acted = {one.actor, one.second} - {None} if one.kind in {"suspended", "reinstated", "withdrawn"} else set()
            assert all((one.person_id, actor) in involved for actor in acted)
            assert len(acted) == {"withdrawn": 2, "suspended": 1, "reinstated": 1}.get(one.kind, 0)
            life.append(one.kind)
            self.reached.add(one.kind)

    @invariant()
    def one_edition_is_not_superseded(self) -> None:
        current = [tuple(row) for row in self.desk.room.ask(CURRENT)]
        assert len(current) == len(set(current))

    @invariant()
    def every_changed_version_has_two_persons_and_the_next_number(self) -> None:
        for one in self.desk.room.ask(CHANGES):
            assert one.answered_by != one.proposed_by
        for scheme in ("by-rule", "by-one", "by-two"):
            numbers = [one.number for one in self.desk.room.read(versions_of, scheme)]
            assert numbers == list(range(len(numbers), 0, -1))

    @invariant()
    def what_was_issued_stays_under_its_version(self) -> None:
        """Looked at when it is new, and all of it at the end."""
        for one in self.desk.room.ask(ISSUED_UNDER):
            if one.number in self.issued:
                continue
            self.issued.add(one.number)
            found = self.desk.room.read(statement_of, one.number)
            assert found
            assert hashlib.sha256(found.text.encode()).hexdigest() == one.statement_hash
            assert json.loads(found.text)["scheme"]["version"] == one.version

    def cases(self, name: str, scheme: str, which: str = "") -> list[str]:
        """The cases of an officer in a scheme."""
        found = "SELECT public_id FROM application WHERE person_id = :p AND scheme = :s" + which
        return [row[0] for row in self.desk.room.ask(found, p=self.desk.id(name), s=scheme)]


def confirmed_in(grounds: Any) -> bool:
    """Whether the frozen evidence of a decision says that the identity was confirmed."""
    return read(grounds)["identity_confirmed_at"] is not None


def read(stored: Any) -> Any:
    """Return JSON as either database gives it to plain SQL."""
    return json.loads(stored) if isinstance(stored, str) else stored


def parsed(stored: Any) -> date:
    """Return a day, or the day of a moment, as either database gives it to plain SQL."""
    return date.fromisoformat(str(stored)[:10])


@pytest.mark.parametrize(
    ("kind", "examples"), [("sqlite", 20), pytest.param("postgresql", 2, marks=pytest.mark.postgres)]
)
def test_no_history_leads_to_a_credential_without_what_it_asks(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str, examples: int
) -> None:
    """U3, A9, A11, A12, A23, O30, X6: requirements met, the right number of persons, none of whom had another part.

    At the end every kind of event must have happened somewhere in the run: what is never reached shows nothing. On
    PostgreSQL there are fewer histories, which need not reach everything.
    """
    for url in fresh_database(request, kind, tmp_path):
        desk = make_desk(tmp_path, url, ("by-rule", "by-one", "by-two"), scheme=RENEWABLE)
        Histories.source, Histories.reached = desk, set()
        some = settings(max_examples=examples, stateful_step_count=25, deadline=None, derandomize=True,
                        suppress_health_check=list(HealthCheck))  # fmt: skip
        run_state_machine_as_test(Histories, settings=some)  # type: ignore[no-untyped-call]
        desk.room.works.database.engine.dispose()
        assert (REACHED if kind == "sqlite" else {"issued"}) - Histories.reached == set()


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
