"""The crowd: made-up people with sessions, enrolments, progress and finished attempts, inserted directly."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.assessment.queries import QuizRecord, quiz_by_id
from app.curriculum.outline import CourseOutline
from app.factory import Works
from app.foundation.db import Base
from app.foundation.ids import new_id, new_public_id
from app.identity.sessions import hash_of
from bench.wire import Visitor

AGENCIES = 20
Row = dict[str, Any]


class Crowd:
    """Rows of every table that people leave traces in; `store` inserts them in one transaction."""

    def __init__(self, works: Works, outlines: tuple[CourseOutline, ...], now: datetime) -> None:
        self.works = works
        self.outlines = outlines
        self.now = now
        self.rows: dict[str, list[Row]] = defaultdict(list)
        self.visitors: list[Visitor] = []
        with works.database.reading() as connection:
            quizzes = {one.quiz_id for outline in outlines for one in outline.activities if one.quiz_id}
            self.quizzes = {quiz_id: quiz_by_id(connection, quiz_id) for quiz_id in quizzes}

    def gather(self, people: int) -> None:
        """Make the rows of so many people: each joined every course and has done more or less of it."""
        agencies = [self._agency(number) for number in range(AGENCIES)]
        for number in range(people):
            person_id = self._person(number, agencies[number % AGENCIES])
            self._session(person_id)
            for outline in self.outlines:
                self._learn(person_id, outline, number)

    def store(self) -> None:
        """Insert everything; parents come first because the tables stand in the order of their foreign keys."""
        with self.works.database.engine.begin() as connection:
            for table in Base.metadata.sorted_tables:
                if rows := self.rows.get(table.name):
                    connection.execute(sa.insert(table), rows)

    def _agency(self, number: int) -> str:
        agency_id = new_id()
        self.rows["agency"].append(
            {"id": agency_id, "public_id": new_public_id(), "parent_id": None, "path": f"/{agency_id}/",
             "name": f"Agency {number} (benchmark)", "country": "GH", "kind": "police"}
        )  # fmt: skip
        return agency_id

    def _person(self, number: int, agency_id: str) -> str:
        person_id, name = new_id(), f"bench-{number}"
        keyring = self.works.keyring
        self.rows["person"].append(
            {"id": person_id, "public_id": new_public_id(), "agency_id": agency_id, "sign_in_name": name,
             "sign_in_hash": keyring.search_hash("bench", name), "name": f"Officer {number} (benchmark)",
             "rank": "Constable", "demo": True, "identity_confirmed_at": self.now, "identity_confirmed_by": person_id,
             "created_at": self.now}
        )  # fmt: skip
        self.rows["role_grant"].append(
            {"id": new_id(), "person_id": person_id, "role": "officer", "valid_from": self.now - timedelta(days=90)}
        )
        return person_id

    def _session(self, person_id: str) -> None:
        token = secrets.token_urlsafe(32)
        self.rows["session"].append(
            {"token_hash": hash_of(token), "public_id": new_public_id(), "person_id": person_id, "role": "officer",
             "stage": "full", "device": "Firefox, Linux", "created_at": self.now, "last_seen": self.now,
             "proven_at": self.now}
        )  # fmt: skip
        self.visitors.append(Visitor(token, self.works.keyring.request_token(token)))

    def _learn(self, person_id: str, outline: CourseOutline, number: int) -> None:
        enrolment = new_id()
        asked = outline.to_learn
        done = asked[: 1 + number % len(asked)]
        whole = len(done) == len(asked)
        self.rows["enrolment"].append(
            {"id": enrolment, "person_id": person_id, "course": outline.course, "version_id": outline.version_id,
             "state": "completed" if whole else "active", "revision": len(done), "last_activity": done[-1].key,
             "joined_at": self.now - timedelta(days=60), "completed_at": self.now if whole else None,
             "first_completed_at": self.now if whole else None}
        )  # fmt: skip
        for activity in done:
            self.rows["progress"].append(
                {"enrolment_id": enrolment, "activity": activity.key, "state": "done", "at": self.now}
            )
            if activity.quiz_id:
                self._sat(person_id, self.quizzes[activity.quiz_id])

    def _sat(self, person_id: str, quiz: QuizRecord) -> None:
        attempt, at = new_id(), self.now - timedelta(days=9)
        form = [{"key": one["key"], "version": one["version"], "order": []} for one in quiz.pool]
        self.rows["attempt"].append(
            {"id": attempt, "public_id": new_public_id(), "person_id": person_id, "quiz": quiz.full_key,
             "quiz_version_id": quiz.id, "number": 1, "form": form,
             "form_keys": " " + " ".join(one["key"] for one in form) + " ", "opened_at": at,
             "submitted_at": at + timedelta(minutes=9), "closed_by": "person", "state": "released", "score": "1",
             "passed": True, "redlines_right": True, "result": {"items": {one["key"]: "1" for one in form}},
             "journal_hash": "0" * 64}
        )  # fmt: skip
        self.rows["response_event"] += self._journal(attempt, form, at)

    @staticmethod
    def _journal(attempt: str, form: list[Row], at: datetime) -> Iterator[Row]:
        for sequence, one in enumerate(form):
            yield {"attempt_id": attempt, "writer": "bench", "sequence": sequence, "item": one["key"], "answer": ["a"],
                   "flagged": False, "client_at": None, "at": at + timedelta(seconds=20 * sequence)}  # fmt: skip
