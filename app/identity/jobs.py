"""What identity does by night."""

from __future__ import annotations

from app.identity.services.browser_sessions import sweep_sessions
from app.identity.services.passkeys import sweep_challenges
from app.identity.services.throttling import sweep as sweep_failures
from app.jobs.context import JobContext


def sweep(context: JobContext) -> None:
    """Forget failed tries and challenges that no longer count, and sessions last seen 30 days ago."""
    context.write(sweep_failures)
    context.write(sweep_challenges)
    context.write(sweep_sessions)
