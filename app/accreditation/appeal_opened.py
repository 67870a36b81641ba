"""What an upheld appeal opened, and what came of it: a lifted suspension, a case, a sitting, a second marking."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.accreditation.appeal_queries import AppealRecord
from app.accreditation.domain.appeal import reference_of
from app.accreditation.models import Application
from app.assessment.domain.grading import percent
from app.assessment.extra_queries import ExtraSitting, RegradeRecord, extra_sitting, papers_sat, regrade_for
from app.curriculum.outline import Activity
from app.curriculum.queries import outline_of
from app.foundation.db import UtcDateTime
from app.learning.queries import standing_in

_CASE = sa.select(Application.public_id, Application.state).where(
    Application.person_id == sa.bindparam("person_id"),
    Application.reason == "appeal",
    Application.opened_at == sa.bindparam("at", type_=UtcDateTime),
)


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """The case that came before the desk again, and where it stands."""

    public_id: str
    state: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One of what may be opened. `title` and `href` are the examination's, as its person finds it."""

    outcome: str
    title: str = ""
    href: str = ""
    number: str = ""
    case: OpenedCase | None = None
    sitting: ExtraSitting | None = None
    marking: RegradeRecord | None = None

    @property
    def percents(self) -> tuple[int, ...]:
        """Whole per cent: of the sitting, or before and after the second marking."""
        if self.marking:
            return percent(self.marking.before.score), percent(self.marking.after.score)
        return (percent(self.sitting.score),) if self.sitting and self.sitting.score is not None else ()


def what_was_opened(connection: sa.Connection, found: AppealRecord) -> Opened | None:
    """Return what followed from an appeal; None where nothing did, or nothing is known of it."""
    last = found.steps[-1] if found.steps else None
    if last is None or last.outcome in {None, "none"}:
        return None
    if last.outcome == "reinstate":
        return Opened(last.outcome, number=found.number or "")
    if last.outcome == "decide-again":
        row = connection.execute(_CASE, {"person_id": found.person_id, "at": last.at}).first()
        return Opened(last.outcome, case=OpenedCase(row.public_id, row.state)) if row else None
    return _sitting(connection, found) if last.outcome == "examine-again" else _marking(connection, found)


def _sitting(connection: sa.Connection, found: AppealRecord) -> Opened | None:
    sitting = extra_sitting(connection, reference_of(found.public_id))
    if sitting is None:
        return None
    activity = _activity(connection, found.person_id, sitting.quiz)
    title, href = (activity.title, activity.href) if activity else (sitting.quiz, "")
    return Opened("examine-again", title, href, sitting=sitting)


def _marking(connection: sa.Connection, found: AppealRecord) -> Opened | None:
    marking = regrade_for(connection, reference_of(found.public_id))
    if marking is None:
        return None
    titles = {one.public_id: one.title for one in papers_sat(connection, found.person_id)}
    return Opened("mark-again", titles.get(marking.public_id, ""), f"/attempts/{marking.public_id}", marking=marking)


def _activity(connection: sa.Connection, person_id: str, quiz: str) -> Activity | None:
    course, key = quiz.split("/", 1)
    standing = standing_in(connection, person_id, course)
    outline = outline_of(connection, standing.version_id) if standing else None
    return outline.by_key(key) if outline else None
