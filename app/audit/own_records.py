"""What the log holds of a person: what they did, and who looked at or changed their records (O34, X5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.models import AuditEvent

_EVENT = AuditEvent.__table__.c
_TOLD = (_EVENT.at, _EVENT.role, _EVENT.tag, _EVENT.subject)
_SECRET = _EVENT.tag.like("system:retention:%")  # a hold may belong to an inquiry that its subject must not learn of
DONE = sa.select(*_TOLD).where(_EVENT.actor == sa.bindparam("person_id")).order_by(_EVENT.sequence)
BY_OTHERS = (
    sa.select(*_TOLD, _EVENT.data)
    .where(
        _EVENT.subject.in_(sa.bindparam("subjects", expanding=True)),
        _EVENT.actor != sa.bindparam("person_id"),
        sa.not_(_SECRET),
    )
    .order_by(_EVENT.sequence)
)
BY_NAME = (
    sa.select(*_TOLD, _EVENT.data)
    .where(_EVENT.tag == AuditTag.REGISTER_LOOKED_UP_BY_NAME.value, _EVENT.actor != sa.bindparam("person_id"))
    .order_by(_EVENT.sequence)
)
_AT_ONCE = 500
_REASONS = ("why", "reason", "case")


def done_by(connection: sa.Connection, person_id: str) -> list[dict[str, Any]]:
    """Return what the person did: when, in which role, what, to what."""
    return [dict(row._mapping) for row in connection.execute(DONE, {"person_id": person_id})]


def done_to(connection: sa.Connection, person_id: str, subjects: Sequence[str]) -> list[dict[str, Any]]:
    """Return what others did with `subjects`, reading included: when, in which role, what, and the reason given.

    Who it was is said by the role alone: the person who looked is protected like any other. A search by name counts
    where it showed one of the subjects.
    """
    rows: list[Any] = []
    for start in range(0, len(subjects), _AT_ONCE):
        values = {"person_id": person_id, "subjects": list(subjects[start : start + _AT_ONCE])}
        rows += connection.execute(BY_OTHERS, values)
    shown = set(subjects)
    named = connection.execute(BY_NAME, {"person_id": person_id})
    rows += [row for row in named if shown.intersection(row.data.get("found", ()))]
    return sorted(map(_told, rows), key=lambda row: row["at"])


def _told(row: Any) -> dict[str, Any]:
    reasons = [str(row.data[name]) for name in _REASONS if row.data.get(name)]
    return {"at": row.at, "role": row.role, "tag": row.tag, "subject": row.subject, "why": "; ".join(reasons)}
