"""What is held about a person, as they may have it: each part names its own tables, the wiring lists them all (O34)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class OwnRecords:
    """Rows of one table that are about a person. `select` takes the parameter `person_id`; `what` is said in the copy.

    `whose` is the column that says whose they are; `left_out` holds column → why the person does not get it. `json`
    names columns that hold JSON as text. `storage_key` names the column under which the row's file is stored.
    `subjects` are the words before the row's id by which the log speaks of it.
    """

    key: str
    what: str
    table: sa.Table
    whose: Any
    select: sa.Select[Any]
    left_out: Mapping[str, str] = field(default_factory=dict)
    json: Sequence[str] = ()
    storage_key: str = ""
    subjects: Sequence[str] = ()


def own_records(
    key: str,
    what: str,
    model: Any,
    whose: Any,
    *,
    through: Sequence[Any] = (),
    only: Any = None,
    left_out: Mapping[str, str] | None = None,
    json: Sequence[str] = (),
    storage_key: str = "",
    subjects: Sequence[str] = (),
) -> OwnRecords:
    """Return the records of `model` where `whose` is the person: every column but those of `left_out`.

    `through` are the tables between the two; a column that is added later comes along by itself.
    """
    table, hidden = model.__table__, left_out or {}
    statement = sa.select(*(column for column in table.columns if column.key not in hidden)).select_from(table)
    for between in through:
        statement = statement.join(between.__table__)
    statement = statement.where(whose == sa.bindparam("person_id")).order_by(*table.primary_key.columns)
    statement = statement if only is None else statement.where(only)
    return OwnRecords(key, what, table, whose, statement, hidden, json, storage_key, subjects)
