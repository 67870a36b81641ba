"""Reads of the log: its tail, its latest time, pages of entries, and the whole of it as a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.audit.domain.chain import GENESIS, Entry
from app.audit.events import AuditTag
from app.audit.models import AuditAnchor, AuditEvent
from app.foundation.db import UtcDateTime
from app.foundation.straight import Straight

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

_TAIL = Straight(sa.select(_EVENT.sequence, _EVENT.hash).order_by(_EVENT.sequence.desc()).limit(1))
_ACCEPTED = (
    sa.select(sa.func.coalesce(sa.func.max(_EVENT.sequence), 0))
    .where(_EVENT.tag == AuditTag.CLOCK_ACCEPTED.value)
    .scalar_subquery()
)
# Not the time of the last entry: with the clock set back, the next entry would already carry the wrong time.
_LATEST_TIME = Straight(sa.select(_EVENT.at).where(_EVENT.sequence >= _ACCEPTED).order_by(_EVENT.at.desc()).limit(1))
AFTER = sa.select(*_COLUMNS).where(_EVENT.sequence > sa.bindparam("after")).order_by(_EVENT.sequence).limit(_LIMIT)
PAGE = sa.select(*_COLUMNS).where(_EVENT.sequence < _BEFORE).order_by(_EVENT.sequence.desc()).limit(_LIMIT)
PAGE_OF_SUBJECT = PAGE.where(_EVENT.subject == sa.bindparam("value"))
PAGE_OF_SUBJECTS = PAGE.where(_EVENT.subject.in_(sa.bindparam("subjects", expanding=True)))
PAGE_OF_ACTOR = PAGE.where(_EVENT.actor == sa.bindparam("value"))
PAGE_OF_TAG = PAGE.where(_EVENT.tag == sa.bindparam("value"))
_NUMBERS = sa.select(_EVENT.sequence).where(_EVENT.sequence < _BEFORE).order_by(_EVENT.sequence.desc()).limit(_LIMIT)
_PAGES = {"subject": PAGE_OF_SUBJECT, "actor": PAGE_OF_ACTOR, "tag": PAGE_OF_TAG}
FAMILIES = tuple(dict.fromkeys(tag.value.partition(":")[0] for tag in AuditTag))
"""The sources of entries: the first words of the tags, in the order of the enum."""


def _page_of_family(family: str) -> sa.Select[Any]:
    """Each tag's newest entries by its own index, then the newest of those: flat however long the log is."""
    tags = [tag.value for tag in AuditTag if tag.value.startswith(family + ":")]
    newest = [sa.select(_NUMBERS.where(_EVENT.tag == tag).subquery()) for tag in tags]
    together = sa.union_all(*newest).subquery()
    last = sa.select(together).order_by(together.c.sequence.desc()).limit(_LIMIT).subquery()
    found = last.join(AuditEvent.__table__, last.c.sequence == _EVENT.sequence)
    return sa.select(*_COLUMNS).select_from(found).order_by(_EVENT.sequence.desc())


PAGES_OF_FAMILY = {family: _page_of_family(family) for family in FAMILIES}
_SINCE, _UNTIL = sa.bindparam("since", type_=UtcDateTime), sa.bindparam("until", type_=UtcDateTime)


