"""Anchors: the chain's hash, signed and kept outside the database; the check of the whole log against them (U19)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.audit import queries
from app.audit.domain.chain import GENESIS, instant, link
from app.audit.keys import key_id
from app.audit.models import AuditAnchor
from app.foundation.transaction import Unit

_LAST = sa.select(sa.func.max(AuditAnchor.sequence))
_INSERT = sa.insert(AuditAnchor)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The number and hash of one entry, signed at a time with the key `key_id` (Ed25519, RFC 8032)."""

    sequence: int
    hash: str
    at: datetime
    key_id: str
    signature: str

    def message(self) -> bytes:
        """Return the bytes that are signed."""
        return f"provost audit anchor\n{self.sequence}\n{self.hash}\n{instant(self.at)}\n{self.key_id}".encode()

    def line(self) -> str:
        """Return the anchor as one line of JSON for the file outside the database, or for print."""
        fields = {
            "sequence": self.sequence,
            "hash": self.hash,
            "at": instant(self.at),
            "key": self.key_id,
            "signature": self.signature,
        }
        return json.dumps(fields)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of the log found. `reason` is empty when all is well, else one of:

    `missing` (an entry was taken out), `altered` (an entry or its link was changed), `truncated` (the end was cut off),
    `not_as_anchored` (rewritten before the entry named), `anchor_unreadable`, `anchor_signature`.
    """

    ok: bool
    checked: int
    anchors: int
    first_broken_sequence: int | None = None
    reason: str = ""


def make_anchor(unit: Unit, key: Ed25519PrivateKey) -> Anchor | None:
    """Sign the chain's tail and keep it in the table; None when nothing happened since the last anchor."""
    tail = queries.tail(unit.connection)
    last = unit.connection.execute(_LAST).scalar() or 0
    if tail.sequence <= last:
        return None
    bare = Anchor(tail.sequence, tail.hash, unit.now, key_id(key.public_key()), "")
    signed = Anchor(bare.sequence, bare.hash, bare.at, bare.key_id, key.sign(bare.message()).hex())
    columns = {name: getattr(signed, name) for name in ("sequence", "hash", "at", "key_id", "signature")}
    unit.connection.execute(_INSERT, columns)
    return signed


def anchor_file(instance: Path) -> Path:
    """Return where the lines of an instance lie; an operator copies it away, prints it, or mounts it from elsewhere."""
    return instance / "anchors.jsonl"


def append(anchor: Anchor, path: Path) -> None:
    """Add the anchor to the file outside the database, once its transaction is committed; durable on return."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, (anchor.line() + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def verify(
    connection: sa.Connection, public_keys: Mapping[str, Ed25519PublicKey], lines: Iterable[str] = ()
) -> Verdict:
    """Walk the whole log and compare it with every anchor of the table and of `lines` (the file, or typed off print).

    Names the first broken entry. Where an insider rewrote the chain with right hashes, that is the first anchored entry
    that differs; a tail cut off is seen only by anchors that lie outside the database.
    """
    try:
        anchors = [*_stored(connection), *_read(lines)]
    except (ValueError, KeyError, TypeError):
        return Verdict(False, 0, 0, None, "anchor_unreadable")
    for anchor in anchors:
        if not _signed(anchor, public_keys):
            return Verdict(False, 0, len(anchors), anchor.sequence, "anchor_signature")
    return _walk(connection, anchors)


def _walk(connection: sa.Connection, anchors: list[Anchor]) -> Verdict:
    expected: dict[int, set[str]] = {}
    for anchor in anchors:
        expected.setdefault(anchor.sequence, set()).add(anchor.hash)
    after, previous = 0, GENESIS
    for entry in queries.all_entries(connection):
        broken = link(entry, after, previous)
        if broken:
            return Verdict(False, after, len(anchors), broken.sequence, broken.reason)
        if expected.get(entry.sequence, {entry.hash}) != {entry.hash}:
            return Verdict(False, after, len(anchors), entry.sequence, "not_as_anchored")
        after, previous = entry.sequence, entry.hash
    if max(expected, default=0) > after:
        return Verdict(False, after, len(anchors), after + 1, "truncated")
    return Verdict(True, after, len(anchors))


def _signed(anchor: Anchor, public_keys: Mapping[str, Ed25519PublicKey]) -> bool:
    key = public_keys.get(anchor.key_id)
    if key is None:
        return False
    try:
        key.verify(bytes.fromhex(anchor.signature), anchor.message())
    except (InvalidSignature, ValueError):
        return False
    return True


def _stored(connection: sa.Connection) -> Iterator[Anchor]:
    return (Anchor(*row) for row in connection.execute(queries.ANCHORS))


def _read(lines: Iterable[str]) -> Iterator[Anchor]:
    for line in lines:
        if line.strip():
            fields = json.loads(line)
            at = datetime.fromisoformat(fields["at"])
            yield Anchor(int(fields["sequence"]), fields["hash"], at, fields["key"], fields["signature"])
