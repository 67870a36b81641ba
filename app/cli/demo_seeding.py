"""Seeds the demonstration through the services that real people use, in the order in which it would have happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from app.accreditation.services.scheme_loading import load_schemes
from app.assessment.domain.known_types import type_named
from app.assessment.domain.question import Question, Response
from app.assessment.queries import attempt_of, questions_by_version
from app.assessment.services.closing import close_attempt
from app.assessment.services.saving import FormAnswer, save_form
from app.assessment.services.starting import start_attempt
from app.cli.demo_evidence import tell_evidence
from app.cli.demo_past import GRANT_AMOUNT, GRANT_CODE, GRANT_CURRENCY, PAST
from app.cli.demo_signs import demo_password, demo_totp
from app.cli.demo_story import AGENCIES, COURSE, PARTNER, PEOPLE, DemoPerson
from app.curriculum.check_form import check_form_maker
from app.curriculum.domain.folder import read_folder
from app.curriculum.outline import Activity, CourseOutline
from app.curriculum.queries import live_course
from app.curriculum.services.loading import load_course
from app.curriculum.services.owning import own_course
from app.foundation.transaction import Database, Unit
from app.identity.policy import STAFF_ROLES
from app.identity.services.actor import Actor
from app.identity.services.coordinating import confirm_identity
from app.identity.services.password_keeping import set_password
from app.identity.services.people import NewPerson, add_agency, add_person, grant_role, set_totp
from app.insight.domain.quarters import Quarter, last_closed_quarter, quarters_up_to
from app.insight.services.demonstrating import add_past, publish_past
from app.insight.services.granting import NewGrant, record_grant
from app.learning.services.enrolling import join_course
from app.learning.services.progressing import mark_lesson_done

ROOT = Path(__file__).parents[2]
STEP = timedelta(minutes=7)
BEGINS = timedelta(days=40)
T = TypeVar("T")


class StoryClock:
    """A clock that stands where the story is; each step moves it on."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        """Return the moment of the story."""
        return self.now


class Seeding:
    """Tells the story into an empty instance."""

    def __init__(self, works: Any) -> None:
        self.database: Database = works.database
        self.parts = works.parts
        self.keyring = works.keyring
        self.secret = works.settings.secret_key
        self.clock = StoryClock(self.database.clock() - BEGINS)
        self.people: dict[str, str] = {}
        self.outline: CourseOutline | None = None

    def tell(self) -> None:
        """Tell the whole story; the database's clock is given back at the end."""
        true_clock, self.database.clock = self.database.clock, self.clock
        try:
            self._people()
            self._course()
            self._past(true_clock())
            for person in PEOPLE:
                if person.role == "officer":
                    self._learn(person)
            self._examine()
            tell_evidence(self.do, self.people, self.clock().date())
        finally:
            self.database.clock = true_clock

    def _past(self, now: datetime) -> None:
        """Publish the made-up past before the story is told, which would be part of a quarter that has just closed."""
        self.do(lambda unit: add_past(unit, PAST, now))
        self.do(lambda unit: self._grant(unit, last_closed_quarter(now.date())))
        self.do(lambda unit: publish_past(unit, PAST, now))

    def _grant(self, unit: Unit, last: Quarter) -> None:
        """Record the made-up grant, so that the figures say what a certified officer cost."""
        first = quarters_up_to(last, 4)[0]
        new = NewGrant(PARTNER, COURSE, GRANT_CODE, GRANT_AMOUNT, GRANT_CURRENCY, first.key, last.key)
        record_grant(unit, new, Actor(self.people["operator"], "operator"))

    def load_catalogue(self) -> None:
        """Load the other courses that ship, so that the demonstration offers all of them."""
        show_check = check_form_maker(self.parts["renderer"])
        for folder in sorted(path.parent for path in (ROOT / "courses").glob("*/course.yml")):
            files, _ = read_folder(folder)
            if folder.name != COURSE:
                self.database.write(partial(load_course, files=files, show_check=show_check, publish=True))
                self.database.write(partial(own_course, course=folder.name, person_id=self.people["trainer"]))
        self.database.write(self._schemes)

    def _schemes(self, unit: Unit) -> None:
        """Load the schemes whose courses are live by now."""
        load_schemes(unit, ROOT / "courses" / "schemes", self.parts["issuer"], ready_only=True)

    def do(self, work: Callable[[Unit], T]) -> T:
        """Run one unit of the story and move its clock on."""
        self.clock.now += STEP / 20
        return self.database.write(work)

    def _people(self) -> None:
        agencies = {
            one.key: self.do(partial(add_agency, name=one.name, country=one.country, kind=one.kind)) for one in AGENCIES
        }
        for person in PEOPLE:
            self.people[person.name] = self.do(partial(self._person, person=person, agency_id=agencies[person.agency]))
        coordinator = Actor(self.people["coordinator"], "coordinator")
        for person in PEOPLE:
            if person.role == "officer" and person.confirmed:
                self.do(
                    partial(
                        confirm_identity, person_id=self.people[person.name], document="service_card", actor=coordinator
                    )
                )

    def _person(self, unit: Unit, person: DemoPerson, agency_id: str) -> str:
        new = NewPerson(
            agency_id=agency_id,
            sign_in_name=person.name,
            name=person.display_name,
            name_original=person.original or None,
            rank=person.rank,
            service_number=f"D-{1000 + len(self.people)}" if person.role == "officer" else None,
            demo=True,
        )
        person_id = add_person(unit, self.keyring, new)
        grant_role(unit, person_id, person.role, scope=PARTNER if person.role == "partner" else "")
        set_password(unit, person_id, demo_password(self.secret, person.name))
        if person.role in STAFF_ROLES:
            set_totp(unit, person_id, demo_totp(self.secret, person.name))
        return person_id

    def _course(self) -> None:
        files, _ = read_folder(ROOT / "courses" / COURSE)
        show_check = check_form_maker(self.parts["renderer"])
        self.do(lambda unit: load_course(unit, files, show_check=show_check, publish=True))
        self.do(lambda unit: own_course(unit, COURSE, self.people["trainer"]))
        self.do(self._schemes)
        with self.database.reading() as connection:
            live = live_course(connection, COURSE)
        self.outline = live.outline if live else None

    def _learn(self, person: DemoPerson) -> None:
        person_id = self.people[person.name]
        if not person.joined or self.outline is None:
            return
        self.do(lambda unit: join_course(unit, person_id=person_id, course=COURSE))
        measures = [one for one in self.outline.activities if one.measure]
        self._measure(person_id, measures[:1], person.measured[:1])
        for activity in self.outline.to_learn[: person.learnt]:
            self.clock.now += STEP
            if activity.kind == "lesson":
                self.do(partial(mark_lesson_done, person_id=person_id, course=COURSE, lesson=activity.key))
            else:
                self._sit(person_id, activity, tenths=9)

        self._measure(person_id, measures[1:], person.measured[1:])

    def _measure(self, person_id: str, tests: list[Activity], scores: tuple[int, ...]) -> None:
        for activity, tenths in zip(tests, scores, strict=False):
            self._sit(person_id, activity, tenths)

    def _examine(self) -> None:
        examination = self.outline.examinations[0] if self.outline else None
        for sitting in range(3):
            self.clock.now += timedelta(days=4)
            for person in PEOPLE:
                if examination and len(person.examinations) > sitting:
                    self._sit(self.people[person.name], examination, person.examinations[sitting])

    def _sit(self, person_id: str, activity: Activity, tenths: int) -> None:
        seed = f"story/{person_id}/{activity.key}"
        public_id = self.do(
            lambda unit: start_attempt(unit, person_id=person_id, quiz_version_id=activity.quiz_id, seed=seed)
        )
        self.clock.now += STEP
        self.do(lambda unit: self._answer(unit, public_id, person_id, tenths))

    def _answer(self, unit: Unit, public_id: str, person_id: str, tenths: int) -> None:
        attempt = attempt_of(unit.connection, public_id, person_id)
        if attempt is None:
            raise LookupError(public_id)
        questions = questions_by_version(unit.connection, [entry.version_id for entry in attempt.form])
        paper = [questions[entry.version_id] for entry in attempt.form]
        order = sorted(paper, key=lambda question: not question.redline)
        right = {question.key for question in order[: round(len(paper) * tenths / 10)]}
        answers = [FormAnswer(one.key, _answer_to(one, one.key in right), False, (), False) for one in paper]
        save_form(unit, attempt, answers)
        close_attempt(unit, public_id, person_id, closed_by="person")


def _answer_to(question: Question, right: bool) -> Response:
    """A right answer; else another option, a number too large, and nothing where a wrong answer would be guesswork."""
    if right:
        return type_named(question.type).right_answer(question)
    if question.accepted:
        return (f"{float(question.accepted[0].high + 1000):g}",)
    others = tuple(choice.key for choice in question.choices if not choice.right)
    return {"multiple": others, "single": others[:1], "truefalse": others[:1]}.get(question.type, ())
