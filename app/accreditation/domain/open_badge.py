"""The certificate as data: an Open Badges 3.0 credential (1EdTech) in the W3C Verifiable Credentials 2.0 model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from app.accreditation.domain.disclosure import DisclosedHolder, DisclosedRecord
from app.accreditation.domain.status_list import CONTEXT, Purpose, list_url

BADGE_CONTEXT = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_TYPES = {"competence": "Certification", "knowledge": "Certificate"}
_SPECIMEN = "Specimen from a demonstration: not a valid certificate."


@dataclass(frozen=True, slots=True)
class BadgePlace:
    """What a badge has by lot: its own id, and its place in a status list."""

    badge_id: str
    status_list: int
    status_index: int


def issuer_id(base_url: str) -> str:
    """Return the issuer's decentralised identifier (W3C did:web), which resolves to `/.well-known/did.json`."""
    return "did:web:" + urlsplit(base_url).netloc.replace(":", "%3A")


def make_badge(record: DisclosedRecord, place: BadgePlace) -> dict[str, Any]:
    """Return the badge of a record, not signed yet.

    The subject is a random urn:uuid that occurs nowhere else. Who holds it stands there as the certificate names them,
    or not at all: a salted hash would publish its salt, and with it a name could be guessed and confirmed.
    """
    profile = _profile(record)
    return {
        "@context": [CONTEXT, BADGE_CONTEXT],
        "id": record.verify_url,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"SPECIMEN: {record.title}" if record.specimen else record.title,
        "description": _SPECIMEN if record.specimen else record.says,
        "issuer": profile,
        "validFrom": _moment(record.issued_on, time(0, 0, 0)),
        "validUntil": _moment(record.valid_until, time(23, 59, 59)),
        "credentialSubject": _subject(record, place, profile),
        "credentialStatus": _status(record, place),
    }


def _subject(record: DisclosedRecord, place: BadgePlace, profile: dict[str, Any]) -> dict[str, Any]:
    achievement = _achievement(record, profile)
    passed = achievement["resultDescription"][0]["id"]
    subject = {
        "id": f"urn:uuid:{place.badge_id}",
        "type": ["AchievementSubject"],
        "licenseNumber": record.number,
        "achievement": achievement,
        "result": [{"type": ["Result"], "resultDescription": passed, "status": "Completed"}],
    }
    return subject if record.holder is None else {**subject, "identifier": _identifiers(record.holder)}


def _identifiers(holder: DisclosedHolder) -> list[dict[str, Any]]:
    return [
        {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}
        for name in (holder.name, holder.name_original)
        if name
    ]


def _achievement(record: DisclosedRecord, profile: dict[str, Any]) -> dict[str, Any]:
    name = f"{record.base_url}/schemes/{record.scheme}/{record.scheme_version}"
    return {
        "id": _urn(name),
        "type": ["Achievement"],
        "achievementType": _TYPES.get(record.kind, "Certification"),
        "name": record.title,
        "description": record.says,
        "criteria": {"narrative": record.says},
        "creator": profile,
        "version": str(record.scheme_version),
        "humanCode": record.scheme,
        "resultDescription": [
            {
                "id": _urn(f"{name}#all"),
                "type": ["ResultDescription"],
                "name": "All requirements of the scheme",
                "resultType": "Status",
            }
        ],
    }


def _profile(record: DisclosedRecord) -> dict[str, Any]:
    return {"id": issuer_id(record.base_url), "type": ["Profile"], "name": record.issuer, "url": record.base_url}


def _status(record: DisclosedRecord, place: BadgePlace) -> dict[str, Any]:
    """Open Badges 3.0 has room for one entry, so it is the one that is for ever; suspensions are listed at its side."""
    url = list_url(record.base_url, place.status_list, Purpose.REVOCATION)
    return {
        "id": f"{url}#{place.status_index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": Purpose.REVOCATION.value,
        "statusListIndex": str(place.status_index),
        "statusListCredential": url,
    }


def _urn(name: str) -> str:
    """Return an identifier that the same name always gives (RFC 9562, UUID version 8, from SHA-256)."""
    digits = sha256(name.encode()).hexdigest()
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-8{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"


def _moment(day: date, at: time) -> str:
    return f"{day.isoformat()}T{at.isoformat()}Z"
