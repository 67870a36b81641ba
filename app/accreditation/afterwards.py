"""Writes that follow an answer: a GET never writes, but a look may have to be counted or kept."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from app.foundation.transaction import Unit
from app.web.visit import Visit

_log = structlog.get_logger()


def after_answer(visit: Visit, work: Callable[[Unit], object]) -> None:
    """Run `work` as a unit of its own when the answer has gone out; what fails there is logged, not shown."""
    database, request_id = visit.database, visit.request_id

    def write() -> None:
        try:
            database.write(work)
        except Exception as error:
            _log.error("not written after the answer", request=request_id, error=type(error).__name__)

    visit.after.append(write)
