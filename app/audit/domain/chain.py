"""The chain of entries: what is hashed, how, and how a broken link is found (X4, S9)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

GENESIS = "0" * 64
# What would name a person. Entries hold ids; a name that must be forgotten later cannot be taken out of a chain.
PERSONAL = frozenset({
    "name", "names", "first_name", "last_name", "full_name", "display_name", "name_original", "sign_in_name", "rank",
    "email", "e_mail", "mail", "address", "phone", "telephone", "service_number", "birth_date",
    "password", "secret", "token", "code", "answer",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log as it stands in the table; `data` is what JSON gives back."""

    sequence: int
    at: datetime
    actor: str
    role: str
    tag: str
    subject: str
    data: Mapping[str, Any]
    previous_hash: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold: `missing` (a gap in the numbers) or `altered`."""

    sequence: int
    reason: str


def canonical(entry: Entry) -> bytes:
    """Return the bytes that are hashed: JSON of eight fields, keys sorted, no spaces, ASCII, time in UTC."""
    fields = {
        "sequence": entry.sequence,
        "at": instant(entry.at),
        "actor": entry.actor,
        "role": entry.role,
        "tag": entry.tag,
        "subject": entry.subject,
        "data": entry.data,
        "previous_hash": entry.previous_hash,
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(entry: Entry) -> str:
    """Return the SHA-256 of the canonical entry as 64 hexadecimal characters; the field `hash` takes no part."""
    return hashlib.sha256(canonical(entry)).hexdigest()


def first_broken(entries: Iterable[Entry], after: int = 0, previous_hash: str = GENESIS) -> Break | None:
    """Return the first break in `entries`, which come in the order of their sequence, or None when all links hold.

    `after` and `previous_hash` are the number and hash of the entry before the first one given.
    """
    for entry in entries:
        broken = link(entry, after, previous_hash)
        if broken:
            return broken
        after, previous_hash = entry.sequence, entry.hash
    return None


def link(entry: Entry, after: int, previous_hash: str) -> Break | None:
    """Return what is wrong between the entry numbered `after` and `entry`, or None."""
    if entry.sequence != after + 1:
        return Break(after + 1, "missing")
    if entry.previous_hash != previous_hash or digest(entry) != entry.hash:
        return Break(entry.sequence, "altered")
    return None


def instant(at: datetime) -> str:
    """Return a time as it is hashed: UTC, ISO 8601, always with six decimals."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return `data` as JSON keeps it unchanged; raises ValueError for a personal field, TypeError for another type.

    Times become UTC text and fractions `n/d`. Decimal fractions of the machine (float) are refused: their text is not
    the same everywhere, and marks are never floats.
    """
    return {_allowed(key): _plain(value) for key, value in data.items()}


def _allowed(key: str) -> str:
    if key.lower() in PERSONAL:
        raise ValueError(f"the log holds ids, never {key}")
    return key


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int():
            return value
        case str():
            return str(value)  # a StrEnum becomes its text
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Mapping():
            return plain(value)
        case list() | tuple():
            return [_plain(item) for item in value]
        case set() | frozenset():
            return sorted(_plain(item) for item in value)
        case _:
            raise TypeError(f"the log does not hold {type(value).__name__}")
