"""Bytes as text, as W3C's Multikey and Data Integrity write them: `z` and base58 (Controlled Identifiers 1.0, 2.4)."""

from __future__ import annotations

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519 = b"\xed\x01"  # multicodec ed25519-pub


def base58(data: bytes) -> str:
    """Return `data` in base58 (the Bitcoin alphabet); each leading zero byte is a `1`."""
    value, digits = int.from_bytes(data), ""
    while value:
        value, digit = divmod(value, 58)
        digits = _ALPHABET[digit] + digits
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + digits


def from_base58(text: str) -> bytes:
    """Return the bytes of a base58 text; raises ValueError for a letter outside the alphabet."""
    value = 0
    for letter in text:
        value = value * 58 + _ALPHABET.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + value.to_bytes((value.bit_length() + 7) // 8)


def multibase(data: bytes) -> str:
    """Return `data` as multibase base58-btc."""
    return "z" + base58(data)


def from_multibase(text: str) -> bytes:
    """Return the bytes of a multibase base58-btc text; raises ValueError."""
    if not text.startswith("z"):
        raise ValueError("not multibase base58-btc")
    return from_base58(text[1:])


def multikey(public: bytes) -> str:
    """Return the 32 bytes of an Ed25519 public key as a Multikey text."""
    return multibase(_ED25519 + public)


def from_multikey(text: str) -> bytes:
    """Return the 32 bytes of an Ed25519 Multikey; raises ValueError."""
    data = from_multibase(text)
    if len(data) != 34 or not data.startswith(_ED25519):
        raise ValueError("not an Ed25519 Multikey")
    return data[2:]
