"""The key that signs anchors: Ed25519 in a PEM file outside the database."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.foundation.stored_files import sync_folder, write_durably

KEY_FILE = "audit.pem"


def make_key(path: Path) -> Ed25519PrivateKey:
    """Make a new key and keep it at `path`, readable by its owner alone; raises FileExistsError, never replaces."""
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_durably(path, pem)
    sync_folder(path.parent)
    return key


def read_key(path: Path) -> Ed25519PrivateKey:
    """Return the key at `path`; raises FileNotFoundError, or ValueError when it is no Ed25519 key."""
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path.name} holds no Ed25519 key")
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """Return the first 16 hexadecimal characters of the SHA-256 of the raw public key."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:16]


def own_key(folder: Path) -> Ed25519PrivateKey:
    """Return the key in `folder` that signs now, made where there is none yet."""
    path = folder / KEY_FILE
    return read_key(path) if path.exists() else make_key(path)


def public_keys(folder: Path) -> dict[str, Ed25519PublicKey]:
    """Return key id → public key of every `audit*.pem` in `folder`, private or public; retired keys stay there."""
    found: dict[str, Ed25519PublicKey] = {}
    for path in sorted(folder.glob("audit*.pem")):
        pem = path.read_bytes()
        key = serialization.load_pem_public_key(pem) if b"PUBLIC KEY" in pem else read_key(path).public_key()
        if not isinstance(key, Ed25519PublicKey):
            raise ValueError(f"{path.name} holds no Ed25519 key")
        found[key_id(key)] = key
    return found
