"""From the frozen statement to the stored certificate: what is printed, what must hold of it, the row that names it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256

import sqlalchemy as sa
from babel import Locale

from app.accreditation.domain.disclosure import DisclosedHolder, DisclosedRecord
from app.accreditation.models import CertificateFile
from app.accreditation.queries import CredentialRecord
from app.accreditation.services.proving import Proofs, note_badge
from app.accreditation.signing.check import examine
from app.accreditation.signing.data_integrity import proof_holds
from app.accreditation.signing.qr_code import read_code
from app.accreditation.signing.signer import Signers
from app.accreditation.signing.verdict import Verdict
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.transaction import Unit

LANGUAGE = "en"
LARGEST = 10 * 2**20
_PROTECTED = "Identity protected: the issuer confirms it to a court"
_TITLES = {"knowledge": "Certificate of Knowledge"}
_NOT_REVIEWED = "The course behind this certificate was not yet reviewed by an expert when it was issued."
_STANDS = sa.select(sa.literal(1)).where(
    CertificateFile.credential_id == sa.bindparam("credential_id"), CertificateFile.locale == sa.bindparam("locale")
)


class SelfCheckFailed(Exception):
    """A certificate that was just made does not hold what it must; it was not stored."""


@dataclass(frozen=True, slots=True)
class MadeCertificate:
    """A signed PDF before it is stored: its bytes, their SHA-256, the key that signed and what printed it."""

    pdf: bytes
    key_id: str
    made_with: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """The fingerprint by which the register knows the file."""
        return sha256(self.pdf).hexdigest()

    @property
    def storage_key(self) -> str:
        """Where the file lies."""
        return f"certificates/{self.sha256}.pdf"


def printed(text: str, key_id: str, shown: DisclosedRecord) -> dict[str, object]:
    """Return the values of a certificate design from the canonical text of a statement, and from nothing else.

    Who holds it comes from `shown`, the one record that QR code and badge are made from too.
    """
    statement = json.loads(text)
    scheme, holder = statement["scheme"], shown.holder
    return {
        "lang": LANGUAGE,
        "dir": "ltr",
        "title": _TITLES[scheme["kind"]],
        "holder_name": holder.name if holder else _PROTECTED,
        "holder_name_original": holder.name_original if holder else "",
        "holder_line": _holder_line(holder) if holder else "",
        "statement": scheme["statement"],
        "scheme_title": scheme["title"],
        "details": f"Scheme {scheme['key']}, version {scheme['version']}",
        "number": statement["number"],
        "issued_on": date.fromisoformat(statement["issued_on"]),
        "valid_until": date.fromisoformat(statement["valid_until"]),
        "verify_url": statement["verify_url"],
        "issuer": statement["issuer"],
        "key_id": key_id,
        "specimen": statement["specimen"],
        "reviewed_note": _NOT_REVIEWED if statement["unreviewed"] else "",
    }


def design_of(text: str) -> str:
    """Return the key of the design that the statement asks for."""
    return str(json.loads(text)["scheme"]["design"])


def created_at(text: str) -> datetime:
    """Return the time that stands in the file: midnight (UTC) of the day of issue, so that a repeat is the same."""
    return datetime.combine(date.fromisoformat(json.loads(text)["issued_on"]), time(), UTC)


def identifier(text: str) -> bytes:
    """Return the identifier of the file: 16 bytes of the statement's hash."""
    return sha256(text.encode()).digest()[:16]


def self_check(made: MadeCertificate, number: str, root: bytes) -> None:
    """Examine the certificate as a stranger would; raises `SelfCheckFailed` naming what does not hold."""
    found = examine(made.pdf, [root])
    if len(made.pdf) > LARGEST:
        raise SelfCheckFailed(f"{len(made.pdf)} bytes are too many")
    if found.verdict is not Verdict.GENUINE:
        raise SelfCheckFailed("; ".join(check.said for check in found.checked if not check.passed))
    if found.number != number:
        raise SelfCheckFailed("the number does not read back")


def check_proofs(proofs: Proofs, number: str, keys: Signers) -> None:
    """Read the badge and the QR words as a stranger would; raises `SelfCheckFailed` naming what does not hold."""
    proof = proofs.badge["proof"][0]
    if not proof_holds(proofs.badge, {proof["verificationMethod"]: keys.credential.public.public}):
        raise SelfCheckFailed("the signature of the badge does not hold")
    if read_code(proofs.code, [keys.qr.public]).number != number:
        raise SelfCheckFailed("the number does not read back from the QR code")


def note_file(unit: Unit, credential: CredentialRecord, made: MadeCertificate, proofs: Proofs) -> bool:
    """Enter the stored file into the register; False, and nothing changes, where one stands there already (A3)."""
    if unit.connection.execute(_STANDS, {"credential_id": credential.id, "locale": LANGUAGE}).first():
        return False
    unit.session.add(
        CertificateFile(
            credential_id=credential.id,
            locale=LANGUAGE,
            sha256=made.sha256,
            size=len(made.pdf),
            storage_key=made.storage_key,
            key_id=made.key_id,
            made_with=dict(made.made_with),
            made_at=unit.now,
        )
    )
    unit.session.flush()
    note_badge(unit, credential.id, proofs)
    record(
        unit,
        AuditTag.CERTIFICATE_FILE_STORED,
        actor=SYSTEM,
        subject=credential.id,
        number=credential.number,
        sha256=made.sha256,
        key=made.key_id,
        badge=proofs.sha256,
    )
    return True


def _holder_line(holder: DisclosedHolder) -> str:
    country = Locale(LANGUAGE).territories.get(holder.country, holder.country)
    return ", ".join(part for part in (holder.rank, holder.agency, country) if part)
