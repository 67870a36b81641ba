"""Files that belong to evidence: stored sealed, once, by their content; handed out to whom they concern."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.accreditation.evidence_queries import evidence_by_public_id
from app.accreditation.models import EvidenceFile
from app.accreditation.request_queries import files_of
from app.accreditation.vouching import vouched_files
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.ids import new_id, new_public_id
from app.foundation.storage import Storage, content_key
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that lies in the storage already: under its SHA-256, so that laying it there again changes nothing."""

    sha256: str
    media_type: str
    size: int


def keep_file(storage: Storage, content: bytes, media_type: str) -> KeptFile:
    """Lay the content down, sealed; what no evidence comes to name afterwards is nobody's."""
    return KeptFile(storage.put_content(content), media_type, len(content))


def attach(unit: Unit, actor: Actor, public_id: str, files: Iterable[KeptFile]) -> None:
    """Let files belong to a piece of evidence, each once. Raises `NotFound`."""
    evidence = evidence_by_public_id(unit.connection, public_id)
    if evidence is None or evidence.recorded_by != actor.id:
        raise NotFound
    known = {one.sha256 for one in files_of(unit.connection, [evidence.id]).get(evidence.id, ())}
    new = {one.sha256: one for one in files if one.sha256 not in known}
    rows = [_row(unit, evidence.id, one) for one in new.values()]
    unit.session.add_all(rows)
    unit.session.flush()
    if new:
        record(unit, AuditTag.EVIDENCE_FILES_ADDED, actor=actor.id, role=actor.role, subject=evidence.id,
               files=sorted(new), **vouched_files(rows))  # fmt: skip


def _row(unit: Unit, evidence_id: str, one: KeptFile) -> EvidenceFile:
    return EvidenceFile(
        id=new_id(),
        public_id=new_public_id(),
        evidence_id=evidence_id,
        sha256=one.sha256,
        storage_key=content_key(one.sha256),
        media_type=one.media_type,
        size=one.size,
        created_at=unit.now,
    )
