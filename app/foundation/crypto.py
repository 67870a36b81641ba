"""Keys for data at rest: sealed columns and files, keyed hashes for search (security.md S12)."""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from typing import ClassVar

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MARK = b"P1"
_NONCE = 12


class Keyring:
    """The data key (32 bytes, kept outside the database) and the keys derived from it, one per purpose (RFC 5869)."""

    def __init__(self, data_key: bytes) -> None:
        if len(data_key) != 32:
            raise ValueError("the data key has 32 bytes")
        self._data_key = data_key
        self._ciphers: dict[str, AESGCM] = {}
        self._search_key = self._derive("search")
        self._forms_key = self._derive("forms")

    def _derive(self, purpose: str) -> bytes:
        return HKDF(SHA256(), 32, b"provost", purpose.encode()).derive(self._data_key)

    def _cipher(self, purpose: str) -> AESGCM:
        if purpose not in self._ciphers:
            self._ciphers[purpose] = AESGCM(self._derive("seal:" + purpose))
        return self._ciphers[purpose]

    def seal(self, purpose: str, plain: bytes) -> bytes:
        """Encrypt with AES-256-GCM under a fresh nonce; `purpose` is bound in, so columns cannot be swapped."""
        nonce = os.urandom(_NONCE)
        return _MARK + nonce + self._cipher(purpose).encrypt(nonce, plain, purpose.encode())

    def unseal(self, purpose: str, sealed: bytes) -> bytes:
        """Decrypt what `seal` made; raises `WrongDataKey` when it was altered or the key is another."""
        if sealed[:2] != _MARK:
            raise WrongDataKey(purpose)
        try:
            return self._cipher(purpose).decrypt(sealed[2 : 2 + _NONCE], sealed[2 + _NONCE :], purpose.encode())
        except InvalidTag as error:
            raise WrongDataKey(purpose) from error

    def search_hash(self, purpose: str, text: str) -> str:
        """Return a keyed hash of `text`, folded for search, as 40 hexadecimal characters."""
        message = f"{purpose}\0{folded(text)}".encode()
        return hmac.new(self._search_key, message, hashlib.sha256).hexdigest()[:40]

    def request_token(self, session_token: str) -> str:
        """Return the token that forms of this session carry: an HMAC, constant for the session."""
        return hmac.new(self._forms_key, session_token.encode(), hashlib.sha256).hexdigest()[:40]


class WrongDataKey(Exception):
    """What is stored cannot be read with the data key of this instance."""


def folded(text: str) -> str:
    """Return `text` as search compares it: NFKD without accents, case folded, white space made one space."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


class Sealed(sa.types.TypeDecorator[str]):
    """A text column that stands encrypted in the database. `Sealed.keyring` is set once by the factory."""

    impl = sa.LargeBinary
    cache_ok = True
    keyring: ClassVar[Keyring | None] = None

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> bytes | None:
        """Encrypt on the way in."""
        return None if value is None else _installed().seal(self.purpose, value.encode())

    def process_result_value(self, value: bytes | None, dialect: sa.Dialect) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else _installed().unseal(self.purpose, bytes(value)).decode()


def install(keyring: Keyring) -> None:
    """Give the process its keys; called by the factory before the first query."""
    Sealed.keyring = keyring


def _installed() -> Keyring:
    if Sealed.keyring is None:
        raise RuntimeError("no data key is installed: the factory does this")
    return Sealed.keyring
