"""Facts of learning, for the parts above."""

from __future__ import annotations

from dataclasses import dataclass

from app.foundation.facts import Fact


@dataclass(frozen=True, slots=True)
class OfficerNominated(Fact):
    """An agency nominated a person for a course, for the first time."""

    person_id: str
    course: str


@dataclass(frozen=True, slots=True)
class CourseStarted(Fact):
    """A person joined a course."""

    person_id: str
    course: str
    version_id: str


@dataclass(frozen=True, slots=True)
class LearningBegun(Fact):
    """A person did or opened the first lesson or quiz of a course that they had joined."""

    person_id: str
    course: str
    version_id: str


@dataclass(frozen=True, slots=True)
class CourseCompleted(Fact):
    """A person has done every lesson and passed every practice quiz of the version they are on.

    `again`: they had completed the course before, on an earlier version.
    """

    person_id: str
    course: str
    version_id: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class MovedToVersion(Fact):
    """A person on a course moved to a newer version of it."""

    person_id: str
    course: str
    version_id: str
