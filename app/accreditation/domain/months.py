"""Months before and after a day; a month that lacks the day lends its last."""

from __future__ import annotations

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """Return the same day `months` later, or the last of that month where it has no such day."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def months_before(day: date, months: int) -> date:
    """Return the same day `months` earlier, or the last of that month where it has no such day."""
    return months_after(day, -months)
