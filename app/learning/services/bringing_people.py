"""A coordinator's table: its officers are added and enrolled in one unit of work, all or nothing (O2, X3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.curriculum.queries import LiveCourse
from app.foundation.crypto import Keyring
from app.foundation.transaction import Unit
from app.identity.domain.officer_rows import EnteredOfficer
from app.identity.services.adding_many import Bringing, BroughtOfficer, bring_officers
from app.learning.services.enrolling import enrol_in


@dataclass(frozen=True, slots=True)
class EnrolledOfficer:
    """An officer of the table and the titles of the courses that others must come before."""

    officer: BroughtOfficer
    enrolled: int
    not_yet: tuple[str, ...]


def bring_and_enrol(
    unit: Unit, keyring: Keyring, rows: Iterable[EnteredOfficer], into: Bringing, courses: Sequence[LiveCourse]
) -> tuple[EnrolledOfficer, ...]:
    """Add the officers of the rows that are right and enrol all of them; once more, it changes nothing."""
    brought = bring_officers(unit, keyring, rows, into)
    return tuple(_enrolled(unit, officer, into, courses) for officer in brought)


def _enrolled(unit: Unit, officer: BroughtOfficer, into: Bringing, courses: Sequence[LiveCourse]) -> EnrolledOfficer:
    found = {live.outline.title: enrol_in(unit, officer.person_id, live, into.actor) for live in courses}
    not_yet = tuple(title for title, outcome in found.items() if outcome == "first")
    return EnrolledOfficer(officer, sum(outcome == "enrolled" for outcome in found.values()), not_yet)
