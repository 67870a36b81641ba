"""Jobs of learning."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from app.assessment.queries import attempts_at, quiz_by_id
from app.curriculum.outline import Activity
from app.curriculum.queries import outline_of
from app.foundation.transaction import Unit
from app.identity.queries import person_card
from app.identity.services.messaging import tell
from app.jobs.context import JobContext
from app.learning.release import RETENTION_AFTER
from app.learning.retention_queries import FinishedCourse, finished_between

BATCH = 200
WINDOW = timedelta(days=14)
"""For so long after the 90 days somebody is told: a worker that stood still for a week forgets nobody."""


def remind_of_checks(context: JobContext) -> None:
    """Tell who finished a course 90 days ago of its check of what is still known: `learning.remind-checks`, daily.

    Once for a course; nobody whose course has no such check, who took it, or who left.
    """
    last, after = context.clock() - RETENTION_AFTER, ""
    while True:
        with context.database.reading() as connection:
            found = finished_between(connection, last - WINDOW, last, after, BATCH)
        for one in found:
            context.write(partial(_remind, finished=one))
        if len(found) < BATCH:
            return
        after = found[-1].enrolment_id


def _remind(unit: Unit, finished: FinishedCourse) -> bool:
    outline = outline_of(unit.connection, finished.version_id, finished.locale)
    check = next((one for one in outline.activities if one.later), None) if outline else None
    if outline is None or check is None or _taken(unit, finished.person_id, check):
        return False
    if person_card(unit.connection, finished.person_id) is None:
        return False
    return tell(
        unit,
        finished.person_id,
        "retention-check",
        f"retention-check:{finished.enrolment_id}",
        course=outline.title,
        course_key=finished.course,
        module=check.module,
        slug=check.slug,
    )


def _taken(unit: Unit, person_id: str, check: Activity) -> bool:
    quiz = quiz_by_id(unit.connection, check.quiz_id)
    return bool(attempts_at(unit.connection, person_id, quiz.full_key))