def _if_given(name: str, column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    given = sa.bindparam(name, type_=sa.String)
    return sa.or_(given == "", column == given)


SEARCH = PAGE.where(
    _if_given("who", _EVENT.actor),
    _if_given("subject", _EVENT.subject),
    _if_given("tag", _EVENT.tag),
    _EVENT.at >= _SINCE,
    _EVENT.at < _UNTIL,
)
# Not the bare column: SQLite would look each subject up by the kind of its entries, of which there are as many as rows.
KIND = _EVENT.tag + ""
_TAGS = KIND.in_(sa.bindparam("tags", expanding=True))
TAGGED_AFTER = AFTER.where(_TAGS)
TAGGED_ON = (
    sa.select(*_COLUMNS)
    .where(_EVENT.subject.in_(sa.bindparam("subjects", expanding=True)), _TAGS)
    .where(_EVENT.sequence <= sa.bindparam("until", type_=sa.BigInteger))
    .order_by(_EVENT.sequence)
)
ANCHORS = sa.select(
    AuditAnchor.sequence, AuditAnchor.hash, AuditAnchor.at, AuditAnchor.key_id, AuditAnchor.signature
).order_by(AuditAnchor.sequence)

LAST_ANCHOR = (
    sa.select(AuditAnchor.sequence, AuditAnchor.hash, AuditAnchor.at).order_by(AuditAnchor.sequence.desc()).limit(1)
)

_END = 2**62


@dataclass(frozen=True, slots=True)
class Tail:
    """The last entry's number and hash; (0, sixty-four zeros) before the first."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class LastAnchor:
    """Which entry was signed last, the hash it had, and when."""

    sequence: int
    hash: str
    at: datetime


def tail(connection: sa.Connection) -> Tail:
    """Return the end of the chain as this connection sees it."""
    row = _TAIL.first(connection, {})
    return Tail(row.sequence, row.hash) if row else Tail(0, GENESIS)


def last_time(connection: sa.Connection) -> datetime | None:
    """Return the latest time in the log since an operator last accepted the clock; None for an empty log (X18)."""
    row = _LATEST_TIME.first(connection, {})
    return row.at if row else None


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


def entries_about(
    connection: sa.Connection, subjects: Sequence[str], *, before: int = _END, limit: int = 50
) -> tuple[Entry, ...]:
    """Return up to `limit` entries about any of the subjects, newest first."""
    values = {"before": before, "limit": limit, "subjects": list(subjects)}
    return tuple(Entry(*row) for row in connection.execute(PAGE_OF_SUBJECTS, values))


def entries_of_family(
    connection: sa.Connection, family: str, *, before: int = _END, limit: int = 50
) -> tuple[Entry, ...]:
    """Return up to `limit` entries whose tag begins with `family` (one of `FAMILIES`), newest first."""
    rows = connection.execute(PAGES_OF_FAMILY[family], {"before": before, "limit": limit})
    return tuple(Entry(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for in the log: by whom, what, on what (each whole, or empty), and in which days of UTC."""

    who: str = ""
    tag: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Search()


def entries_found(
    connection: sa.Connection, search: Search, *, before: int = _END, limit: int = 50
) -> tuple[Entry, ...]:
    """Return up to `limit` entries that fit all of `search`, newest first."""
    since = datetime.combine(search.first or date(2000, 1, 1), time(), UTC)
    until = datetime.combine(search.last or date(2999, 12, 30), time(), UTC) + timedelta(days=1)
    values = {"who": search.who, "tag": search.tag, "subject": search.subject, "since": since, "until": until}
    return tuple(Entry(*row) for row in connection.execute(SEARCH, {**values, "before": before, "limit": limit}))


def entry_after(connection: sa.Connection, sequence: int) -> Entry | None:
    """Return the entry that follows the one numbered `sequence`."""
    row = connection.execute(AFTER, {"after": sequence, "limit": 1}).first()
    return Entry(*row) if row else None


def entries_after(connection: sa.Connection, tags: Sequence[AuditTag], after: int, limit: int) -> tuple[Entry, ...]:
    """Return up to `limit` entries of these kinds numbered above `after`, in order."""
    values = {"tags": [tag.value for tag in tags], "after": after, "limit": limit}
    return tuple(Entry(*row) for row in connection.execute(TAGGED_AFTER, values))


def entries_on(
    connection: sa.Connection, tags: Sequence[AuditTag], subjects: Sequence[str], until: int = _END
) -> tuple[Entry, ...]:
    """Return the entries of these kinds about any of the subjects, in order, up to the one numbered `until`."""
    values = {"tags": [tag.value for tag in tags], "subjects": list(subjects), "until": until}
    return tuple(Entry(*row) for row in connection.execute(TAGGED_ON, values))


def last_anchor(connection: sa.Connection) -> LastAnchor | None:
    """Return the last anchor of the table; None before the first."""
    row = connection.execute(LAST_ANCHOR).first()
    return LastAnchor(*row) if row else None


def all_entries(connection: sa.Connection, block: int = 5000) -> Iterator[Entry]:
    """Give every entry in order, read in blocks: the log is never held in memory, nor a cursor open on the server."""
    after = 0
    while rows := connection.execute(AFTER, {"after": after, "limit": block}).all():
        for row in rows:
            yield Entry(*row)
        after = rows[-1].sequence
