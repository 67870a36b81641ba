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

from app.accreditation.domain.disclosure import SALT_BYTES, DisclosedRecord, disclosed, disclosure_of
from app.accreditation.domain.open_badge import issuer_id, make_badge
from app.accreditation.domain.status_list import ENTRIES
from app.accreditation.models import BadgeFile, CredentialProof
from app.accreditation.proof_queries import Proof, lists_in_use, place_is_taken, proof_of
from app.accreditation.signing.data_integrity import with_proof
from app.accreditation.signing.qr_code import claims_of, qr_text
from app.accreditation.signing.signer import Signers
from app.accreditation.vouching import vouched
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation import triggers
from app.foundation.transaction import Unit

_FULLEST = ENTRIES // 2  # beyond that, drawing a free place by lot takes long, and a list tells more of its holders
_DRAWS = 200
_STEP = 2048
_BARE = (
    sa.select(CredentialProof.credential_id)
    .where(CredentialProof.salt.is_(None))
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_SALT = (
    sa.update(CredentialProof)
    .where(CredentialProof.credential_id == sa.bindparam("which"), CredentialProof.salt.is_(None))
    .values(salt=sa.bindparam("drawn"))
)


@dataclass(frozen=True, slots=True)
class Proofs:
    """All that a certificate carries beside its page: the record they were made from, the badge, the code's words."""

    record: DisclosedRecord
    badge: dict[str, Any]
    code: str
    key_id: str

    @property
    def badge_bytes(self) -> bytes:
        """The badge as a file, filled up with spaces: its size tells nobody whether it names its holder (X7)."""
        text = json.dumps(self.badge, ensure_ascii=False, indent=1).encode()
        return text.ljust(-(-len(text) // _STEP) * _STEP) + b"\n"

    @property
    def sha256(self) -> str:
        """The fingerprint of the badge."""
        return sha256(self.badge_bytes).hexdigest()

    @property
    def storage_key(self) -> str:
        """Where the badge lies."""
        return f"badges/{self.sha256}.json"


def prepare_proof(unit: Unit, credential_id: str) -> Proof:
    """Draw badge id, place and salt for a credential, whether it names its holder or not, or return what was drawn."""
    drawn = proof_of(unit.connection, credential_id)
    if drawn:
        return drawn
    status_list, status_index = _free_place(unit.connection)
    proof = Proof(str(uuid.uuid4()), status_list, status_index, secrets.token_bytes(SALT_BYTES))
    row = _row(unit, credential_id, proof)
    unit.session.add(row)
    unit.session.flush()
    record(unit, AuditTag.CREDENTIAL_PROOF_DRAWN, actor=SYSTEM, subject=credential_id, status_list=status_list,
           **vouched(row))  # fmt: skip
    return proof


def make_proofs(text: str, proof: Proof, keys: Signers, *, address: str, at: datetime) -> Proofs:
    """Return badge and QR words of a statement's text. `address` is the verification address as the code writes it."""
    statement = json.loads(text)
    one = disclosed(statement, disclosure_of(statement), proof.salt)
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


def salt_bare(unit: Unit, most: int = 200) -> int:
    """Draw a salt for who was granted a certificate before everybody had one; return for how many (X7, S12).

    The table takes new rows only: it is opened for this transaction alone, and nothing but the salt is written.
    """
    bare = unit.connection.scalars(_BARE, {"most": most}).all()
    if not bare:
        return 0
    with triggers.lifted(unit.connection, "credential_proof"):
        for credential_id in bare:
            unit.connection.execute(_SALT, {"which": credential_id, "drawn": secrets.token_bytes(SALT_BYTES).hex()})
    return len(bare)


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
        salt=proof.salt.hex() if proof.salt else None,
        created_at=unit.now,
    )
