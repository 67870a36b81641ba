"""Writes to the log: one entry in the transaction of what it tells of; the guard of the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.audit import queries
from app.audit.domain import chain
from app.audit.events import AuditTag
from app.audit.models import AuditEvent
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_

SYSTEM = "system"
ANONYMOUS = "anonymous"
CLOCK_TOLERANCE = timedelta(seconds=2)

_INSERT = sa.insert(AuditEvent)
# The number is arbitrary but ours alone: it names the chain's tail among the advisory locks of the database.
_TAIL_LOCK = sa.text("SELECT pg_advisory_xact_lock(7317830254891)")


class ClockBehind(Refusal):
    """The clock of this computer stands before the latest entry of the log (X18, U22)."""

    code = "clock_behind"
    message = N_(
        "The clock of this system is behind its own records. Nothing was issued or started; an operator must set it."
    )
    status = 503


def record(unit: Unit, tag: AuditTag, *, actor: str, subject: str, role: str = "", **data: Any) -> int:
    """Add one entry and return its number; it stands or falls with the transaction of `unit`.

    `actor` is a person's id, `system` or `anonymous`; `subject` is the id of what was acted on, such as
    `attempt:<id>`. `data` holds ids and plain values, never what names a person (ValueError).
    Several entries may be made in one unit. On SQLite the transaction is already alone; on PostgreSQL the tail is
    locked until the commit, so record late in the unit.
    """
    if len(actor) > 32 or len(role) > 16 or len(subject) > 80:
        raise ValueError("actor, role and subject are ids")  # SQLite would take them, PostgreSQL would not
    connection = unit.connection
    if connection.dialect.name == "postgresql":
        connection.execute(_TAIL_LOCK)
    tail = queries.tail(connection)
    entry = chain.Entry(
        sequence=tail.sequence + 1,
        at=unit.now,
        actor=actor,
        role=role,
        tag=tag.value,
        subject=subject,
        data=chain.plain(data),
        previous_hash=tail.hash,
    )
    _insert(connection, replace(entry, hash=chain.digest(entry)))
    return entry.sequence


def _insert(connection: sa.Connection, entry: chain.Entry) -> None:
    connection.execute(
        _INSERT,
        {
            "sequence": entry.sequence,
            "at": entry.at,
            "actor": entry.actor,
            "role": entry.role,
            "tag": entry.tag,
            "subject": entry.subject,
            "data": entry.data,
            "previous_hash": entry.previous_hash,
            "hash": entry.hash,
        },
    )


def refuse_if_clock_behind(unit: Unit) -> None:
    """Raise `ClockBehind` when now is more than two seconds before the latest entry; for grants and examinations."""
    latest = queries.last_time(unit.connection)
    if latest is not None and unit.now < latest - CLOCK_TOLERANCE:
        raise ClockBehind


def accept_clock(unit: Unit, *, actor: str, role: str, reason: str) -> int:
    """Record that an operator vouches for the present clock: entries with a later time no longer hold back grants.

    Needed after the clock once ran ahead: without it no certificate could be issued until that time is reached.
    """
    return record(unit, AuditTag.CLOCK_ACCEPTED, actor=actor, role=role, subject="clock", reason=reason)
