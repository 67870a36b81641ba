"""Calendar quarters in UTC: the only periods there are, so that no two dates can be chosen to single someone out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_KEY = re.compile(r"([0-9]{4})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter; `number` is 1 to 4."""

    year: int
    number: int

    @property
    def key(self) -> str:
        """The quarter as it stands in addresses and files, such as 2026-Q1; keys sort as the quarters do."""
        return f"{self.year:04d}-Q{self.number}"

    @property
    def before(self) -> Quarter:
        """The quarter that came before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def after(self) -> Quarter:
        """The quarter that comes next."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def next_day(self) -> date:
        """The day after the last: from then on the quarter is closed."""
        return self.last_day + timedelta(days=1)

    @property
    def year_before(self) -> Quarter:
        """The same quarter of the year before."""
        return Quarter(self.year - 1, self.number)

    @property
    def last_month(self) -> str:
        """The last month of the quarter as YYYY-MM."""
        return f"{self.year:04d}-{self.number * 3:02d}"

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        return date(self.year, self.number * 3, (31, 30, 30, 31)[self.number - 1])


def month_of(day: date) -> str:
    """Return the month of `day` as YYYY-MM."""
    return f"{day.year:04d}-{day.month:02d}"


def last_closed_quarter(today: date) -> Quarter:
    """Return the newest quarter of which `today` is no longer a day."""
    running = (today.month - 1) // 3
    return Quarter(today.year, running) if running else Quarter(today.year - 1, 4)


def quarters_up_to(last: Quarter, many: int) -> tuple[Quarter, ...]:
    """Return so many quarters, oldest first, of which `last` is the newest."""
    found = [last]
    while len(found) < many:
        found.append(found[-1].before)
    return tuple(reversed(found))


def quarters_from(first: Quarter, last: Quarter) -> tuple[Quarter, ...]:
    """Return the quarters from `first` to `last`, oldest first; none where `first` is the later one."""
    found = []
    while first <= last:
        found.append(first)
        first = first.after
    return tuple(found)


def read_quarter(key: str) -> Quarter | None:
    """Return the quarter of a key, or None where it is none."""
    found = _KEY.fullmatch(key)
    return Quarter(int(found[1]), int(found[2])) if found and found[1] != "0000" else None
