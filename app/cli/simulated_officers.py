"""Simulated officers: who they are, how far they came and when, as rows that the services would have left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from app.assessment.domain.grading import Result, grade, passed
from app.assessment.domain.journal import Event
from app.assessment.services.closing import journal_hash, result_record
from app.cli.simulated_course import DrawnPaper, SimulatedCourse
from app.cli.simulated_credentials import SimulatedHolder, add_credential
from app.cli.simulated_rows import BatchRows, sign_in_name
from app.foundation.crypto import Keyring
from app.foundation.ids import new_public_id
from app.identity.hashes import sign_in_columns
from app.identity.queries import name_words
from app.insight.domain.quarters import month_of

OVER = timedelta(days=730)
STARTS, FINISHES, SITS = 0.95, 0.7, 0.92
CONFIRMED = 0.97
WRITER = "simulated"


@dataclass(slots=True)
class Officer:
    """One officer on the way through the course."""

    id: str
    name: str
    country: str
    at: datetime
    confirmed: bool


class Cohort:
    """All officers of a seed: number n joined n parts of the way through the last two years."""

    def __init__(
        self,
        course: SimulatedCourse,
        agencies: Mapping[str, str],
        keyring: Keyring,
        seed: int,
        officers: int,
        now: datetime,
    ) -> None:
        self.course, self.agencies, self.keyring, self.seed = course, agencies, keyring, seed
        self._officers, self._now = officers, now
        self._countries = tuple(agencies)
        self._weights = [1 / (place + 1) for place in range(len(agencies))]

    def batch(self, first: int, many: int) -> BatchRows:
        """Return the rows of so many officers from number `first` on."""
        batch = BatchRows()
        for number in range(first, first + many):
            self._simulate(batch, number, Random(f"{self.seed}/{number}"))  # noqa: S311 - made-up people, by seed
        return batch

    def _simulate(self, batch: BatchRows, number: int, chance: Random) -> None:
        at = self._now - OVER + OVER * number / self._officers
        country = chance.choices(self._countries, self._weights)[0]
        who = Officer(identifier(chance), f"Simulated Officer {number + 1} (demo)", country, at, True)
        who.confirmed = chance.random() < CONFIRMED
        self._person(batch, who, number)
        enrolment = identifier(chance)
        done = self._learn(batch, who, enrolment, chance)
        if done and chance.random() < SITS:
            who.at += timedelta(days=chance.uniform(0.1, 12))
            if who.at < self._now:
                self._sit(batch, who, chance)

    def _person(self, batch: BatchRows, who: Officer, number: int) -> None:
        typed = sign_in_name(self.seed, number)
        batch.rows["person"].append(
            {"id": who.id, "public_id": new_public_id(), "agency_id": self.agencies[who.country],
             "sign_in_name": typed, **sign_in_columns(self.keyring, who.id, typed), "name": who.name,
             "rank": "Constable", "demo": True, "identity_confirmed_at": who.at if who.confirmed else None,
             "identity_confirmed_by": who.id if who.confirmed else None, "created_at": who.at}
        )  # fmt: skip
        batch.rows["person_name_token"] += [
            {"person_id": who.id, "token": word} for word in sorted(name_words(self.keyring, who.name, None))
        ]
        role = {"person_id": who.id, "role": "officer", "scope": "", "valid_from": who.at, "valid_until": None}
        batch.rows["role_grant"].append({"id": who.id, **role})

    def _learn(self, batch: BatchRows, who: Officer, enrolment: str, chance: Random) -> bool:
        """Return whether the course was finished; the clock of the officer stands there then."""
        outline, joined = self.course.outline, who.at
        started = chance.random() < STARTS
        finishes = started and chance.random() < FINISHES
        part = 1.0 if finishes else chance.random() * 0.9
        done = outline.to_learn[: max(1, int(len(outline.to_learn) * part))] if started else ()
        step = timedelta(days=chance.uniform(2, 40)) / max(1, len(done))
        done = done[: max(0, int((self._now - joined) / step))]
        finished = len(done) == len(outline.to_learn)
        who.at = joined + step * len(done)
        batch.rows["enrolment"].append(
            {"id": enrolment, "person_id": who.id, "course": outline.course, "version_id": outline.version_id,
             "state": "completed" if finished else "active", "revision": len(done),
             "last_activity": done[-1].key if done else "", "joined_at": joined,
             "completed_at": who.at if finished else None,
             "first_completed_at": who.at if finished else None}
        )  # fmt: skip
        batch.rows["progress"] += [
            {"enrolment_id": enrolment, "activity": one.key, "state": "done", "at": joined + step * place}
            for place, one in enumerate(done, 1)
        ]
        self._count(batch, who, joined, "enrolled")
        if done:
            self._count(batch, who, joined + step, "started")
        if finished:
            self._count(batch, who, who.at, "finished")
        return finished

    def _sit(self, batch: BatchRows, who: Officer, chance: Random) -> None:
        paper = chance.choice(self.course.papers)
        ability = min(1.0, chance.gauss(0.88, 0.1))
        answers = {key: right if chance.random() < ability else () for key, right in paper.right.items()}
        result = grade(paper.questions, answers)
        attempt = identifier(chance)
        good = passed(result, self.course.quiz.rules.cut) and (
            result.redlines_right or not self.course.quiz.rules.redlines
        )
        batch.rows["attempt"].append(self._attempt(batch, attempt, who, paper, answers, result, passed=good))
        self._count(batch, who, who.at, "sat")
        for outcome, (earned, possible) in result.outcomes.items():
            batch.add_value(f"outcome:{outcome}", month_of(who.at.date()), round(Fraction(earned) / possible * 10_000))
        if good:
            self._count(batch, who, who.at, "passed")
        if good and who.confirmed and self.course.scheme:
            holder = SimulatedHolder(who.id, who.name, who.country, who.at, attempt, result)
            if add_credential(batch, self.course, self.course.scheme, holder, self.keyring, chance):
                self._count(batch, who, who.at, "certified")

    def _attempt(
        self, batch: BatchRows, attempt: str, who: Officer, paper: DrawnPaper, answers: Mapping[str, Any],
        result: Result, *, passed: bool,
    ) -> dict[str, Any]:  # fmt: skip
        opened = who.at - timedelta(minutes=25)
        journal = [
            Event(WRITER, place, key, answer, opened + timedelta(seconds=50 * place))
            for place, (key, answer) in enumerate(answers.items())
        ]
        batch.rows["response_event"] += [
            {"attempt_id": attempt, "writer": WRITER, "sequence": one.sequence, "item": one.item,
             "answer": list(one.answer or ()), "flagged": False, "client_at": None, "at": one.server_at}
            for one in journal
        ]  # fmt: skip
        return {
            "id": attempt, "public_id": new_public_id(), "person_id": who.id, "quiz": self.course.quiz.full_key,
            "quiz_version_id": self.course.quiz.id, "number": 1, "form": paper.form,
            "form_keys": " " + " ".join(entry["key"] for entry in paper.form) + " ", "opened_at": opened,
            "deadline": None, "submitted_at": who.at, "closed_by": "person", "state": "released",
            "score": str(result.total), "passed": passed, "redlines_right": result.redlines_right,
            "result": result_record(result), "journal_hash": journal_hash(journal),
        }  # fmt: skip

    @staticmethod
    def _count(batch: BatchRows, who: Officer, at: datetime, measure: str) -> None:
        batch.totals[who.country, month_of(at.date()), measure] += 1


def identifier(chance: Random) -> str:
    """Return an id like those of the house, by chance alone."""
    return f"{chance.getrandbits(128):032x}"
