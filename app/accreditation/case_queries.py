"""Reads of cases before the desk: the queue, one case, its proposals and decisions."""

from __future__ import annotations

import sqlalchemy as sa

from app.accreditation.domain.case import CaseStanding
from app.accreditation.models import Application

_STANDINGS = (
    sa.select(
        Application.id,
        Application.cycle,
        Application.turn,
        Application.state,
        Application.evidence_hash,
        Application.scheme,
    )
    .where(Application.person_id == sa.bindparam("person_id"))
    .order_by(Application.cycle, Application.turn)
)


def newest_cases(connection: sa.Connection, person_id: str) -> dict[str, CaseStanding]:
    """Return scheme → the newest case of the person in it."""
    rows = connection.execute(_STANDINGS, {"person_id": person_id})
    return {row.scheme: CaseStanding(row.id, row.cycle, row.turn, row.state, row.evidence_hash) for row in rows}
