"""What the signature of a PDF covers, read from the bytes alone: quick, and of files too that no reader opens."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from asn1crypto import cms

HEAD = b"%PDF-"
_FIRST = 1024  # bytes within which other readers still look for the head
_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")
_ANY_RANGE = re.compile(rb"/ByteRange\s*\[")
_GAP = re.compile(rb"<(?:[0-9A-Fa-f]{2})+>")


@dataclass(frozen=True, slots=True)
class Covered:
    """Where what a signature covers ends by its own word, and whether it stands where it says that it does (`placed`).

    `holds` is whether the digest in it is that of what it covers; None where that cannot be told here.
    """

    end: int
    placed: bool
    holds: bool | None = None


def covered(pdf: bytes) -> Covered | None:
    """Return what the one signature of a file covers; None where there is none, or more than one."""
    found = list(_RANGE.finditer(pdf))
    if len(found) != 1 or len(_ANY_RANGE.findall(pdf)) != 1:
        return None
    size, start, rest = (int(part) for part in found[0].groups())
    gap = pdf[size:start]
    if not _GAP.fullmatch(gap) or start + rest > len(pdf):
        return Covered(start + rest, gap.startswith(b"<"))
    container = bytes.fromhex(gap[1:-1].decode())
    return Covered(start + rest, True, _holds(container, (pdf[:size], pdf[start : start + rest])))


def begins_later(pdf: bytes) -> bool:
    """Whether something stands before the head of the file."""
    return HEAD in pdf[len(HEAD) : _FIRST]


def _holds(container: bytes, parts: tuple[bytes, bytes]) -> bool | None:
    """Compare the digest that was signed (RFC 5652, 11.2) with that of the parts."""
    try:
        (signer,) = cms.ContentInfo.load(container)["content"]["signer_infos"]
        digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native)
        (signed,) = _digests(signer)
    except Exception:  # a hostile container makes the parser fail in every way there is
        return None
    for part in parts:
        digest.update(part)
    return digest.digest() == signed


def _digests(signer: cms.SignerInfo) -> Iterator[bytes]:
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "message_digest":
            yield from (value.native for value in attribute["values"])
