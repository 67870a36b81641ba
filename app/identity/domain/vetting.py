"""When a vetting record closes what it opens: the midnight that ends its last day, in the zone of the agency (U11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)


def closes_at(last_day: date, zone: str) -> datetime:
    """Return the instant (UTC) at which a record whose last day this is opens nothing any more.

    Where the clocks are put forward over midnight, it is the instant at which the next day begins.
    """
    return datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


def is_vetted(last_days: Iterable[date], zone: str, now: datetime) -> bool:
    """Whether any of the records still opens labelled material."""
    return any(now < closes_at(day, zone) for day in last_days)


def is_zone(name: str) -> bool:
    """Whether a name is one of the IANA time zone database."""
    return name in available_timezones()
