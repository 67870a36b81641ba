"""What the desk did in twelve months, and what rows are made of: decisions, never a person or a colleague."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

MONTHS = 12
Row = tuple[str, *tuple[int | None, ...]]
"""The key of a month, a class or a kind, and its figures; None where there is nothing to say."""


class OneDecision(Protocol):
    """A decision of people."""

    @property
    def at(self) -> datetime:
        """When it was made."""

    @property
    def outcome(self) -> str:
        """Grant, refuse or defer."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Classes of reasons of a refusal."""

    @property
    def opened_at(self) -> datetime | None:
        """When its case came before the desk."""


class OneAppeal(Protocol):
    """An appeal or complaint."""

    @property
    def kind(self) -> str:
        """Appeal or complaint."""

    @property
    def answer_by(self) -> date:
        """The day by which it is answered."""

    @property
    def step(self) -> str:
        """Its last step; empty before the first."""


@dataclass(frozen=True, slots=True)
class DeskWork:
    """Twelve months of the desk. `months` are their first days, in order; `by_rule` counts by place of the month."""

    months: Sequence[date]
    judged: Sequence[OneDecision]
    by_rule: Mapping[int, int]
    filed: Sequence[OneAppeal]
    today: date

    def in_month(self, first: date) -> list[OneDecision]:
        """Return the decisions of people in the month that begins on that day (UTC)."""
        return [one for one in self.judged if (one.at.year, one.at.month) == (first.year, first.month)]


def twelve_months(today: date) -> tuple[date, ...]:
    """Return the first days of the last twelve months, this one last."""
    ordinals = range(today.year * 12 + today.month - MONTHS, today.year * 12 + today.month)
    return tuple(date(one // 12, one % 12 + 1, 1) for one in ordinals)


def begins(day: date) -> datetime:
    """Return the instant at which a day begins (UTC)."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def month_key(first: date) -> str:
    """Return a month as its key, such as 2026-11."""
    return f"{first.year:04}-{first.month:02}"


def days_waited(decisions: Sequence[OneDecision]) -> list[int]:
    """Return whole days from the opening of each case to its decision, the shortest first."""
    return sorted((one.at - one.opened_at).days for one in decisions if one.opened_at)


def reached_by(ordered: Sequence[int], in_ten: int) -> int | None:
    """Return the value that so many in ten of ordered values do not exceed; None where there is none."""
    return ordered[max(0, -(-len(ordered) * in_ten // 10) - 1)] if ordered else None


def by_course(counted: Mapping[tuple[str, int], int], titles: Mapping[str, str]) -> list[tuple[str | int, ...]]:
    """Return a row for each course: its title (its key where it is not live), the sum, the months newest first."""
    courses = sorted({course for course, _month in counted}, key=lambda course: titles.get(course, course))
    months = {course: [counted.get((course, place), 0) for place in range(MONTHS)] for course in courses}
    return [(titles.get(course, course), sum(months[course]), *reversed(months[course])) for course in courses]
