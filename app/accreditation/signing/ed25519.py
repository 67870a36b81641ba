"""The private Ed25519 keys that sign badges, status lists and QR codes: made, kept, replaced, read; for the worker.

Files are added, never changed: `qr-1a2b3c4d.key` beside `qr-1a2b3c4d.json`. The newest key that is described signs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.accreditation.signing.keys import BadKey, DemoKeyRefused, write_new
from app.accreditation.signing.public_keys import (
    KeyKind,
    PublicKey,
    described,
    ed25519_key_id,
    read_public_keys,
)

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs, with what is published of it."""

    public: PublicKey
    _private: Ed25519PrivateKey = field(repr=False)

    @property
    def key_id(self) -> str:
        """The name of the key."""
        return self.public.key_id

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration key."""
        return self.public.demo

    def covers(self, at: datetime) -> bool:
        """Whether the key may sign at this moment."""
        return self.public.covers(at)

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the signature of `data` (RFC 8032, pure Ed25519)."""
        return self._private.sign(data)

    def pem(self) -> bytes:
        """Return the private key as PKCS 8."""
        return self._private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def make_key(kind: KeyKind, *, at: datetime, years: int = 10, demo: bool = False) -> SigningKey:
    """Return a new key that may sign for `years` from `at`."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    described_key = PublicKey(kind, ed25519_key_id(kind, public), public, at, at + years * YEAR, demo)
    return SigningKey(described_key, private)


def save_key(key: SigningKey, folder: Path) -> None:
    """Add the key to `folder`; from then on it signs. The private half is written first: what is described is there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_new(folder / f"{_name(key.public)}.key", key.pem())
    write_new(folder / f"{_name(key.public)}.json", described(key.public))


def rotate_key(key: SigningKey, folder: Path) -> tuple[PublicKey, ...]:
    """Add a key that signs from now on and destroy the private halves of its kind's older ones; return those."""
    older = read_public_keys(folder, key.public.kind, allow_demo=True)
    save_key(key, folder)
    for one in older:
        (folder / f"{_name(one)}.key").unlink(missing_ok=True)
    return older


def load_key(folder: Path, kind: KeyKind, *, allow_demo: bool) -> SigningKey:
    """Return the newest key of a kind; BadKey where there is none whole, DemoKeyRefused for a demonstration's."""
    try:
        newest = read_public_keys(folder, kind, allow_demo=True)[0]
        private = serialization.load_pem_private_key((folder / f"{_name(newest)}.key").read_bytes(), None)
    except (IndexError, OSError, ValueError, TypeError) as error:
        raise BadKey(f"no key signs {kind.value}: {error}") from error
    if not isinstance(private, Ed25519PrivateKey) or private.public_key().public_bytes_raw() != newest.public:
        raise BadKey(f"{_name(newest)}: the private key is not the one that is described")
    if newest.demo and not allow_demo:
        raise DemoKeyRefused(kind.value)
    return SigningKey(newest, private)


def has_key(folder: Path, kind: KeyKind) -> bool:
    """Whether any key of the kind lies in `folder`."""
    return bool(read_public_keys(folder, kind, allow_demo=True))


def _name(key: PublicKey) -> str:
    return f"{key.kind.value}-{key.key_id}"
