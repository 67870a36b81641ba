"""Keyed hashes that an older data key made, made anew: in batches, while the house works (S12, decision 0004)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.foundation import triggers
from app.foundation.crypto import Keyring
from app.foundation.transaction import Unit

BATCH = 200


@dataclass(frozen=True, slots=True)
class HashedRows:
    """Rows of a table that are found by keyed hashes, as the part that owns them describes them.

    `rows` reads `:most` of them after the id `:after`, in order of id. `differing` returns those whose hashes are not
    the ones that the keys in use make, each with what they should be; `mend` writes that. `unsettled` is a quick look
    whether a hash stands where only a key that is out of use can have put it.
    """

    table: str
    rows: Any
    differing: Callable[[sa.Connection, Keyring, Sequence[Any]], Sequence[Any]]
    mend: Callable[[sa.Connection, Any], None]
    unsettled: Callable[[sa.Connection, Keyring], bool]


def rehash_batch(unit: Unit, keyring: Keyring, hashed: HashedRows, after: str) -> str:
    """Make the hashes of the next rows after an id what they should be; return the last id, empty at the end.

    The rows are locked meanwhile, so that nobody changes what their hashes are made of. A table that only takes new
    rows is opened for this transaction alone.
    """
    found = unit.connection.execute(hashed.rows.with_for_update(), {"after": after, "most": BATCH}).all()
    if not found:
        return ""
    differing = hashed.differing(unit.connection, keyring, found)
    if differing:
        with triggers.lifted(unit.connection, hashed.table):
            for one in differing:
                hashed.mend(unit.connection, one)
    return str(found[-1].id)


def rows_to_rehash(connection: sa.Connection, keyring: Keyring, hashed: HashedRows) -> int:
    """Count the rows whose hashes are not what the keys in use make: each is made again and compared."""
    count, after = 0, ""
    while found := connection.execute(hashed.rows, {"after": after, "most": BATCH}).all():
        count += len(hashed.differing(connection, keyring, found))
        after = found[-1].id
    return count
