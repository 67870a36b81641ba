"""Where simulated rows go: into the tables in the order of their foreign keys, and into the running totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.accreditation.services.granting import RULE
from app.accreditation.vouching import vouched_values
from app.audit.services import NewEntry
from app.cli.simulated_course import SimulatedCourse
from app.foundation.crypto import Keyring
from app.foundation.db import Base
from app.foundation.transaction import Unit
from app.identity.services.people import add_agency, sign_in_name_taken
from app.insight.domain.measures import Sum
from app.insight.services.counting import add_officers
from app.insight.services.summing import add_sum

COUNTRIES = (
    "GH", "KE", "NG", "SN", "MA", "TN", "EG", "RW", "UG", "ZM", "PE", "CO", "CL", "EC", "CR", "DO", "JM", "FJ", "TO",
    "WS", "PH", "VN", "ID", "MY", "LK", "NP", "MN", "GE", "AM", "MD", "AL", "RS", "JO", "LB", "OM", "CV", "GM", "SC",
)  # fmt: skip
"""From the largest to the smallest: the first send many officers, the last a handful."""

Row = dict[str, Any]


@dataclass(slots=True)
class BatchRows:
    """Rows by table, what the facts of these officers would have counted, and what the log is told of grants."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    totals: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    sums: dict[tuple[str, str], Sum] = field(default_factory=dict)
    told: list[NewEntry] = field(default_factory=list)

    def grant(self, rows: Mapping[str, Row]) -> None:
        """Add what a grant by the rule leaves: a row in each of these tables, and the entry that tells of them."""
        for table, row in rows.items():
            self.rows[table].append(row)
        one = rows["credential"]
        data = {"scheme": one["scheme"], "number": one["number"], "statement": one["statement_hash"]}
        self.told.append(NewEntry(RULE, one["id"], {**data, **vouched_values(rows)}))

    def add_value(self, what: str, month: str, value: int) -> None:
        """Add one officer's value, in ten-thousandths."""
        old = self.sums.get((what, month), Sum(0, 0))
        self.sums[what, month] = Sum(old.officers + 1, old.total + value, old.squares + value * value)


def add_agencies(unit: Unit) -> Mapping[str, str]:
    """Add one simulated agency for each country; return country → id."""
    return {one: add_agency(unit, name=f"Simulated police, {one} (demo)", country=one) for one in COUNTRIES}


def is_taken(connection: sa.Connection, keyring: Keyring, seed: int) -> bool:
    """Whether the first officer of this seed is there."""
    return sign_in_name_taken(connection, keyring, sign_in_name(seed, 0))


def sign_in_name(seed: int, number: int) -> str:
    """Return the name that a simulated officer would type."""
    return f"simulated-{seed}-{number}"


def store(unit: Unit, rows: Mapping[str, list[Row]]) -> None:
    """Insert everything; parents come first because the tables stand in the order of their foreign keys."""
    for table in Base.metadata.sorted_tables:
        if own := rows.get(table.name):
            unit.connection.execute(sa.insert(table), own)


def counted(unit: Unit, course: SimulatedCourse, batch: BatchRows) -> None:
    """Add what was counted to the running totals and sums, where a partner funds the course."""
    partner, key = course.outline.partner, course.outline.course
    if not partner:
        return
    for (country, month, measure), officers in sorted(batch.totals.items()):
        add_officers(
            unit, partner=partner, course=key, country=country, month=month, measure=measure, officers=officers
        )
    for (what, month), added in sorted(batch.sums.items()):
        add_sum(unit, partner=partner, course=key, what=what, month=month, added=added)
