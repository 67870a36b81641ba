"""Writes to the log: one entry in the transaction of what it tells of; the guard of the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.audit import queries
from app.audit.domain import chain
from app.audit.events import AuditTag
from app.audit.models import AuditEvent
from app.foundation.errors import Refusal
from app.foundation.straight import Straight
from app.foundation.transaction import Unit
from app.foundation.words import N_

SYSTEM = "system"
ANONYMOUS = "anonymous"
CLOCK_TOLERANCE = timedelta(seconds=2)

_INSERT = sa.insert(AuditEvent)
_ADD = Straight(_INSERT)
# The number is arbitrary but ours alone: it names the chain's tail among the advisory locks of the database.
_TAIL_LOCK = sa.text("SELECT pg_advisory_xact_lock(7317830254891)")


class ClockBehind(Refusal):
    """The clock of this computer stands before the latest entry of the log (X18, U22)."""

    code = "clock_behind"
    message = N_(
        "The clock of this system is behind its own records. Nothing was issued or started; an operator must set it."
    )
    status = 503


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What one entry tells: who did something to what, and the plain values that go with it."""

    actor: str
    subject: str
    data: Mapping[str, Any]
    role: str = ""


def record(unit: Unit, tag: AuditTag, *, actor: str, subject: str, role: str = "", **data: Any) -> int:
    """Add one entry and return its number; it stands or falls with the transaction of `unit`.

    `actor` is a person's id, `system` or `anonymous`; `subject` is the id of what was acted on, such as
    `attempt:<id>`. `data` holds ids and plain values, never what names a person (ValueError).
    Several entries may be made in one unit. On SQLite the transaction is already alone; on PostgreSQL the tail is
    locked until the commit, so record late in the unit.
    """
    entry = _entry(unit, tag, NewEntry(actor, subject, data, role), _tail(unit.connection))
    _ADD.count(unit.connection, _columns(entry))
    return entry.sequence


def record_all(unit: Unit, tag: AuditTag, several: Sequence[NewEntry]) -> None:
    """Add an entry of one kind for each, in order, as `record` does but in one statement: for thousands at once."""
    tail, columns = _tail(unit.connection), []
    for one in several:
        entry = _entry(unit, tag, one, tail)
        columns.append(_columns(entry))
        tail = queries.Tail(entry.sequence, entry.hash)
    if columns:
        unit.connection.execute(_INSERT, columns)


def _tail(connection: sa.Connection) -> queries.Tail:
    if connection.dialect.name == "postgresql":
        connection.execute(_TAIL_LOCK)
    return queries.tail(connection)


def _entry(unit: Unit, tag: AuditTag, new: NewEntry, tail: queries.Tail) -> chain.Entry:
    if len(new.actor) > 32 or len(new.role) > 16 or len(new.subject) > 80:
        raise ValueError("actor, role and subject are ids")  # SQLite would take them, PostgreSQL would not
    entry = chain.Entry(
        sequence=tail.sequence + 1,
        at=unit.now,
        actor=new.actor,
        role=new.role,
        tag=tag.value,
        subject=new.subject,
        data=chain.plain(new.data),
        previous_hash=tail.hash,
    )
    return replace(entry, hash=chain.digest(entry))


def _columns(entry: chain.Entry) -> dict[str, Any]:
    return {field.name: getattr(entry, field.name) for field in fields(entry)}


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
