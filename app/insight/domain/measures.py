"""What is counted, and the shape of counts and of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

NOMINATED = "nominated"
"""Officers whom an agency nominated for a course that is not open to join; other courses have none."""

REACHED = ("enrolled", "started", "finished", "sat", "passed", "certified")
"""What an officer does or is granted, in order."""

COUNTED = (NOMINATED, *REACHED)
"""How far an officer came in a course, in order. An officer is counted once in each course and measure, for ever."""

VALID = "valid"
"""Officers who hold a certificate in force on the last day of a quarter: the one measure that may fall."""

MEASURES = (*COUNTED, VALID)

STAGE = "stage:"
"""What stands before a measure where the officers of a course are summed since it began, whatever their country."""

Counts = Mapping[tuple[str, str], Mapping[str, int]]
"""(course, measure) → country (ISO 3166-1 alpha-2) → officers, exact; never shown as it is."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What was measured of so many officers: the sum of their values, each in ten-thousandths, and of the squares."""

    officers: int
    total: int
    squares: int = 0


Sums = Mapping[tuple[str, str], Sum]
"""(course, what was measured) → sum, exact; never shown as it is."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A grant for a course (empty for all), in whole units of a currency, over the quarters from `first` to `last`.

    `before` is how many officers were certified before it, as published; `after` the same at the end of its last
    quarter, None while it runs.
    """

    code: str
    course: str
    amount: int
    currency: str
    first: str
    last: str
    before: int
    after: int | None


@dataclass(frozen=True, slots=True)
class Exact:
    """Everything that was counted of a partner's courses up to a day; for the rules alone."""

    counts: Counts
    sums: Sums = field(default_factory=dict)
    grants: Sequence[Granted] = ()


Row = Mapping[str, str | int | None]
"""A flat row of a table that may be shown: column key → value; None where nothing may be said."""

Table = Sequence[Row]

ALLIANCE = "*"
"""In the place of a partner: whoever runs the programme, for the courses of all partners together."""

PROGRAMME = ""
"""In the place of a course: all courses of the partner together."""


def of_programme(counts: Counts) -> dict[tuple[str, str], dict[str, int]]:
    """Return the counts of all courses together, under `PROGRAMME`; an officer on two courses counts in each."""
    together: dict[tuple[str, str], dict[str, int]] = {}
    for (_course, measure), countries in counts.items():
        column = together.setdefault((PROGRAMME, measure), {})
        for country, officers in countries.items():
            column[country] = column.get(country, 0) + officers
    return together
