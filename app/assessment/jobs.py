"""Work of assessment that no person asks for: attempts whose time is over are closed with what the server holds."""

from __future__ import annotations

from functools import partial

from app.assessment.domain.attempt_rules import GRACE
from app.assessment.queries import overdue_attempts
from app.assessment.services.closing import close_attempt
from app.jobs.context import JobContext


def close_overdue(context: JobContext) -> None:
    """Close every overdue attempt, each in a unit of its own."""
    with context.database.reading() as connection:
        overdue = overdue_attempts(connection, context.clock() - GRACE)
    for public_id, person_id in overdue:
        context.write(partial(close_attempt, public_id=public_id, person_id=person_id, closed_by="deadline"))
