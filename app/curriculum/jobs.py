"""What curriculum does by night."""

from __future__ import annotations

from app.curriculum.services.bringing import forget_brought
from app.jobs.context import JobContext


def forget_brought_files(context: JobContext) -> None:
    """Forget documents and tables that were sent and not added within a day."""
    context.write(forget_brought)
