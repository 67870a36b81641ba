"""Reads a typed time of day or date into one notation, and asks rather than guesses which number is the month."""

from __future__ import annotations

import re
from datetime import date, time

from app.assessment.domain.number_text import in_plain_digits
from app.assessment.domain.unreadable import AmbiguousDate, NotADate, NotATime

TIME_EXAMPLE, DATE_EXAMPLE = "09:05:00", "2026-01-31"
_TIME = re.compile(r"(\d{1,2}) ?[:.h] ?(\d{2})(?: ?[:.m] ?(\d{2}) ?s?)? ?(?:([ap])\.?m\.?)?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")


def read_time(typed: str) -> str:
    """Return a time of day as `HH:MM:SS`; what was typed without seconds has none, which is `:00`.

    `20:58`, `20.58.30`, `20h58` and `8:58:30 pm` are read; digits of every script count. Raises NotATime.
    """
    found = _TIME.fullmatch(" ".join(in_plain_digits(typed).split()))
    if found is None:
        raise NotATime(typed=typed, example=TIME_EXAMPLE)
    hours, half = int(found[1]), (found[4] or "").lower()
    if half:
        hours = hours % 12 + (12 if half == "p" else 0) if 1 <= hours <= 12 else 99
    try:
        return time(hours, int(found[2]), int(found[3] or 0)).isoformat()
    except ValueError:
        raise NotATime(typed=typed, example=TIME_EXAMPLE) from None


def read_date(typed: str) -> str:
    """Return a date as `YYYY-MM-DD`.

    The year has four digits. Where it stands first, month and day follow; with points the day stands first
    (`31.1.2026`). Slashes and hyphens before a year are read where one of the two can only be the day, or both are the
    same; otherwise AmbiguousDate asks back. Raises NotADate for what is not in the calendar.
    """
    text = "".join(in_plain_digits(typed).split())
    first = _YEAR_FIRST.fullmatch(text)
    if first:
        return _day(typed, first[1], first[3], first[4])
    last = _YEAR_LAST.fullmatch(text)
    if last is None:
        raise NotADate(typed=typed, example=DATE_EXAMPLE)
    one, sign, other, year = last.groups()
    if sign == "." or int(one) > 12 or one.zfill(2) == other.zfill(2):
        return _day(typed, year, other, one)
    if int(other) > 12:
        return _day(typed, year, one, other)
    raise AmbiguousDate(typed=typed, first=_day(typed, year, one, other), second=_day(typed, year, other, one))


def _day(typed: str, year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise NotADate(typed=typed, example=DATE_EXAMPLE) from None
