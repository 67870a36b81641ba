"""The walk that compares tables with the log: every row that entries tell of, and every entry that tells of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.audit.domain.chain import Entry
from app.audit.domain.comparing import Difference, Row, Told, What, differences
from app.audit.events import AuditTag
from app.audit.models import AuditEvent
from app.audit.queries import KIND, entries_after, entries_on

BLOCK = 500
_EVENT = AuditEvent.__table__.c


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """Rows of a table that entries tell of. `subject` is the column by which the log knows them, after `prefix`.

    `read` makes a `Row` of what `select` gives. Without a subject the rows are such as no entry can tell of.
    """

    select: sa.Select[Any]
    subject: sa.SQLColumnExpression[Any] | None
    read: Callable[[sa.Row[Any]], Row]
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a part wants compared: its tables, the entries that tell of them, and what each of these tells."""

    tables: tuple[ComparedTable, ...]
    tags: tuple[AuditTag, ...]
    told: Callable[[Entry], Iterable[Told]]


def compare(connection: sa.Connection, parts: Sequence[Compared]) -> Iterator[Difference]:
    """Give each difference between the parts' tables and the log; both are read in blocks, never held in memory.

    What is granted meanwhile does no harm: a subject that differs is read once more before it is named.
    """
    for part in parts:
        for subjects in _first_told(connection, part):
            for subject in _differing(connection, part, subjects):
                yield from _differing(connection, part, [subject]).get(subject, ())
        for table in part.tables:
            yield from _untold(connection, part, table)


def _first_told(connection: sa.Connection, part: Compared) -> Iterator[list[str]]:
    """Give the subjects of the log in blocks, each once: with the block that holds the first entry about it."""
    after = 0
    while entries := entries_after(connection, part.tags, after, BLOCK):
        subjects = list(dict.fromkeys(entry.subject for entry in entries))
        earlier = {entry.subject for entry in entries_on(connection, part.tags, subjects, until=after)}
        yield [subject for subject in subjects if subject not in earlier]
        after = entries[-1].sequence


def _differing(connection: sa.Connection, part: Compared, subjects: Sequence[str]) -> dict[str, list[Difference]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    told: dict[str, list[Told]] = defaultdict(list)
    for table in part.tables:
        for subject, row in _rows(connection, table, subjects):
            rows[subject].append(row)
    for entry in entries_on(connection, part.tags, subjects):
        told[entry.subject].extend(part.told(entry))
    found = {one: differences(one, rows[one], told[one]) for one in subjects}
    return {subject: several for subject, several in found.items() if several}


def _rows(connection: sa.Connection, table: ComparedTable, subjects: Sequence[str]) -> Iterator[tuple[str, Row]]:
    if table.subject is None:
        return
    own = [one.removeprefix(table.prefix) for one in subjects if one.startswith(table.prefix)]
    asked = table.select.add_columns(table.subject.label("subject_")).where(table.subject.in_(own))
    for row in connection.execute(asked):
        yield f"{table.prefix}{row.subject_}", table.read(row)


def _untold(connection: sa.Connection, part: Compared, table: ComparedTable) -> Iterator[Difference]:
    """Give the rows of subjects of which no entry tells anything."""
    subject = sa.null() if table.subject is None else sa.literal(table.prefix) + table.subject
    told = sa.exists().where(_EVENT.subject == subject, KIND.in_([tag.value for tag in part.tags]))
    asked, past = table.select.where(~told).order_by(sa.text("1, 2")).limit(BLOCK), 0
    while found := connection.execute(asked.offset(past)).all():
        for row in map(table.read, found):
            yield Difference(What.FORGED, row.table, row.name)
        past += len(found)
