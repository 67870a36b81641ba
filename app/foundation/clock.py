"""The one source of the time; every rule takes it as an argument."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present time in UTC with microseconds."""
    return datetime.now(UTC)
