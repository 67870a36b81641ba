"""A small course in an empty house, three officers before it, and a clock that is moved by hand; on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from app.assessment.domain.known_types import type_named
from app.assessment.queries import AttemptRecord, attempt_of, questions_by_version
from app.assessment.services.closing import close_attempt
from app.assessment.services.saving import AnswerToSave, FormAnswer, Saved, save_answer, save_form
from app.assessment.services.starting import start_attempt
from app.audit.queries import newest_entries
from app.curriculum.check_form import check_form_maker
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import live_course
from app.curriculum.services.loading import load_course
from app.factory import Works, make_works
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor
from app.identity.services.coordinating import confirm_identity
from app.identity.services.people import NewPerson, add_agency, add_person, grant_role
from app.jobs.services import enqueue
from app.jobs.worker import run_once
from app.learning.services.enrolling import join_course
from app.learning.services.progressing import mark_lesson_done
from tests.domain.curriculum.small_course import small_course
from tests.plugins.databases import BOTH, fresh_database
from tests.plugins.instances import settings_for

T = TypeVar("T")
COURSE, LESSON, PRACTICE, EXAM = "small-course", "look", "practice", "final"
PEOPLE = ("ada", "ben", "cleo")


@dataclass(slots=True)
class HandClock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move on, or back, by seconds, minutes, hours, days."""
        self.now += timedelta(**by)


@dataclass(slots=True)
class Classroom:
    """The house, and short words for what officers do in it."""

    works: Works
    clock: HandClock
    people: dict[str, str] = field(default_factory=dict)

    def do(self, work: Callable[[Unit], T]) -> T:
        """Run one unit of work."""
        return self.works.database.write(work)

    def ask(self, statement: str, **values: Any) -> list[Any]:
        """Return the rows of a plain statement."""
        with self.works.database.reading() as connection:
            return list(connection.execute(sa.text(statement), values).all())

    def read(self, query: Callable[..., T], *arguments: Any) -> T:
        """Return what a query of the house gives."""
        with self.works.database.reading() as connection:
            return query(connection, *arguments)

    def publish(self, files: Mapping[str, bytes]) -> CourseOutline:
        """Load a course folder and make it live; return its outline."""
        show = check_form_maker(self.works.parts["renderer"])
        self.do(lambda unit: load_course(unit, files, show_check=show, publish=True))
        live = self.read(live_course, COURSE)
        assert live
        return live.outline

    def outline(self) -> CourseOutline:
        """Return the outline of what is live."""
        live = self.read(live_course, COURSE)
        assert live
        return live.outline

    def join(self, name: str) -> Any:
        """Join the course."""
        return self.do(lambda unit: join_course(unit, person_id=self.people[name], course=COURSE))

    def finish_lesson(self, name: str) -> None:
        """Mark the lesson as done."""
        self.do(lambda unit: mark_lesson_done(unit, person_id=self.people[name], course=COURSE, lesson=LESSON))

    def confirm(self, name: str) -> None:
        """Let another person confirm who this is."""
        by = Actor(self.people["cleo"], "coordinator")
        self.do(lambda unit: confirm_identity(unit, self.people[name], "passport", by))

    def start(self, name: str, quiz: str = PRACTICE, seed: str = "seed") -> str:
        """Open an attempt at a quiz of the live version; return its public id."""
        activity = self.outline().by_key(quiz)
        assert activity
        person_id = self.people[name]
        return self.do(
            lambda unit: start_attempt(unit, person_id=person_id, quiz_version_id=activity.quiz_id, seed=seed)
        )

    def attempt(self, name: str, public_id: str) -> AttemptRecord:
        """Return an attempt of the person."""
        found = self.read(attempt_of, public_id, self.people[name])
        assert found
        return found

    def questions(self, attempt: AttemptRecord) -> dict[str, Any]:
        """Return the questions of a paper by item key, in its order."""
        bodies = self.read(questions_by_version, [entry.version_id for entry in attempt.form])
        return {entry.key: bodies[entry.version_id] for entry in attempt.form}

    def right(self, name: str, public_id: str, wrong: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
        """Return the right answers of the paper by item key; the items of `wrong` stay open."""
        asked = self.questions(self.attempt(name, public_id))
        return {
            key: () if key in wrong else type_named(question.type).right_answer(question)
            for key, question in asked.items()
        }

    def save(
        self,
        name: str,
        public_id: str,
        item: str,
        answer: tuple[str, ...],
        sequence: int = 1,
        writer: str = "w",
        **more: Any,
    ) -> Saved:
        """Save one answer as the page's script does."""
        kept = AnswerToSave(writer, sequence, item, answer, more.pop("flagged", False), None, **more)
        return self.do(lambda unit: save_answer(unit, public_id, self.people[name], kept))

    def save_form(
        self, name: str, public_id: str, answers: Mapping[str, tuple[str, ...]], **was: tuple[str, ...]
    ) -> Saved:
        """Save a page without scripts; `was` is what the page held when it was made."""
        sent = [FormAnswer(key, value, False, was.get(key, ()), False) for key, value in answers.items()]
        attempt = self.attempt(name, public_id)
        return self.do(lambda unit: save_form(unit, attempt, sent))

    def hand_in(self, name: str, public_id: str) -> AttemptRecord:
        """Close the attempt."""
        return self.do(lambda unit: close_attempt(unit, public_id, self.people[name], closed_by="person"))

    def sit(self, name: str, quiz: str = PRACTICE, wrong: tuple[str, ...] = (), seed: str = "seed") -> AttemptRecord:
        """Take the quiz from beginning to end."""
        public_id = self.start(name, quiz, seed)
        self.save_form(name, public_id, self.right(name, public_id, wrong))
        return self.hand_in(name, public_id)

    def work(self) -> int:
        """Run the jobs that are due."""
        return run_once(self.works.workshop())

    def sweep(self) -> None:
        """Let the timetable's job close what is overdue."""
        key = f"sweep:{self.clock.now.isoformat()}"
        self.do(lambda unit: enqueue(unit, "attempts.close-overdue", {}, key))
        self.work()
        assert self.ask("SELECT state FROM outbox WHERE key = :key", key=key)[0][0] == "done"

    def tags(self, tag: str) -> int:
        """Return how many entries of the log have this tag."""
        return sum(entry.tag == tag for entry in self.read(lambda connection: newest_entries(connection, limit=500)))


def make_classroom(folder: Path, url: str, now: datetime | None = None) -> Classroom:
    """Return a classroom over an empty, migrated database; its clock begins at `now`."""
    clock = HandClock(now) if now else HandClock()
    room = Classroom(make_works(settings_for(folder, url), clock), clock)

    def enter(unit: Unit) -> None:
        agency = add_agency(unit, name="Agency", country="GH")
        for name in PEOPLE:
            room.people[name] = add_person(unit, room.works.keyring, NewPerson(agency, name, f"Person {name}"))
            grant_role(unit, room.people[name], "officer")

    room.do(enter)
    room.publish(small_course())
    return room


@pytest.fixture(params=BOTH)
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Classroom]:
    """The classroom, once on SQLite and once on PostgreSQL."""
    for url in fresh_database(request, request.param, tmp_path):
        made = make_classroom(tmp_path / "instance", url)
        yield made
        made.works.database.engine.dispose()
