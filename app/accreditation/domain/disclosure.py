"""What may leave the house of a statement: one record, from which paper, QR code, badge and metadata are all made.

Whoever is protected is not named in any of them. They carry a commitment instead: with the salt, which stays in the
house, the issuer can show a court that the certificate belongs to a name; without it, no guess can be confirmed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from app.accreditation.domain.wording import FIRST, in_language

COMMITMENT_BYTES = 16
SALT_BYTES = 16


class Disclosure(StrEnum):
    """Whether a certificate names its holder; in words of one length, so that a sealed statement tells it by none."""

    FULL = "published"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True)
class DisclosedHolder:
    """The holder as the certificate names them."""

    name: str
    name_original: str
    rank: str
    agency: str
    country: str


@dataclass(frozen=True, slots=True)
class DisclosedRecord:
    """All that any artefact of a certificate is made of. `holder` is None, and `commitment` is not, where protected."""

    number: str
    holder: DisclosedHolder | None
    commitment: bytes | None
    scheme: str
    scheme_version: int
    title: str
    kind: str
    says: str
    issuer: str
    verify_url: str
    issued_on: date
    valid_until: date
    specimen: bool
    issuer_url: str = ""

    @property
    def base_url(self) -> str:
        """The address of the issuer, where its keys and lists answer; else the one where certificates are verified."""
        return self.issuer_url or self.verify_url.partition("/verify/")[0]


def disclosed(statement: Mapping[str, Any], disclosure: Disclosure, salt: bytes | None) -> DisclosedRecord:
    """Return what may leave the house of a statement. A protected one needs its salt, 16 secret bytes (ValueError)."""
    scheme, holder = statement["scheme"], statement["holder"]
    protected = disclosure is Disclosure.PROTECTED
    return DisclosedRecord(
        number=statement["number"],
        holder=None if protected else _named(holder),
        commitment=commitment(holder["name"], salt) if protected else None,
        scheme=scheme["key"],
        scheme_version=scheme["version"],
        title=in_language(scheme["title"], FIRST),
        kind=scheme["kind"],
        says=in_language(scheme["statement"], FIRST),
        issuer=statement["issuer"],
        verify_url=statement["verify_url"],
        issued_on=date.fromisoformat(statement["issued_on"]),
        valid_until=date.fromisoformat(statement["valid_until"]),
        specimen=statement["specimen"],
        issuer_url=statement.get("issuer_url", ""),
    )


def disclosure_of(statement: Mapping[str, Any]) -> Disclosure:
    """Return whether a statement asks that its holder be protected; one that says nothing of it names them."""
    return Disclosure(statement.get("disclosure", Disclosure.FULL.value))


def commitment(name: str, salt: bytes | None) -> bytes:
    """Return what binds a certificate to a name without telling it: 16 bytes of SHA-256 over salt and name (NFC)."""
    if salt is None or len(salt) != SALT_BYTES:
        raise ValueError("a commitment needs its secret salt")
    return sha256(salt + unicodedata.normalize("NFC", name).encode()).digest()[:COMMITMENT_BYTES]


def _named(holder: Mapping[str, Any]) -> DisclosedHolder:
    return DisclosedHolder(holder["name"], holder["name_original"], holder["rank"], holder["agency"], holder["country"])
