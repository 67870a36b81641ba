"""Writes to the outbox by those who ask for a job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.foundation.db import UtcDateTime
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.jobs.models import Outbox

_AHEAD = timedelta(days=1)
_ADD = {
    "sqlite": sqlite.insert(Outbox).on_conflict_do_nothing(index_elements=["key"]),
    "postgresql": postgresql.insert(Outbox).on_conflict_do_nothing(index_elements=["key"]),
}
_HURRY = (
    sa.update(Outbox)
    .where(Outbox.key == sa.bindparam("which"), Outbox.state == "queued")
    .values(not_before=sa.bindparam("when", type_=UtcDateTime))
)
_RETRY = (
    sa.update(Outbox)
    .where(Outbox.id == sa.bindparam("which"), Outbox.state == "failed")
    .values(state="queued", tries=0, not_before=sa.bindparam("now", type_=UtcDateTime))
)
_FORGET_ONE = sa.delete(Outbox).where(Outbox.id == sa.bindparam("which"), Outbox.state == "done")
_FORGET = sa.delete(Outbox).where(
    Outbox.state == "done", Outbox.key.like("slot:%"), Outbox.done_at < sa.bindparam("before", type_=UtcDateTime)
)


def enqueue(unit: Unit, name: str, arguments: Mapping[str, Any], key: str, delay: timedelta | None = None) -> bool:
    """Ask for the job `name` in this transaction; returns False when `key` was asked for before, and changes nothing.

    `arguments` hold ids and plain JSON values, never what names a person: the outbox is not encrypted.
    """
    row = {
        "id": new_id(),
        "name": name,
        "arguments": dict(arguments),
        "key": key,
        "state": "queued",
        "tries": 0,
        "progress": 0,
        "not_before": unit.now + (delay or timedelta(0)),
        "created_at": unit.now,
    }
    return unit.connection.execute(_ADD[unit.connection.dialect.name], row).rowcount == 1


def hurry(unit: Unit, key: str) -> bool:
    """Put a queued job before all others: someone waits for it. Returns False when it is running, over or unknown."""
    return unit.connection.execute(_HURRY, {"which": key, "when": unit.now - _AHEAD}).rowcount == 1


def retry(unit: Unit, job_id: str) -> bool:
    """Give a failed job a new set of tries; returns False when it is not failed."""
    return unit.connection.execute(_RETRY, {"which": job_id, "now": unit.now}).rowcount == 1


def forget_slots(unit: Unit, before: datetime) -> int:
    """Remove finished runs of the timetable older than `before`; every other job stays, as its key must stay taken."""
    return unit.connection.execute(_FORGET, {"before": before}).rowcount


def forget_job(unit: Unit, job_id: str) -> None:
    """Remove a finished job whose effect is gone too, so that it may be asked for again."""
    unit.connection.execute(_FORGET_ONE, {"which": job_id})
