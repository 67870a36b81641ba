"""Officers on their way to the accreditations of level 2: what they learn, sit, log and show, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa

from app.accreditation.domain.case import marks
from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.requirements import judge
from app.accreditation.domain.scheme import Scheme
from app.accreditation.models import Application
from app.accreditation.queries import CredentialRecord, credentials_of, schemes_in_force
from app.accreditation.services import deciding
from app.accreditation.services.assessing import FilledSheet, appoint, record_practical, scheme_by_key
from app.accreditation.services.considering import consider
from app.accreditation.services.deciding import Draft, in_hand
from app.accreditation.services.gathering import gather_evidence
from app.accreditation.services.recording import NewEvidence, accept_code, confirm_claim, record_claim
from app.accreditation.services.scheme_loading import load_schemes
from app.cli.demo_seeding import ROOT, Seeding
from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.folder import read_folder
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import live_course
from app.curriculum.services.loading import load_course
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity.queries import person_card, person_signing_in_as
from app.identity.services.actor import Actor
from app.identity.services.people import NewPerson, add_agency, add_person, grant_role
from app.learning.services.enrolling import join_course
from app.learning.services.progressing import mark_lesson_done
from tests.plugins.instances import Instance

T = TypeVar("T")
ASSESSORS = {"asha": "one", "bela": "one", "cira": "two"}
"""Assessors, who take no other part, and their agencies."""
_WAITING = sa.select(Application).where(
    Application.person_id == sa.bindparam("person"),
    Application.state == "waiting",
    Application.scheme == sa.bindparam("scheme"),
)


@dataclass(slots=True)
class Way:
    """An officer of the demonstration, whose other courses and schemes are loaded as far as they are named."""

    demo: Instance
    seeding: Seeding
    officer: str
    people: dict[str, str] = field(default_factory=dict)

    def do(self, work: Callable[[Unit], T]) -> T:
        """Run one unit, some time after the one before."""
        return self.seeding.do(work)

    def read(self, query: Callable[..., T], *given: Any) -> T:
        """Return what a query of the house gives."""
        with self.demo.works.database.reading() as connection:
            return query(connection, *given)

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.seeding.clock.now += timedelta(**by)

    @property
    def actor(self) -> Actor:
        """The officer, as who acts."""
        return Actor(self.officer, "officer")

    def outline(self, course: str) -> CourseOutline:
        """Return the outline of a live course."""
        live = self.read(live_course, course)
        assert live
        return live.outline

    def learn(self, course: str, *modules: str) -> None:
        """Do all that a course asks, or these of its modules; a course that was joined is gone on with."""
        self.do(lambda unit: join_course(unit, person_id=self.officer, course=course))
        for activity in self.outline(course).to_learn:
            if modules and activity.module not in modules:
                continue
            if activity.kind == "lesson":
                self.do(partial(mark_lesson_done, person_id=self.officer, course=course, lesson=activity.key))
            else:
                self.seeding._sit(self.officer, activity, 10)

    def sit(self, course: str, quiz: str, tenths: int = 10) -> None:
        """Sit an examination with so many tenths of the paper right."""
        activity = self.outline(course).by_key(quiz)
        assert activity
        self.seeding._sit(self.officer, activity, tenths)

    def claim(self, kind: str, key: str, times: int = 1, minutes: int | None = None) -> None:
        """Log something so often; the coordinator of the agency says that it is so."""
        for _ in range(times):
            new = NewEvidence(new_id(), self.officer, kind, key, self.seeding.clock().date(),
                              {"title": "Log", "note": "As logged."}, minutes=minutes)  # fmt: skip
            public_id = self.do(lambda unit, new=new: record_claim(unit, self.actor, new))
            coordinator = Actor(self.people["coordinator"], "coordinator")
            path = self.read(person_card, self.officer).agency_path
            self.do(partial(confirm_claim, actor=coordinator, agency_path=path, public_id=public_id, accepted=True,
                            reason=""))  # fmt: skip

    def accept_code(self) -> None:
        """Accept the code of conduct."""
        self.do(lambda unit: accept_code(unit, self.actor, "1", new_id()))

    def assessed(self, scheme: str, sheet: str, by: str, *, passed: bool = True) -> None:
        """Let an assessor send a sheet with every criterion met, or with none."""
        criteria = len(self.read(scheme_by_key, scheme).sheets[sheet].criteria)
        filled = FilledSheet(new_id(), self.officer, scheme, sheet, self.seeding.clock().date(), "A room", "-", "Seen.",
                             (passed,) * criteria, ("0" * 64,))  # fmt: skip
        self.do(lambda unit: record_practical(unit, Actor(self.people[by], "trainer"), filled))

    def scheme(self, key: str) -> Scheme:
        """Return the scheme in force."""
        return self.read(scheme_by_key, key)

    def evidence(self) -> Evidence:
        """Return what stands in the record of the officer."""
        at = self.read(person_card, self.officer).identity_confirmed_at
        return self.read(gather_evidence, self.officer, at, self.seeding.clock().date())

    def held(self, scheme: str) -> list[CredentialRecord]:
        """Return the credentials of a scheme that the officer holds, the oldest first."""
        found = [one for one in self.read(credentials_of, self.officer) if one.scheme == scheme]
        return sorted(found, key=lambda one: one.cycle)

    def decide(self, scheme: str) -> str:
        """Let staff grant a case that waits, two of them where the scheme says so; return why it was there, or ""."""
        parts, keyring = self.demo.works.parts, self.demo.works.keyring
        self.do(lambda unit: consider(unit, self.officer, parts["issuer"], keyring))
        desk = deciding.Desk(parts["issuer"], keyring)
        first, second = (Actor(self.people[name], "accreditation") for name in ("staff", "staff2"))

        def grant(unit: Unit) -> tuple[str, str, str]:
            case = unit.session.scalars(_WAITING, {"person": self.officer, "scheme": scheme}).one_or_none()
            if case is None:
                return "", "", ""
            seen = marks(in_hand(unit.connection, case, unit.now.date()).judgement)
            return case.reason, case.public_id, deciding.decide(unit, desk, case.public_id, first, Draft("grant"), seen)

        reason, public_id, outcome = self.do(grant)
        if outcome == "proposed":
            self.do(lambda unit: deciding.approve(unit, desk, public_id, second))
        return reason

    def lacks(self, scheme: str, evidence: Evidence) -> list[tuple[str, str]]:
        """Return kind and reason of each requirement that this evidence does not meet."""
        leaves = judge(self.scheme(scheme).requirements, evidence).leaves
        return [(one.kind, one.reason % one.values) for one in leaves if not one.met]


def way_of(demo: Instance, name: str, *courses: str) -> Way:
    """Return the way of a demonstration's officer, with these courses live and the schemes that rest on them loaded."""
    seeding = Seeding(demo.works)
    seeding.clock.now = demo.works.database.clock()
    demo.works.database.clock = seeding.clock
    names = ("coordinator", "staff", "staff2", name)
    people = {one: str(_found(demo, one)) for one in names}
    way = Way(demo, seeding, people[name], people)
    show_check = check_form_maker(demo.works.parts["renderer"])
    for course in courses:
        files, _ = read_folder(ROOT / "courses" / course)
        way.do(partial(load_course, files=files, show_check=show_check, publish=True))
    way.do(lambda unit: load_schemes(unit, ROOT / "courses" / "schemes", demo.works.parts["issuer"], ready_only=True))
    _appoint_assessors(way)
    return way


def _appoint_assessors(way: Way) -> None:
    """Appoint each assessor for every scheme in force."""
    staff, keyring = Actor(way.people["staff"], "accreditation"), way.demo.works.keyring
    agencies = {
        one: way.do(partial(add_agency, name=f"Agency {one}", country="FR", kind="police"))
        for one in sorted(set(ASSESSORS.values()))
    }
    for name, agency in ASSESSORS.items():
        way.people[name] = way.do(partial(_assessor, keyring=keyring, agency=agencies[agency], name=name))
        for found in way.read(schemes_in_force):
            way.do(partial(appoint, actor=staff, person_id=way.people[name], scheme=found.scheme.key))


def _assessor(unit: Unit, keyring: Any, agency: str, name: str) -> str:
    person = add_person(unit, keyring, NewPerson(agency, name, f"Assessor {name}", demo=True))
    grant_role(unit, person, "trainer")
    return person


def _found(demo: Instance, name: str) -> str | None:
    with demo.works.database.reading() as connection:
        return person_signing_in_as(connection, demo.works.keyring, name)
