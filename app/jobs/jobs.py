"""The outbox's own jobs."""

from __future__ import annotations

from datetime import timedelta

from app.jobs.context import JobContext
from app.jobs.services import forget_slots

KEPT = timedelta(days=2)


def tidy(context: JobContext) -> None:
    """Forget finished runs of the timetable after two days: the job `jobs.tidy`, nightly."""
    context.write(lambda unit: forget_slots(unit, unit.now - KEPT))
