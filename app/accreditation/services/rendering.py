"""From the frozen statement to the stored certificate: what is printed, what must hold of it, the row that names it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from babel import Locale

from app.accreditation.certificate_languages import LANGUAGE, design_of, said_in
from app.accreditation.domain.disclosure import DisclosedHolder, DisclosedRecord
from app.accreditation.domain.wording import in_language
from app.accreditation.models import CertificateFile
from app.accreditation.queries import CredentialRecord
from app.accreditation.services.proving import Proofs, note_badge
from app.accreditation.signing.check import examine
from app.accreditation.signing.data_integrity import proof_holds
from app.accreditation.signing.qr_code import read_code
from app.accreditation.signing.signer import Signers
from app.accreditation.signing.verdict import Verdict
from app.accreditation.vouching import vouched
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.transaction import Unit
from app.printing.designs import design

LARGEST = 10 * 2**20
RIGHT_TO_LEFT = frozenset({"ar"})
_SIGNATORIES = 2
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
    language: str = LANGUAGE

    @property
    def sha256(self) -> str:
        """The fingerprint by which the register knows the file."""
        return sha256(self.pdf).hexdigest()

    @property
    def storage_key(self) -> str:
        """Where the file lies."""
        return f"certificates/{self.sha256}.pdf"


def printed(text: str, key_id: str, shown: DisclosedRecord, language: str = LANGUAGE) -> dict[str, object]:
    """Return the values of a certificate design from the canonical text of a statement, and from nothing else.

    Who holds it comes from `shown`, the one record that QR code and badge are made from too. `language` is one of
    `languages_of`.
    """
    statement = json.loads(text)
    words, profile = design(design_of(text)).words[language], _profile(statement)
    return {
        "lang": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        **_holder(shown.holder, words, language),
        **_scheme(statement["scheme"], words, language),
        "number": statement["number"],
        "issued_on": date.fromisoformat(statement["issued_on"]),
        "valid_until": date.fromisoformat(statement["valid_until"]),
        "verify_url": statement["verify_url"],
        "issuer": in_language(profile.get("name"), language) or statement["issuer"],
        "signatories": [(one["name"], in_language(one.get("office"), language)) for one in _signatories(profile)],
        "key_id": key_id,
        "specimen": statement["specimen"],
        "reviewed_note": words["not_reviewed"] if statement["unreviewed"] else "",
    }


def pictures_of(text: str) -> dict[str, bytes]:
    """Return the emblem and the signatures that the statement froze, as they were given: PNG or SVG by name."""
    profile = _profile(json.loads(text))
    given = {"emblem": profile.get("emblem")}
    given |= {f"signature_{place}": one.get("signature") for place, one in enumerate(_signatories(profile), 1)}
    return {name: base64.b64decode(content) for name, content in given.items() if content}


def created_at(text: str) -> datetime:
    """Return the time that stands in the file: midnight (UTC) of the day of issue, so that a repeat is the same."""
    return datetime.combine(date.fromisoformat(json.loads(text)["issued_on"]), time(), UTC)


def identifier(text: str, language: str = "") -> bytes:
    """Return the identifier of the file: 16 bytes of the statement's hash, and of the language of a further one."""
    return sha256((text + language).encode()).digest()[:16]


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
    if unit.connection.execute(_STANDS, {"credential_id": credential.id, "locale": made.language}).first():
        return False
    certificate = _enter(unit, credential, made, original=True)
    badge = note_badge(unit, credential.id, proofs)
    record(
        unit,
        AuditTag.CERTIFICATE_FILE_STORED,
        actor=SYSTEM,
        subject=credential.id,
        number=credential.number,
        sha256=made.sha256,
        key=made.key_id,
        badge=proofs.sha256,
        **vouched(certificate, badge),
    )
    return True


def note_copy(unit: Unit, credential: CredentialRecord, made: MadeCertificate) -> bool:
    """Enter the same certificate in another language; False where it stands there already. The badge is one."""
    if unit.connection.execute(_STANDS, {"credential_id": credential.id, "locale": made.language}).first():
        return False
    certificate = _enter(unit, credential, made, original=False)
    told: dict[str, Any] = {"number": credential.number, "sha256": made.sha256, "key": made.key_id}
    told |= {"language": made.language, **vouched(certificate)}
    record(unit, AuditTag.CERTIFICATE_FILE_STORED, actor=SYSTEM, subject=credential.id, **told)
    return True


def _enter(unit: Unit, credential: CredentialRecord, made: MadeCertificate, *, original: bool) -> CertificateFile:
    certificate = CertificateFile(
        credential_id=credential.id,
        locale=made.language,
        sha256=made.sha256,
        size=len(made.pdf),
        storage_key=made.storage_key,
        key_id=made.key_id,
        made_with=dict(made.made_with),
        made_at=unit.now,
        original=original,
    )
    unit.session.add(certificate)
    unit.session.flush()
    return certificate


def _profile(statement: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return who issues as it was frozen; statements from before there were profiles have none."""
    found: Mapping[str, Any] = statement.get("issuer_profile") or {}
    return found


def _signatories(profile: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = profile.get("signatories") or ()
    return found[:_SIGNATORIES]


def _holder(holder: DisclosedHolder | None, words: Mapping[str, str], language: str) -> dict[str, object]:
    if holder is None:
        return {"holder_name": words["protected_name"], "holder_name_original": "", "holder_line": ""}
    return {
        "holder_name": holder.name,
        "holder_name_original": holder.name_original,
        "holder_line": _holder_line(holder, language),
    }


def _scheme(scheme: Mapping[str, Any], words: Mapping[str, str], language: str) -> dict[str, object]:
    return {
        "title": words.get("title") or words[f"title_{scheme['kind']}"],
        "statement": in_language(said_in(scheme, "statement"), language),
        "scheme_title": in_language(said_in(scheme, "title"), language),
        "details": words["scheme_line"].format(key=scheme["key"], version=scheme["version"]),
    }


def _holder_line(holder: DisclosedHolder, language: str) -> str:
    country = Locale(language).territories.get(holder.country, holder.country)
    separator = "، " if language in RIGHT_TO_LEFT else ", "
    return separator.join(part for part in (holder.rank, holder.agency, country) if part)
