"""The list that says which credentials are withdrawn or suspended, and nothing else (W3C Bitstring Status List 1.0).

Every credential has a place in it, drawn at random; a list of 131,072 places tells nobody who was looked at.
"""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from app.accreditation.domain.life import CredentialState

ENTRIES = 131_072
"""Places in a list: the smallest number that the standard allows (section 6.1, herd privacy)."""
_BYTES = ENTRIES // 8
CONTEXT = "https://www.w3.org/ns/credentials/v2"


class Purpose(StrEnum):
    """What a set bit says. Revocation is for ever, suspension is not (section 2.1)."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


_SAYS = {
    CredentialState.WITHDRAWN: Purpose.REVOCATION,
    CredentialState.SUPERSEDED: Purpose.REVOCATION,
    CredentialState.SUSPENDED: Purpose.SUSPENSION,
}


def purpose_of(state: CredentialState) -> Purpose | None:
    """Return the list in which a credential of this state is marked; None for one that stands or has expired."""
    return _SAYS.get(state)


def bitstring(indices: Iterable[int]) -> bytes:
    """Return the bits of a list, the first index in the highest bit of the first byte; IndexError beyond its end."""
    bits = bytearray(_BYTES)
    for index in indices:
        if not 0 <= index < ENTRIES:
            raise IndexError(index)
        bits[index // 8] |= 0x80 >> index % 8
    return bytes(bits)


def is_set(bits: bytes, index: int) -> bool:
    """Whether the bit of a place is set; IndexError beyond the end."""
    if not 0 <= index < len(bits) * 8:
        raise IndexError(index)
    return bool(bits[index // 8] & 0x80 >> index % 8)


def set_indices(bits: bytes) -> tuple[int, ...]:
    """Return the places whose bit is set, in order."""
    return tuple(place * 8 + bit for place, byte in enumerate(bits) if byte for bit in range(8) if byte & 0x80 >> bit)


def encoded(bits: bytes) -> str:
    """Return the bits as the standard writes them: gzip, base64url, multibase `u`. The same bits give the same text."""
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits, 9, mtime=0)).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bits of an encoded list; ValueError for what is none, or for more than 16 lists' worth of bits."""
    if not text.startswith("u"):
        raise ValueError("not multibase base64url")
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    try:
        bits = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed, 16 * _BYTES)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if len(bits) < _BYTES:
        raise ValueError("fewer places than the standard allows")
    return bits


def list_url(base_url: str, number: int, purpose: Purpose) -> str:
    """Return where a list is published."""
    return f"{base_url}/status/{number}/{purpose.value}"


def list_credential(url: str, purpose: Purpose, indices: Sequence[int], issuer: str, at: datetime) -> dict[str, Any]:
    """Return the list as a credential that is not signed yet; `validFrom` is its date."""
    return {
        "@context": [CONTEXT],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "encodedList": encoded(bitstring(indices)),
        },
    }
