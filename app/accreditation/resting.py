"""Which credentials rest on an attempt: their frozen statements name it among the evidence."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from app.accreditation.queries import credentials_of_people
from app.accreditation.statement_queries import statements_by_id


def credentials_resting_on(connection: sa.Connection, attempts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return attempt id → numbers of the credentials whose evidence names it; `attempts` is attempt id → person id."""
    if not attempts:
        return {}
    records = credentials_of_people(connection, sorted(set(attempts.values())))
    statements = statements_by_id(connection, [record.id for record in records])
    return {
        attempt: tuple(record.number for record in records if attempt in statements.get(record.id, ""))
        for attempt in attempts
    }
