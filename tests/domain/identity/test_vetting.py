"""A vetting is good through its last day where the agency is, and closes at the midnight that follows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.identity.domain.vetting import closes_at, is_vetted, is_zone

LAST = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("zone", "last_day", "closes"),
    [
        ("UTC", LAST, "2026-12-01T00:00+00:00"),
        ("America/Lima", LAST, "2026-12-01T05:00+00:00"),
        ("Pacific/Fiji", LAST, "2026-11-30T12:00+00:00"),
        ("Asia/Kathmandu", LAST, "2026-11-30T18:15+00:00"),
        ("Europe/Paris", date(2026, 3, 28), "2026-03-28T23:00+00:00"),
        ("Europe/Paris", date(2026, 3, 29), "2026-03-29T22:00+00:00"),
        ("UTC", date(2028, 2, 28), "2028-02-29T00:00+00:00"),
    ],
)
def test_it_closes_at_local_midnight(zone: str, last_day: date, closes: str) -> None:
    """U11 X16: also in the nights in which the clocks change, and on leap days."""
    at = datetime.fromisoformat(closes)
    assert closes_at(last_day, zone) == at
    assert is_vetted([last_day], zone, at - timedelta(microseconds=1))
    assert not is_vetted([last_day], zone, at)


def test_one_record_in_force_is_enough_and_none_is_not() -> None:
    """X16"""
    now = datetime(2026, 12, 5, tzinfo=UTC)
    assert is_vetted([LAST, date(2027, 1, 1)], "UTC", now)
    assert not is_vetted([LAST], "UTC", now)
    assert not is_vetted([], "UTC", now)


def test_a_zone_is_one_that_the_world_knows() -> None:
    """U11"""
    assert is_zone("Africa/Accra")
    assert not any(map(is_zone, ("", "Accra", "../etc/passwd", "africa/accra ")))
