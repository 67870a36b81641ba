"""Work that is handed in as files: asked with, kept sealed, and what was assessed is kept with the sheet.

ISO/IEC 17024:2012, 9.2.4 and 9.3: performance is judged by criteria set beforehand, by who neither trained nor decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.accreditation.domain.scheme import Scheme
from app.accreditation.models import HandedInFile
from app.accreditation.request_queries import AskedFor, FileRecord, handed_in_with, request_by_public_id
from app.accreditation.services.asking import AlreadyAnswered, NewRequest, ask, note_assessed
from app.accreditation.services.assessing import FilledSheet, record_practical
from app.accreditation.services.attaching import KeptFile, attach
from app.accreditation.vouching import vouched_files
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.ids import new_id, new_public_id
from app.foundation.storage import content_key
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor
from app.identity.services.messaging import tell


def hand_in(unit: Unit, actor: Actor, new: NewRequest, files: Iterable[KeptFile]) -> str:
    """Ask for it, and let files belong to it, once: what arrived first stands. Return the public id; or `NotFound`."""
    public_id = ask(unit, actor, new)
    asked = request_by_public_id(unit.connection, public_id)
    if asked is None:
        raise NotFound
    each = {one.sha256: one for one in files}
    if not each or handed_in_with(unit.connection, asked.id):
        return public_id
    rows = [_row(unit, asked, place, one) for place, one in enumerate(each.values(), 1)]
    unit.session.add_all(rows)
    unit.session.flush()
    record(unit, AuditTag.EVIDENCE_FILES_ADDED, actor=actor.id, role=actor.role, subject=asked.id,
           files=sorted(each), **vouched_files(rows))  # fmt: skip
    return public_id


def record_sheet(
    unit: Unit, actor: Actor, asked: AskedFor, scheme: Scheme, filled: FilledSheet, photographs: Iterable[KeptFile]
) -> str:
    """Record a sheet with the files that it is about, and return its public id; the request may be over with it.

    Raises what `record_practical` raises, and `AlreadyAnswered` where the work was taken back.
    """
    work = handed_in_with(unit.connection, asked.id)
    stands = request_by_public_id(unit.connection, asked.public_id)
    if work and stands and stands.outcome == "taken-back":
        raise AlreadyAnswered
    public_id = record_practical(unit, actor, replace(filled, work=tuple(one.sha256 for one in work)))
    attach(unit, actor, public_id, [*map(_kept, work), *photographs])
    note_assessed(unit, actor, asked, scheme)
    if work:
        tell(unit, asked.person_id, "work-assessed", f"work-assessed:{public_id}", way=asked.kind, sheet=asked.key,
             title=scheme.sheets[asked.key].title)  # fmt: skip
    return public_id


def _kept(file: FileRecord) -> KeptFile:
    return KeptFile(file.sha256, file.media_type, file.size)


def _row(unit: Unit, asked: AskedFor, position: int, one: KeptFile) -> HandedInFile:
    return HandedInFile(
        id=new_id(),
        public_id=new_public_id(),
        request_id=asked.id,
        position=position,
        sha256=one.sha256,
        storage_key=content_key(one.sha256),
        media_type=one.media_type,
        size=one.size,
        created_at=unit.now,
    )
