"""Work of assessment that no person asks for: attempts whose time is over are closed with what the server holds."""

from __future__ import annotations

from functools import partial

import structlog
from sqlalchemy.exc import DBAPIError

from app.assessment.domain.attempt_rules import GRACE
from app.assessment.queries import overdue_attempts
from app.assessment.services.closing import close_attempt
from app.foundation.errors import Busy
from app.jobs.context import JobContext

_log = structlog.get_logger()


def close_overdue(context: JobContext) -> None:
    """Close every overdue attempt, each in a unit of its own; one that cannot be marked keeps no other from its result.

    It is tried again at each sweep, and each time the log says so.
    """
    with context.database.reading() as connection:
        overdue = overdue_attempts(connection, context.clock() - GRACE)
    for public_id, person_id in overdue:
        _close(context, public_id, person_id)


def _close(context: JobContext, public_id: str, person_id: str) -> None:
    try:
        context.write(partial(close_attempt, public_id=public_id, person_id=person_id, closed_by="deadline"))
    except (Busy, DBAPIError):
        raise
    except Exception as error:
        _log.error("attempt not closed", attempt=public_id, error=type(error).__name__)
