"""The public halves of the issuer's three kinds of key, as files beside the private ones; nothing here opens those.

A PDF is signed with a P-256 key that X.509 certificates vouch for (`issuer*.pem`). Badges, status lists and QR codes
are signed with Ed25519 keys (RFC 8032), each described by a small file: `credential-….json`, `qr-….json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import NameOID

from app.accreditation.signing.multibase import from_multikey, multikey

DEMO_NAME = "Provost demonstration issuer – not valid"
DEMO_ROOT_NAME = "Provost demonstration root – not valid"
NAMES = {True: (DEMO_ROOT_NAME, DEMO_NAME), False: ("Certificate root", "Certificate issuer")}
ROOT_FILES = "issuer-root*.pem"


class KeyKind(StrEnum):
    """What an Ed25519 key signs: badges and status lists, or QR codes. The value begins the names of its files."""

    CREDENTIAL = "credential"
    QR = "qr"


ID_DIGITS = {KeyKind.CREDENTIAL: 16, KeyKind.QR: 8}
"""Hexadecimal digits of a key's id. A QR code has little room: four bytes tell the keys of one issuer apart."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 key: 32 bytes, and the time in which it may sign; what it signed then stays good after."""

    kind: KeyKind
    key_id: str
    public: bytes
    valid_from: datetime
    valid_until: datetime
    demo: bool

    def covers(self, at: datetime) -> bool:
        """Whether the key may sign at this moment."""
        return self.valid_from <= at <= self.valid_until


def ed25519_key_id(kind: KeyKind, public: bytes) -> str:
    """Return the name of a key: the first hexadecimal digits of the SHA-256 of its 32 bytes."""
    return sha256(public).hexdigest()[: ID_DIGITS[kind]]


def described(key: PublicKey) -> bytes:
    """Return the file that describes a public key."""
    text = {
        "kind": key.kind.value,
        "id": key.key_id,
        "publicKeyMultibase": multikey(key.public),
        "valid_from": key.valid_from.isoformat(),
        "valid_until": key.valid_until.isoformat(),
        "demonstration": key.demo,
    }
    return json.dumps(text, indent=1).encode() + b"\n"


def read_public_keys(folder: Path, kind: KeyKind, *, allow_demo: bool) -> tuple[PublicKey, ...]:
    """Return the keys of a kind, the newest first; raises ValueError for a file that describes none."""
    found = (_read(path, kind) for path in folder.glob(f"{kind.value}-*.json"))
    kept = (key for key in found if allow_demo or not key.demo)
    return tuple(sorted(kept, key=lambda key: (key.valid_from, key.key_id), reverse=True))


def key_id(certificate: x509.Certificate) -> str:
    """Return the short name of a key: the first 16 hexadecimal digits of the SHA-256 of its public half (SPKI)."""
    public = certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return sha256(public).hexdigest()[:16]


def is_demo(certificate: x509.Certificate | bytes) -> bool:
    """Whether a certificate (or its PEM text) names itself a demonstration, as its subject or as its issuer."""
    if isinstance(certificate, bytes):
        certificate = x509.load_pem_x509_certificate(certificate)
    names = [*certificate.subject, *certificate.issuer]
    return any(name.oid == NameOID.COMMON_NAME and name.value in NAMES[True] for name in names)


def load_roots(folder: Path, *, allow_demo: bool) -> Sequence[bytes]:
    """Return every root of `folder` as PEM: the present one and those of earlier keys (issuer-root-….pem)."""
    roots = [path.read_bytes() for path in sorted(folder.glob(ROOT_FILES))]
    return tuple(root for root in roots if allow_demo or not is_demo(root))


def _read(path: Path, kind: KeyKind) -> PublicKey:
    try:
        text = json.loads(path.read_bytes())
        public = from_multikey(text["publicKeyMultibase"])
        begin, end = (datetime.fromisoformat(text[name]) for name in ("valid_from", "valid_until"))
        demo = text["demonstration"] is not False
        key = PublicKey(kind, ed25519_key_id(kind, public), public, begin, end, demo)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name} describes no public key: {error}") from error
    if (text["kind"], text["id"]) != (kind.value, key.key_id):
        raise ValueError(f"{path.name} describes another key than it says")
    return key
