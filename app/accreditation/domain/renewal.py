"""Renewal of a credential: when its window opens, what counts in it, when it is over, and when holders are reminded."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.months import months_after, months_before

REMINDERS = (90, 30, 7)
"""Days before the end at which the holder is reminded; each once (A8)."""

FORESEEN_MONTHS = 12
"""How long before its end a credential stands on the list of the holder's agency."""


class Phase(StrEnum):
    """Where a credential stands with its renewal."""

    BEFORE = "before"
    OPEN = "open"
    GRACE = "grace"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class RenewalRules:
    """What a scheme says of renewal: months before the end at which it opens, days of grace after it, its own tree.

    The tree is shorter than that of the first grant (O30).
    """

    opens_months: int
    grace_days: int
    requirements: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RenewalWindow:
    """The window of one credential: first day, last day of validity, last day of grace, and where today stands."""

    opens_on: date
    valid_until: date
    closes_on: date
    phase: Phase
    days_left: int

    @property
    def is_open(self) -> bool:
        """Whether the shorter path may be taken today."""
        return self.phase in {Phase.OPEN, Phase.GRACE}


def renewal_window(rules: RenewalRules, valid_until: date, today: date) -> RenewalWindow:
    """Return the window of a credential that is valid until `valid_until`.

    It opens so many months before the end and closes so many days after it; in between lies the grace, in which the
    credential is expired. `days_left` counts to the end of validity, in the grace to its last day.
    """
    opens, closes = months_before(valid_until, rules.opens_months), valid_until + timedelta(days=rules.grace_days)
    if today < opens:
        phase = Phase.BEFORE
    elif today <= valid_until:
        phase = Phase.OPEN
    else:
        phase = Phase.GRACE if today <= closes else Phase.CLOSED
    ends = closes if phase in {Phase.GRACE, Phase.CLOSED} else valid_until
    return RenewalWindow(opens, valid_until, closes, phase, (ends - today).days)


def is_foreseen(window: RenewalWindow | None, valid_until: date, today: date) -> bool:
    """Whether the holder's agency has to think of it: it ends within 12 months, or may be renewed today."""
    return today <= valid_until <= months_after(today, FORESEEN_MONTHS) or (window is not None and window.is_open)


def why_not_renewed(window: RenewalWindow | None, suspended: bool) -> str:
    """Return why nobody can be asked to renew it today: suspended, none, early, over; empty where they can."""
    if suspended:
        return "suspended"
    if window is None:
        return "none"
    return {Phase.BEFORE: "early", Phase.CLOSED: "over"}.get(window.phase, "")


def first_day(today: date, before: date) -> date:
    """Return the day from which a renewed validity runs: the day after the old end, or today if that is over."""
    return max(today, before + timedelta(days=1))


def evidence_since(evidence: Evidence, issued_on: date, opens_on: date) -> Evidence:
    """Return what counts for a renewal: examinations since the window opened, courses finished since the last issue.

    Without it the examination of the first grant would renew the credential by itself.
    """
    since, opened = _start(issued_on), _start(opens_on)
    courses = {
        key: course
        if course.completed_at is None or course.completed_at >= since
        else replace(course, completed_at=None)
        for key, course in evidence.courses.items()
    }
    examinations = {
        quiz: tuple(attempt for attempt in attempts if attempt.at >= opened)
        for quiz, attempts in evidence.examinations.items()
    }
    return replace(evidence, courses=courses, examinations=examinations)


def reminders_due(days_left: int, sent: Set[int]) -> tuple[int, ...]:
    """Return the reminders that are due and were not sent, nearest to the end first; one letter stands for all of them.

    After the end nothing is due.
    """
    return () if days_left < 0 else tuple(sorted(mark for mark in REMINDERS if days_left <= mark and mark not in sent))


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
