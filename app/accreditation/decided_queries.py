"""Reads of what the desk decided and of what was appealed, since a day: times, outcomes and classes, and no person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.accreditation.models import Appeal, AppealEvent, Application, Decision
from app.foundation.db import UtcDateTime

MOST = 5_000
"""So many decisions of people, and as many appeals and complaints, are read at most: the newest."""
MONTHS = 12
_SINCE = sa.bindparam("since", type_=UtcDateTime)
_BEGUN = [sa.bindparam(f"month_{number}", type_=UtcDateTime) for number in range(MONTHS)]
_LATER = [sa.case((Decision.at >= begun, 1), else_=0) for begun in _BEGUN[1:]]
_MONTH: sa.ColumnElement[int] = sum(_LATER, sa.literal_column("0"))
_BY_RULE = (
    sa.select(_MONTH.label("month"), sa.func.count().label("decisions"))
    .where(Decision.at >= _BEGUN[0], Decision.decider == "rule")
    .group_by(sa.text("month"))
)
_BY_PEOPLE = (
    sa.select(Decision.at, Decision.outcome, Decision.reasons, Application.opened_at)
    .outerjoin(Application, Application.id == Decision.application_id)
    .where(Decision.at >= _SINCE, Decision.decider != "rule")
    .order_by(Decision.at.desc())
    .limit(MOST)
)
_LAST_STEP = (
    sa.select(AppealEvent.kind)
    .where(AppealEvent.appeal_id == Appeal.id)
    .order_by(AppealEvent.position.desc())
    .limit(1)
    .correlate(Appeal)
    .scalar_subquery()
)
_FILED = (
    sa.select(Appeal.kind, Appeal.filed_at, Appeal.answer_by, _LAST_STEP.label("step"))
    .where(Appeal.filed_at >= _SINCE)
    .order_by(Appeal.filed_at.desc())
    .limit(MOST)
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision of people: when, grant, refuse or defer, classes of reasons, and when its case was opened."""

    at: datetime
    outcome: str
    reasons: tuple[str, ...]
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Filed:
    """An appeal or complaint: when it was filed, by which day it is answered, its last step or nothing."""

    kind: str
    at: datetime
    answer_by: date
    step: str


def judged_since(connection: sa.Connection, since: datetime) -> tuple[Judged, ...]:
    """Return the decisions of people since then, the newest first."""
    rows = connection.execute(_BY_PEOPLE, {"since": since})
    return tuple(
        Judged(row.at, row.outcome, tuple((row.reasons or {}).get("reasons", ())), row.opened_at) for row in rows
    )


def decided_by_rule(connection: sa.Connection, begun: Sequence[datetime]) -> dict[int, int]:
    """Return place of a month → decisions of the rule in it; `begun` are the beginnings of twelve months in order."""
    rows = connection.execute(_BY_RULE, {f"month_{place}": month for place, month in enumerate(begun)})
    return {row.month: row.decisions for row in rows}


def filed_since(connection: sa.Connection, since: datetime) -> tuple[Filed, ...]:
    """Return the appeals and complaints since then, the newest first."""
    rows = connection.execute(_FILED, {"since": since})
    return tuple(Filed(row.kind, row.filed_at, row.answer_by, row.step or "") for row in rows)
