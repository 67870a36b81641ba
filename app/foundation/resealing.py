"""Everything that an older data key sealed, sealed with the one that writes now: in batches, while the house works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.foundation import triggers
from app.foundation.crypto import Keyring, Sealed
from app.foundation.db import Base
from app.foundation.storage import Storage
from app.foundation.transaction import Unit

BATCH = 200


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A table with sealed columns: its key columns and the sealed ones, read and written as the bytes that they are."""

    name: str
    keys: tuple[sa.ColumnElement[Any], ...]
    sealed: tuple[sa.Column[Any], ...]

    @property
    def raw(self) -> tuple[sa.ColumnElement[bytes], ...]:
        """The sealed columns without the type that would open them."""
        return tuple(sa.type_coerce(column, sa.LargeBinary) for column in self.sealed)

    def under_another(self, mark: bytes) -> sa.ColumnElement[bool]:
        """Whether one of the sealed values of a row is under another key than that of `mark`."""
        beginnings = (sa.func.substr(raw, 1, len(mark), type_=sa.LargeBinary) for raw in self.raw)
        return sa.or_(*(beginning != sa.bindparam(None, mark, sa.LargeBinary) for beginning in beginnings))


def sealed_tables() -> tuple[SealedTable, ...]:
    """Return every table with a sealed column; all parts must have been loaded."""
    return tuple(
        SealedTable(table.name, tuple(table.primary_key.columns), sealed)
        for table in Base.metadata.sorted_tables
        if (sealed := tuple(column for column in table.columns if isinstance(column.type, Sealed)))
    )


def rows_under_older(connection: sa.Connection, table: SealedTable, mark: bytes) -> int:
    """Count the rows of which something is under another key than that of `mark`."""
    statement = sa.select(sa.func.count()).select_from(table.sealed[0].table).where(table.under_another(mark))
    return connection.scalar(statement) or 0


def reseal_batch(unit: Unit, keyring: Keyring, table: SealedTable, after: Sequence[Any] | None) -> Sequence[Any] | None:
    """Seal the next rows after the key `after` anew; return the key of the last one, None when there was none.

    A table that only takes new rows is opened for this transaction alone, and only its sealed columns are written. A
    row that somebody changed meanwhile is left to the next round.
    """
    found = unit.connection.execute(_next(table, keyring.mark, after)).all()
    if not found:
        return None
    count = len(table.keys)
    with triggers.lifted(unit.connection, table.name):
        for row in found:
            _reseal(unit, keyring, table, row[:count], row[count:])
    return tuple(found[-1][:count])


def reseal_file(storage: Storage, keyring: Keyring, key: str) -> bool:
    """Seal one stored file anew; False where it was so already, or is gone."""
    try:
        if storage.is_under(key, keyring.mark):
            return False
        storage.seal_anew(key)
    except FileNotFoundError:
        return False
    return True


def files_under_older(storage: Storage, mark: bytes) -> int:
    """Count the stored files under another key than that of `mark`."""
    return sum(1 for key in storage.files.keys() if not storage.is_under(key, mark))  # noqa: SIM118 - no mapping


def _next(table: SealedTable, mark: bytes, after: Sequence[Any] | None) -> sa.Select[Any]:
    statement = sa.select(*table.keys, *table.raw).where(table.under_another(mark)).order_by(*table.keys).limit(BATCH)
    return statement if after is None else statement.where(sa.tuple_(*table.keys) > sa.tuple_(*after))


def _reseal(unit: Unit, keyring: Keyring, table: SealedTable, key: Sequence[Any], old: Sequence[Any]) -> None:
    values, same = {}, [column == value for column, value in zip(table.keys, key, strict=True)]
    for column, raw, value in zip(table.sealed, table.raw, old, strict=True):
        purpose = column.type.purpose if isinstance(column.type, Sealed) else ""
        same.append(raw.is_(None) if value is None else raw == sa.bindparam(None, value, sa.LargeBinary))
        if value is not None and bytes(value)[:2] != keyring.mark:
            plain = keyring.unseal(purpose, bytes(value))
            values[column.name] = sa.bindparam(None, keyring.seal(purpose, plain), sa.LargeBinary)
    unit.connection.execute(sa.update(column.table).where(*same).values(values))
