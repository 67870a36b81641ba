"""How a class of records is erased; each part describes its own, the wiring lists them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.foundation.transaction import Unit


@dataclass(frozen=True, slots=True)
class Erasing:
    """Which records of a class are past their time, whose they are, and what erases a batch of them.

    `due` selects a record's id and its person's id (or NULL) with the parameter `before`.
    """

    key: str
    due: sa.Executable
    erase: Callable[[Unit, Sequence[str]], None]


def deleting(key: str, ident: Any, person: Any, *past: Any) -> Erasing:
    """Return how rows are deleted that are past what `past` says; `ident` and `person` are columns, or NULL."""
    statement = sa.delete(ident.class_).where(ident.in_(sa.bindparam("ids", expanding=True)))

    def erase(unit: Unit, ids: Sequence[str]) -> None:
        unit.connection.execute(statement, {"ids": list(ids)})

    return Erasing(key, sa.select(ident, person).where(*past), erase)
