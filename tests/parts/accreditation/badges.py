"""Records, keys and badges for the tests of proof; every name in them is made up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from app.accreditation.domain.disclosure import DisclosedRecord, Disclosure, disclosed
from app.accreditation.domain.number import make_number
from app.accreditation.domain.open_badge import BadgePlace, issuer_id, make_badge
from app.accreditation.signing.data_integrity import with_proof
from app.accreditation.signing.ed25519 import SigningKey, make_key
from app.accreditation.signing.public_keys import KeyKind

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
BASE = "https://verify.example.org"
NUMBER = make_number(lambda count: bytes(range(count)))
NAME, ORIGINAL, RANK, AGENCY = "Amara Nkemelu-Diallo", "أمارا نكيميلو", "Detective Sergeant", "Riverside Cyber Unit"
NAMING = (NAME, "Amara", "Nkemelu", "Diallo", ORIGINAL, RANK, AGENCY, "Riverside")
"""Whatever would tell who holds the certificate."""
SALT = bytes(range(100, 116))
PLACE = BadgePlace("3e1f3b6e-52f0-4a4f-9d2c-1f6d0c1f8a11", 1, 94_567)
ISSUER_ID = issuer_id(BASE)


def statement(number: str = NUMBER, name: str = NAME) -> dict[str, Any]:
    """Return the parts of a frozen statement that artefacts are made of."""
    return {
        "number": number,
        "holder": {"name": name, "name_original": ORIGINAL, "rank": RANK, "agency": AGENCY, "country": "GH"},
        "scheme": {
            "key": "cfr-1",
            "version": 2,
            "title": "Cybercrime First Responder, Level 1",
            "kind": "competence",
            "design": "competence",
            "statement": "has met every requirement of the scheme and is accredited as",
        },
        "issuer": "International Alliance for Cybercrime Training",
        "verify_url": f"{BASE}/verify/{number}",
        "issued_on": "2026-11-23",
        "valid_until": "2029-11-22",
        "specimen": False,
    }


def record(disclosure: Disclosure = Disclosure.FULL, **said: Any) -> DisclosedRecord:
    """Return the one record of a certificate."""
    return disclosed(statement(**said), disclosure, SALT if disclosure is Disclosure.PROTECTED else None)


@cache
def credential_key() -> SigningKey:
    """Return a key for badges and status lists."""
    return make_key(KeyKind.CREDENTIAL, at=datetime(2026, 1, 1, tzinfo=UTC))


@cache
def qr_key() -> SigningKey:
    """Return a key for QR codes."""
    return make_key(KeyKind.QR, at=datetime(2026, 1, 1, tzinfo=UTC))


def badge(disclosure: Disclosure = Disclosure.FULL) -> dict[str, Any]:
    """Return a signed badge."""
    return with_proof(make_badge(record(disclosure), PLACE), credential_key(), issuer=ISSUER_ID, at=AT)


def keys() -> dict[str, bytes]:
    """Return what a verifier knows: verification method → public key."""
    return {f"{ISSUER_ID}#{credential_key().key_id}": credential_key().public.public}


def validity() -> tuple[date, date]:
    """Return the days of the certificate."""
    return date(2026, 11, 23), date(2029, 11, 22)
