"""The record that requirements are judged by: what a person has done, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction

from app.foundation.fixed import Fixed


@dataclass(frozen=True, slots=True)
class CourseEvidence:
    """How far a person is in a course, and whether an expert has reviewed the version they are on.

    `modules` is module key → whether all of it that is to be learnt is done; `joined_at` is when they joined. `papers`
    is examination → its title, in words for pages alone.
    """

    title: str
    done: int
    asked: int
    completed_at: datetime | None
    version: int
    reviewed: bool
    href: str
    modules: Mapping[str, bool] = field(default_factory=Fixed)
    joined_at: datetime | None = None
    papers: Mapping[str, str] = field(default_factory=Fixed)


@dataclass(frozen=True, slots=True)
class ExaminationEvidence:
    """One finished attempt: score 0 to 1, whether every red-line item was right, and the version reviewed by an expert.

    `areas` is outcome → the share of its points that was earned, 0 to 1; `possible` is outcome → how many points
    there were, which weigh where a scheme puts outcomes together (an outcome that is not in it weighs as one).
    """

    attempt_id: str
    score: Fraction
    redlines_right: bool
    at: datetime
    areas: Mapping[str, Fraction] = field(default_factory=Fixed)
    possible: Mapping[str, Fraction] = field(default_factory=Fixed)
    reviewed: bool = True


@dataclass(frozen=True, slots=True)
class PracticeEvidence:
    """Something that was recorded or claimed of a person's practice, with what became of it.

    `state` is counts, waiting, refused or annulled; `outcome` is passed, failed or empty. `met` of `asked` criteria
    were met; `critical_missed` says whether one of the critical ones was not. `by` is who recorded it, `agency` whom
    they served then (empty where that is not known).
    """

    id: str
    kind: str
    key: str
    state: str
    on: date
    by: str
    outcome: str = ""
    minutes: int = 0
    valid_until: date | None = None
    met: int = 0
    asked: int = 0
    critical_missed: bool = False
    agency: str = ""

    @property
    def counts(self) -> bool:
        """Whether it may be looked at as evidence."""
        return self.state == "counts"


@dataclass(frozen=True, slots=True)
class CredentialEvidence:
    """Another credential of the person: `state` is what its life says of it, expiry aside."""

    number: str
    scheme: str
    title: str
    state: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that requirements may look at. Keys: course key; `course/quiz`.

    `on` is the day on which it is judged: what must lie within so many months is counted back from it. Evidence as
    `services.gathering` makes it is a value that has a hash: what was judged by it once need not be judged again.
    """

    identity_confirmed_at: datetime | None = None
    courses: Mapping[str, CourseEvidence] = field(default_factory=Fixed)
    examinations: Mapping[str, tuple[ExaminationEvidence, ...]] = field(default_factory=Fixed)
    practice: tuple[PracticeEvidence, ...] = ()
    credentials: tuple[CredentialEvidence, ...] = ()
    on: date | None = None

    def on_reviewed(self) -> Evidence:
        """Return the evidence without the attempts at versions that no expert has reviewed."""
        sat = {key: tuple(one for one in found if one.reviewed) for key, found in self.examinations.items()}
        return replace(self, examinations=Fixed(sat))
