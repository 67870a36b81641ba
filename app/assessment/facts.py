"""Facts of assessment, for the parts above."""

from __future__ import annotations

from dataclasses import dataclass

from app.foundation.facts import Fact


@dataclass(frozen=True, slots=True)
class AttemptStarted(Fact):
    """A person opened a form; `owner` is the course key that the quiz belongs to."""

    attempt_id: str
    person_id: str
    owner: str
    quiz_key: str
    edition: str


@dataclass(frozen=True, slots=True)
class AttemptGraded(Fact):
    """An attempt was closed and marked."""

    attempt_id: str
    person_id: str
    owner: str
    quiz_key: str
    edition: str
    passed: bool


@dataclass(frozen=True, slots=True)
class AttemptRegraded(Fact):
    """An attempt was marked again and its better marks stand; `passed` where it passes now and did not before."""

    attempt_id: str
    person_id: str
    owner: str
    quiz_key: str
    edition: str
    passed: bool
