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
from app.learning.services.nominating import nominate


@dataclass(frozen=True, slots=True)
class EnrolledOfficer:
    """An officer of the table and the titles of the courses that others must come before."""

    officer: BroughtOfficer
    enrolled: int
    nominated: int
    not_yet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Destination:
    """The courses that all officers of a table go to, and why, for those that take people by nomination only."""

    courses: Sequence[LiveCourse]
    reason: str = ""


def bring_and_enrol(
    unit: Unit, keyring: Keyring, rows: Iterable[EnteredOfficer], into: Bringing, to: Destination
) -> tuple[EnrolledOfficer, ...]:
    """Add the officers of the rows that are right and enrol all of them; once more, it changes nothing.

    For a course that is not open to join they are nominated (O2).
    """
    brought = bring_officers(unit, keyring, rows, into)
    return tuple(_enrolled(unit, officer, into, to) for officer in brought)


def _enrolled(unit: Unit, officer: BroughtOfficer, into: Bringing, to: Destination) -> EnrolledOfficer:
    found = {live.outline.title: _sent_to(unit, officer, live, into, to.reason) for live in to.courses}
    not_yet = tuple(title for title, outcome in found.items() if outcome == "first")
    outcomes = tuple(found.values())
    return EnrolledOfficer(officer, outcomes.count("enrolled"), outcomes.count("nominated"), not_yet)


def _sent_to(unit: Unit, officer: BroughtOfficer, live: LiveCourse, into: Bringing, reason: str) -> str:
    if live.open_to_join:
        return enrol_in(unit, officer.person_id, live, into.actor)
    return nominate(unit, officer.person_id, officer.agency_id, live, reason, into.actor)
