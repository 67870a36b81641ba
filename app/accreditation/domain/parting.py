"""The parts that nobody may have together in one person's accreditation, and what frees somebody of a part again.

ISO/IEC 17024:2012, 5.2.3 (impartiality of those who trained), 9.4 (who decides) and 9.8 (who hears appeals). The
database holds the same rule (`triggers.py`); this one says beforehand who may, and why not.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

LOOK_BACK_MONTHS = 24
"""For so long who trained somebody takes no other part in their accreditation (A12)."""
PARTS = ("trainer", "marker", "assessor", "supervisor", "decider", "approver", "panel")
_GROUPS = {"trainer": "training", "supervisor": "training", "decider": "deciding", "approver": "deciding"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whose accreditation it is, and where their agency stands in the tree."""

    id: str
    agency_path: str


@dataclass(frozen=True, slots=True)
class Involved:
    """A part that somebody had; `clear_from` is the moment from which it bars no longer, None where it always does."""

    candidate: str
    actor: str
    part: str
    source: str
    at: datetime
    clear_from: datetime | None


@dataclass(frozen=True, slots=True)
class Declared:
    """A conflict that `actor` declared about a person, or about an agency with all beneath it."""

    actor: str
    about_person: str | None
    about_path: str | None
    kind: str
    declared_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bar:
    """Why somebody may not: `code` is own-case, part, declared or appealed; `until` is when it ends, None for never."""

    code: str
    part: str = ""
    at: datetime | None = None
    until: datetime | None = None
    kind: str = ""


def group_of(part: str) -> str:
    """Return the group of a part: parts of one group go together, all others keep each other out."""
    return _GROUPS.get(part, part)


def clears_at(part: str, at: datetime) -> datetime | None:
    """Return when a part taken at `at` bars no longer: training after 24 months, every other never."""
    if part != "trainer":
        return None
    year, month = divmod(at.month - 1 + LOOK_BACK_MONTHS, 12)
    last = calendar.monthrange(at.year + year, month + 1)[1]
    return at.replace(year=at.year + year, month=month + 1, day=min(at.day, last))


def why_barred(
    candidate: Candidate,
    actor: str,
    part: str,
    involvements: Iterable[Involved],
    declarations: Iterable[Declared],
    now: datetime,
    appealed: Set[str] = frozenset(),
) -> tuple[Bar, ...]:
    """Return why `actor` may not take `part` in the candidate's accreditation; empty where they may.

    To have trained somebody is a fact, not an act, so that `trainer` is barred by nothing but being oneself. `appealed`
    names what an upheld appeal brought before the desk again: whoever decided any of it decides no more (9.8.3).
    """
    own = (Bar("own-case"),) if actor == candidate.id else ()
    if part == "trainer":
        return own
    had = [one for one in involvements if one.candidate == candidate.id and one.actor == actor]
    parts = tuple(Bar("part", one.part, one.at, one.clear_from) for one in had if _bars(one, part, now))
    again = group_of(part) == "deciding" and any(
        one.source in appealed and group_of(one.part) == "deciding" for one in had
    )
    parts += (Bar("appealed"),) if again else ()
    said = [one for one in declarations if one.actor == actor and _concerns(one, candidate)]
    declared = tuple(Bar("declared", at=one.declared_at, kind=one.kind) for one in said if _in_force(one, now))
    return own + parts + declared


def _bars(had: Involved, part: str, now: datetime) -> bool:
    over = had.clear_from is not None and had.clear_from <= now
    return not over and group_of(had.part) != group_of(part)


def _concerns(declared: Declared, candidate: Candidate) -> bool:
    return declared.about_person == candidate.id or bool(
        declared.about_path and candidate.agency_path.startswith(declared.about_path)
    )


def _in_force(declared: Declared, now: datetime) -> bool:
    return declared.ended_at is None or declared.ended_at > now
