"""Keys for data at rest: sealed columns and files, keyed hashes for search (security.md S12)."""

from __future__ import annotations

import hashlib
import hmac
import os
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.foundation.data_keys import BadDataKey, DataKeys

_LETTERS = b"123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_NONCE = 12
_REREAD_SECONDS = 5.0


class Keyring:
    """The data keys (32 bytes each, kept outside the database) and those derived from them, one per purpose (RFC 5869).

    What is sealed begins with `P` and the letter of its key, so that a new key can take over while the old one still
    reads. `reread` gives the keys as they lie now: it is asked from time to time, and at a letter that is not known.
    """

    def __init__(self, keys: bytes | DataKeys, reread: Callable[[], DataKeys] | None = None) -> None:
        given = keys if isinstance(keys, DataKeys) else DataKeys(1, {1: keys})
        if any(len(key) != 32 for key in given.keys.values()):
            raise ValueError("the data key has 32 bytes")
        self._reread, self._read_at = reread, time.monotonic()
        self._ciphers: dict[tuple[int, str], AESGCM] = {}
        self._keys = given
        first = given.keys[given.writes]
        self.lasting = given.lasting or _derive(first, "search") + _derive(first, "forms")
        self._search_keys: dict[int, bytes] = {}

    @property
    def writes(self) -> int:
        """The number of the key that seals now."""
        self._refresh(_REREAD_SECONDS)
        return self._keys.writes

    @property
    def mark(self) -> bytes:
        """The first two bytes of what is sealed now."""
        return mark_of(self.writes)

    @property
    def older(self) -> frozenset[int]:
        """The numbers of the keys that only read."""
        self._refresh(_REREAD_SECONDS)
        return frozenset(self._keys.keys) - {self._keys.writes}

    def look_again(self) -> None:
        """Read the keys as they lie now."""
        self._refresh(0)

    def _refresh(self, older_than: float) -> None:
        now = time.monotonic()
        if self._reread is None or now - self._read_at < older_than:
            return
        self._read_at = now
        with suppress(OSError, BadDataKey):  # half a change, or the folder is out of reach: what is known still holds
            self._keys = self._reread()

    def _cipher(self, number: int, purpose: str) -> AESGCM:
        if (number, purpose) not in self._ciphers:
            self._ciphers[number, purpose] = AESGCM(_derive(self._keys.keys[number], "seal:" + purpose))
        return self._ciphers[number, purpose]

    def seal(self, purpose: str, plain: bytes) -> bytes:
        """Encrypt with AES-256-GCM under a fresh nonce; `purpose` is bound in, so columns cannot be swapped."""
        nonce, number = os.urandom(_NONCE), self.writes
        return mark_of(number) + nonce + self._cipher(number, purpose).encrypt(nonce, plain, purpose.encode())

    def unseal(self, purpose: str, sealed: bytes) -> bytes:
        """Decrypt what `seal` made; raises `WrongDataKey` when it was altered or the key is another."""
        number = _LETTERS.find(sealed[1:2]) + 1 if sealed[:1] == b"P" and sealed[1:2] else 0
        if number and number not in self._keys.keys:
            self._refresh(0)
        if number not in self._keys.keys:
            raise WrongDataKey(purpose)
        try:
            nonce, secret = sealed[2 : 2 + _NONCE], sealed[2 + _NONCE :]
            return self._cipher(number, purpose).decrypt(nonce, secret, purpose.encode())
        except InvalidTag as error:
            raise WrongDataKey(purpose) from error

    def search_key(self, number: int) -> bytes:
        """Return the key of the hashes that were made while the data key with this number wrote."""
        if number not in self._search_keys:
            former = self._keys.former.get(number)
            self._search_keys[number] = former or _derive(self._keys.keys[number], "search")
        return self._search_keys[number]

    def search_hash(self, purpose: str, text: str) -> str:
        """Return a keyed hash of `text`, folded for search, as stored now: 40 hexadecimal characters."""
        return self._hash(self.writes, purpose, text)

    def search_hashes(self, purpose: str, text: str, *, former: bool = True) -> tuple[str, ...]:
        """Return every hash under which `text` may stand: of the key that writes, then of those before it.

        `former` takes in keys that are out of use. What proves something to whoever brings it back does without them:
        it could be made with a key that was stolen.
        """
        first, known = self.writes, {*self._keys.keys, *(self._keys.former if former else ())}
        return tuple(self._hash(number, purpose, text) for number in (first, *sorted(known - {first})))

    def twin_hashes(self, purpose: str, text: str) -> tuple[str | None, str | None]:
        """Return the hash under the newest key of an odd number, and of an even one, among those in use.

        A column for each, both unique, holds a name once while two keys are in use: every process that writes knows
        the older of them.
        """
        newest = {number % 2: number for number in sorted({self.writes, *self._keys.keys})}
        odd, even = (self._hash(newest[one], purpose, text) if one in newest else None for one in (1, 0))
        return odd, even

    def request_token(self, session_token: str) -> str:
        """Return the token that forms of this session carry: an HMAC, constant for the session."""
        return self.lasting_hash(session_token)

    def lasting_hash(self, text: str) -> str:
        """Return a keyed hash that stays when data keys change, for what is not stored; 40 hexadecimal characters."""
        return hmac.digest(self.lasting[32:], text.encode(), "sha256").hex()[:40]

    def _hash(self, number: int, purpose: str, text: str) -> str:
        message = f"{purpose}\0{folded(text)}".encode()
        return hmac.new(self.search_key(number), message, hashlib.sha256).hexdigest()[:40]


def mark_of(number: int) -> bytes:
    """Return the two bytes before everything that the key with this number sealed."""
    return b"P" + _LETTERS[number - 1 : number]


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, b"provost", purpose.encode()).derive(key)


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
