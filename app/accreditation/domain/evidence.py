"""The record that requirements are judged by: what a person has done, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class CourseEvidence:
    """How far a person is in a course, and whether an expert has reviewed the version they are on."""

    title: str
    done: int
    asked: int
    completed_at: datetime | None
    version: int
    reviewed: bool
    href: str


@dataclass(frozen=True, slots=True)
class ExaminationEvidence:
    """One finished attempt: score 0 to 1, whether every red-line item was right."""

    attempt_id: str
    score: Fraction
    redlines_right: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that requirements may look at. Keys: course key; `course/quiz`."""

    identity_confirmed_at: datetime | None = None
    courses: Mapping[str, CourseEvidence] = field(default_factory=dict)
    examinations: Mapping[str, tuple[ExaminationEvidence, ...]] = field(default_factory=dict)
