"""Reads of the log: its tail, its latest time, pages of entries, and the whole of it as a stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.audit.domain.chain import GENESIS, Entry
from app.audit.events import AuditTag
from app.audit.models import AuditAnchor, AuditEvent

_EVENT = AuditEvent.__table__.c
_COLUMNS = (
    _EVENT.sequence,
    _EVENT.at,
    _EVENT.actor,
    _EVENT.role,
    _EVENT.tag,
    _EVENT.subject,
    _EVENT.data,
    _EVENT.previous_hash,
    _EVENT.hash,
)
_BEFORE = sa.bindparam("before", type_=sa.BigInteger)
_LIMIT = sa.bindparam("limit", type_=sa.Integer)

TAIL = sa.select(_EVENT.sequence, _EVENT.hash).order_by(_EVENT.sequence.desc()).limit(1)
_ACCEPTED = (
    sa.select(sa.func.coalesce(sa.func.max(_EVENT.sequence), 0))
    .where(_EVENT.tag == AuditTag.CLOCK_ACCEPTED.value)
    .scalar_subquery()
)
# Not the time of the last entry: with the clock set back, the next entry would already carry the wrong time.
LATEST_TIME = sa.select(_EVENT.at).where(_EVENT.sequence >= _ACCEPTED).order_by(_EVENT.at.desc()).limit(1)
AFTER = sa.select(*_COLUMNS).where(_EVENT.sequence > sa.bindparam("after")).order_by(_EVENT.sequence).limit(_LIMIT)
PAGE = sa.select(*_COLUMNS).where(_EVENT.sequence < _BEFORE).order_by(_EVENT.sequence.desc()).limit(_LIMIT)
PAGE_OF_SUBJECT = PAGE.where(_EVENT.subject == sa.bindparam("value"))
PAGE_OF_ACTOR = PAGE.where(_EVENT.actor == sa.bindparam("value"))
PAGE_OF_TAG = PAGE.where(_EVENT.tag == sa.bindparam("value"))
_PAGES = {"subject": PAGE_OF_SUBJECT, "actor": PAGE_OF_ACTOR, "tag": PAGE_OF_TAG}
ANCHORS = sa.select(
    AuditAnchor.sequence, AuditAnchor.hash, AuditAnchor.at, AuditAnchor.key_id, AuditAnchor.signature
).order_by(AuditAnchor.sequence)

_END = 2**62


@dataclass(frozen=True, slots=True)
class Tail:
    """The last entry's number and hash; (0, sixty-four zeros) before the first."""

    sequence: int
    hash: str


def tail(connection: sa.Connection) -> Tail:
    """Return the end of the chain as this connection sees it."""
    row = connection.execute(TAIL).first()
    return Tail(row.sequence, row.hash) if row else Tail(0, GENESIS)


def last_time(connection: sa.Connection) -> datetime | None:
    """Return the latest time in the log since an operator last accepted the clock; None for an empty log (X18)."""
    return connection.execute(LATEST_TIME).scalar()


def newest_entries(connection: sa.Connection, *, before: int = _END, limit: int = 50) -> tuple[Entry, ...]:
    """Return up to `limit` entries numbered below `before`, newest first."""
    rows = connection.execute(PAGE, {"before": before, "limit": limit})
    return tuple(Entry(*row) for row in rows)


def entries_by(
    connection: sa.Connection, field: str, value: str, *, before: int = _END, limit: int = 50
) -> tuple[Entry, ...]:
    """Return up to `limit` entries whose `field` (`subject`, `actor` or `tag`) is `value`, newest first."""
    rows = connection.execute(_PAGES[field], {"before": before, "limit": limit, "value": value})
    return tuple(Entry(*row) for row in rows)


def all_entries(connection: sa.Connection, block: int = 5000) -> Iterator[Entry]:
    """Give every entry in order, read in blocks: the log is never held in memory, nor a cursor open on the server."""
    after = 0
    while rows := connection.execute(AFTER, {"after": after, "limit": block}).all():
        for row in rows:
            yield Entry(*row)
        after = rows[-1].sequence
