"""Reads of what trainers have sent and not yet added."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.curriculum.models import BroughtFile

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it was read: `target` is the module's folder or the path of the quiz, `read` what was found in it."""

    public_id: str
    target: str
    name: str
    read: dict[str, Any]


_ONE = sa.select(BroughtFile.public_id, BroughtFile.target, BroughtFile.name, BroughtFile.content).where(
    BroughtFile.public_id == sa.bindparam("public_id"),
    BroughtFile.person_id == sa.bindparam("person_id"),
    BroughtFile.course == sa.bindparam("course"),
    BroughtFile.kind == sa.bindparam("kind"),
    BroughtFile.made_at > sa.bindparam("since"),
)


def brought_file(
    connection: sa.Connection, public_id: str, *, person_id: str, course: str, kind: str, now: datetime
) -> Brought | None:
    """Return what this person sent for this course within the last day."""
    row = connection.execute(
        _ONE,
        {"public_id": public_id, "person_id": person_id, "course": course, "kind": kind, "since": now - KEPT},
    ).one_or_none()
    return None if row is None else Brought(row.public_id, row.target, row.name, unpacked(row.content))


def packed(read: dict[str, Any]) -> bytes:
    """Return plain values as bytes to be kept."""
    return zlib.compress(json.dumps(read, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpacked(content: bytes) -> dict[str, Any]:
    """Return what `packed` made bytes of."""
    found: dict[str, Any] = json.loads(zlib.decompress(content))
    return found
