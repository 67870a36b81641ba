"""What the log tells of decisions, credentials, their events, files and places in a list, for `audit verify` (U3)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from app.accreditation.models import (
    BadgeFile,
    CertificateFile,
    Credential,
    CredentialEvent,
    CredentialProof,
    Decision,
)
from app.accreditation.vouching import columns_of, row_of, told, values_of
from app.audit.comparing import Compared, ComparedTable
from app.audit.domain.chain import Entry
from app.audit.domain.comparing import Row, Told
from app.audit.events import AuditTag

_FIRST = 1
_LIVES = {
    AuditTag.CREDENTIAL_SUSPENDED: "suspended",
    AuditTag.CREDENTIAL_REINSTATED: "reinstated",
    AuditTag.CREDENTIAL_WITHDRAWN: "withdrawn",
    AuditTag.CREDENTIAL_SUPERSEDED: "superseded",
}
_BEGINNINGS = (AuditTag.CREDENTIAL_GRANTED, AuditTag.CREDENTIAL_IMPORTED, AuditTag.CREDENTIAL_CORRECTED)


def _told(entry: Entry) -> Iterator[Told]:
    """Give what an entry tells of its rows: the digests where it has them, and what it told before there were any."""
    tag, data = AuditTag(entry.tag), entry.data
    if tag in _BEGINNINGS:
        statement = data["statement"]
        yield told(entry, "credential", number=data["number"], statement_hash=statement, text_hash=statement)
        yield told(entry, "credential_event", kind="issued", actor=entry.actor)
        if decider := _decider_alone(tag, entry.actor):
            yield told(entry, "decision", outcome="grant", decider=decider)
    elif tag in _LIVES:
        event = {"id": data["event"], "second": data.get("second"), "grounds": data["grounds"]}
        yield told(entry, "credential_event", kind=_LIVES[tag], actor=entry.actor, **event)
    elif tag is AuditTag.CERTIFICATE_FILE_STORED:
        yield told(entry, "certificate_file", sha256=data["sha256"], key_id=data["key"])
        if "badge" in data:
            yield told(entry, "badge_file", sha256=data["badge"])
    elif tag is AuditTag.CREDENTIAL_PROOF_DRAWN:
        yield told(entry, "credential_proof", status_list=data["status_list"])
    else:
        persons = {"decider": data["decider"], "approver": data["approver"]}
        yield told(entry, "decision", outcome=data["outcome"], **persons)


def _decider_alone(tag: AuditTag, actor: str) -> str:
    """Who decided without a case: the rule, or whoever issued it before this register. Cases have an entry."""
    if tag is AuditTag.CREDENTIAL_IMPORTED:
        return "imported"
    return actor if tag is AuditTag.CREDENTIAL_GRANTED and actor == "rule" else ""


def _credential(found: sa.Row[Any]) -> Row:
    text = values_of(Credential, found)["statement"] or ""
    return row_of(Credential, "number", found, text_hash=sha256(text.encode()).hexdigest())


_decision = partial(row_of, Decision, "id")
_ALONE = sa.and_(Credential.decision_id == Decision.id, Credential.edition == _FIRST)
_OF_CASES = sa.select(*columns_of(Decision)).where(Decision.application_id.is_not(None))
# Not the bare column: SQLite would begin with every decision without a case, for each block of certificates.
_WITHOUT_CASE = sa.select(*columns_of(Decision)).where((Decision.application_id + "").is_(None))
_OF_CREDENTIALS = (
    (CredentialEvent, "id"),
    (CertificateFile, "storage_key"),
    (BadgeFile, "storage_key"),
    (CredentialProof, "badge_id"),
)
COMPARED = Compared(
    tables=(
        ComparedTable(_OF_CASES, Decision.application_id, _decision, prefix="case:"),
        ComparedTable(_WITHOUT_CASE.join(Credential, _ALONE), Credential.id, _decision),
        ComparedTable(_WITHOUT_CASE.where(~sa.exists().where(_ALONE)), None, _decision),
        ComparedTable(sa.select(*columns_of(Credential)), Credential.id, _credential),
        *(
            ComparedTable(sa.select(*columns_of(model)), model.credential_id, partial(row_of, model, name))
            for model, name in _OF_CREDENTIALS
        ),
    ),
    tags=(
        *_BEGINNINGS, *_LIVES, AuditTag.CERTIFICATE_FILE_STORED, AuditTag.CREDENTIAL_PROOF_DRAWN,
        AuditTag.DECISION_MADE,
    ),
    told=_told,
)  # fmt: skip
"""What the command `audit verify` compares of what was granted."""
