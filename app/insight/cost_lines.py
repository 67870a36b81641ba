"""What a certified officer cost, as lines of the partner's page and the board's report (P6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.foundation.words import N_
from app.insight.domain.measures import PROGRAMME, Row, Table
from app.insight.domain.quarters import read_quarter
from app.insight.words import Words

ALL_COURSES = N_("All courses")


@dataclass(frozen=True, slots=True)
class CostLine:
    """A grant: its code, what it is for, its quarters, amount, the officers certified in them, the cost of each.

    `certified` and `cost` are None below 10 officers.
    """

    code: str
    title: str
    quarters: str
    amount: str
    certified: str | None
    cost: str | None


def cost_lines(words: Words, table: Table, titles: Mapping[str, str]) -> tuple[CostLine, ...]:
    """Return a line for each grant as it was published; `titles` is course key → title."""
    return tuple(_line(words, row, titles) for row in table)


def said_quarters(words: Words, first: object, last: object) -> str:
    """Return the quarters from one key to another, as one reads them."""
    found = [read_quarter(str(key)) for key in dict.fromkeys((first, last))]
    return " – ".join(words.quarter(one) for one in found if one)


def _line(words: Words, row: Row, titles: Mapping[str, str]) -> CostLine:
    course, certified, cost = str(row["course"]), row["certified"], row["cost"]
    currency = str(row["currency"])
    return CostLine(
        code=str(row["grant"]),
        title=words.text(ALL_COURSES) if course == PROGRAMME else titles.get(course, course),
        quarters=said_quarters(words, row["first"], row["last"]),
        amount=words.money(int(row["amount"] or 0), currency),
        certified=words.number(int(certified)) if certified else None,
        cost=words.money(int(cost), currency) if cost is not None else None,
    )
