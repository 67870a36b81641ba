"""What proves a credential where the register cannot be asked: drawn by lot once, then made from one record."""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.disclosure import SALT_BYTES, DisclosedRecord, Disclosure, disclosed, disclosure_of
from app.accreditation.domain.open_badge import issuer_id, make_badge
from app.accreditation.domain.status_list import ENTRIES
from app.accreditation.models import BadgeFile, CredentialProof
from app.accreditation.proof_queries import Proof, lists_in_use, place_is_taken, proof_of
from app.accreditation.signing.data_integrity import with_proof
from app.accreditation.signing.qr_code import claims_of, qr_text
from app.accreditation.signing.signer import Signers
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.transaction import Unit

_FULLEST = ENTRIES // 2  # beyond that, drawing a free place by lot takes long, and a list tells more of its holders
_DRAWS = 200


@dataclass(frozen=True, slots=True)
class Proofs:
    """All that a certificate carries beside its page: the record they were made from, the badge, the code's words."""

    record: DisclosedRecord
    badge: dict[str, Any]
    code: str
    key_id: str

    @property
    def badge_bytes(self) -> bytes:
        """The badge as a file."""
        return json.dumps(self.badge, ensure_ascii=False, indent=1).encode() + b"\n"

    @property
    def sha256(self) -> str:
        """The fingerprint of the badge."""
        return sha256(self.badge_bytes).hexdigest()

    @property
    def storage_key(self) -> str:
        """Where the badge lies."""
        return f"badges/{self.sha256}.json"


def prepare_proof(unit: Unit, credential_id: str, text: str) -> Proof:
    """Draw badge id, place and salt for the credential of a statement's text, or return what was drawn before."""
    drawn = proof_of(unit.connection, credential_id)
    if drawn:
        return drawn
    disclosure = disclosure_of(json.loads(text))
    status_list, status_index = _free_place(unit.connection)
    salt = secrets.token_bytes(SALT_BYTES) if disclosure is Disclosure.PROTECTED else None
    proof = Proof(str(uuid.uuid4()), status_list, status_index, disclosure, salt)
    unit.session.add(_row(unit, credential_id, proof))
    unit.session.flush()
    record(unit, AuditTag.CREDENTIAL_PROOF_DRAWN, actor=SYSTEM, subject=credential_id, status_list=status_list)
    return proof


def make_proofs(text: str, proof: Proof, keys: Signers, *, address: str, at: datetime) -> Proofs:
    """Return badge and QR words of a statement's text. `address` is the verification address as the code writes it."""
    one = disclosed(json.loads(text), proof.disclosure, proof.salt)
    badge = with_proof(make_badge(one, proof.place), keys.credential, issuer=issuer_id(one.base_url), at=at)
    code = qr_text(claims_of(one, proof.status_list, proof.status_index), address, keys.qr)
    return Proofs(one, badge, code, keys.credential.key_id)


def note_badge(unit: Unit, credential_id: str, proofs: Proofs) -> BadgeFile:
    """Enter the stored badge into the register and return it; the caller's entry in the log names it."""
    badge = BadgeFile(
        credential_id=credential_id,
        sha256=proofs.sha256,
        size=len(proofs.badge_bytes),
        storage_key=proofs.storage_key,
        key_id=proofs.key_id,
        made_at=unit.now,
    )
    unit.session.add(badge)
    unit.session.flush()
    return badge


def _free_place(connection: sa.Connection) -> tuple[int, int]:
    """Return a place that nobody has, drawn in the first list that is not half full."""
    taken = lists_in_use(connection)
    status_list = next(number for number in range(1, len(taken) + 2) if taken.get(number, 0) < _FULLEST)
    for _ in range(_DRAWS):
        index = secrets.randbelow(ENTRIES)
        if not place_is_taken(connection, status_list, index):
            return status_list, index
    raise RuntimeError("no free place was drawn")


def _row(unit: Unit, credential_id: str, proof: Proof) -> CredentialProof:
    return CredentialProof(
        credential_id=credential_id,
        badge_id=proof.badge_id,
        status_list=proof.status_list,
        status_index=proof.status_index,
        disclosure=proof.disclosure.value,
        salt=proof.salt.hex() if proof.salt else None,
        created_at=unit.now,
    )
