"""Attempts that are under way and end by themselves, for a page that has no statement to spare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.assessment.models import Attempt, QuizVersion
from app.foundation.lines import lines, moment_in, read_lines, seconds


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """An attempt that is handed in for its person at the deadline, whatever stands in it then."""

    public_id: str
    title: str
    deadline: datetime


OPEN_ATTEMPTS = (
    sa.select(lines(Attempt.public_id, QuizVersion.title, seconds(Attempt.deadline)))
    .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(
        Attempt.person_id == sa.bindparam("person_id"),
        Attempt.state == sa.literal_column("'in_progress'"),
        Attempt.deadline.is_not(None),
    )
    .scalar_subquery()
)
"""Those of a person in one text; `open_attempts_in` reads it. The state is a written word: so its index is used."""


def open_attempts_in(text: str | None) -> tuple[OpenAttempt, ...]:
    """Return what `OPEN_ATTEMPTS` holds."""
    return tuple(OpenAttempt(public_id, title, moment_in(at)) for public_id, title, at in read_lines(text))
