"""Identifiers: time-ordered inside (UUID version 7, RFC 9562 section 5.7), random outside."""

from __future__ import annotations

import os
import secrets
import time

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id() -> str:
    """Return a UUIDv7 as 32 hexadecimal characters: 48 bits of Unix milliseconds, then random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds << 80) | random
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return f"{value:032x}"


def new_public_id() -> str:
    """Return 16 random Crockford characters (80 bits) that may stand in an address."""
    return "".join(secrets.choice(_LETTERS) for _ in range(16))
