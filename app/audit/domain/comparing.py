"""Rows against what the log tells of them: what was forged, taken out or changed behind the program's back (U3)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from app.audit.domain.chain import instant

DIGEST = "digest"
"""The fact that stands for the whole row."""


class What(StrEnum):
    """What is wrong: a row without an entry, an entry without its row, or a row that is not as it was entered."""

    FORGED = "forged"
    DELETED = "deleted"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Told:
    """What an entry tells of one row of a table: the facts it carries. Older entries carry fewer."""

    table: str
    sequence: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands: `name` is what a reader knows it by; `facts` are its columns and the digest of them all."""

    table: str
    name: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of which table and log do not say the same; `sequence` is the entry's, None where there is none."""

    what: What
    table: str
    name: str
    sequence: int | None = None


def digest_of(columns: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a row as 64 hexadecimal characters: its columns by name, as JSON with keys sorted."""
    text = json.dumps(columns, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain)
    return sha256(text.encode()).hexdigest()


def differences(subject: str, rows: Iterable[Row], told: Iterable[Told]) -> list[Difference]:
    """Return where the rows of one subject and all that entries tell of them differ.

    Each entry takes the row that is as it says; what is left over on both sides of a table is paired as changed.
    """
    left, untold = list(rows), []
    for one in sorted(told, key=lambda one: (-len(one.facts), one.sequence)):
        row = next((row for row in left if row.table == one.table and _fits(one, row)), None)
        if row:
            left.remove(row)
        else:
            untold.append(one)
    found = []
    for one in untold:
        row = next((row for row in left if row.table == one.table), None)
        if row:
            left.remove(row)
        what = What.CHANGED if row else What.DELETED
        found.append(Difference(what, one.table, row.name if row else subject, one.sequence))
    return found + [Difference(What.FORGED, row.table, row.name) for row in left]


def _fits(told: Told, row: Row) -> bool:
    return all(row.facts.get(name) == value for name, value in told.facts.items())


def _plain(value: Any) -> str:
    """Times as in the log, days in ISO 8601."""
    return instant(value) if hasattr(value, "astimezone") else str(value.isoformat())
