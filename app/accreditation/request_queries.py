"""Reads of what officers asked for, of what waits for somebody's word, and of the files that belong to evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.evidence_queries import ENTRIES, RecordedEvidence, entry_of
from app.accreditation.models import (
    AssessorAppointment,
    EvidenceEntry,
    EvidenceFile,
    EvidenceRequest,
    EvidenceRuling,
    HandedInFile,
)
from app.identity.policy import subtree_range

PAGE = 50
# Named by their columns only: people and the tree of agencies are identity's.
_PERSON = sa.table(
    "person", sa.column("id", sa.String), sa.column("public_id", sa.String), sa.column("agency_id", sa.String)
)
_AGENCY = sa.table("agency", sa.column("id", sa.String), sa.column("path", sa.String))
_REQUESTS: Any = sa.select(
    EvidenceRequest.id,
    EvidenceRequest.public_id,
    EvidenceRequest.person_id,
    EvidenceRequest.kind,
    EvidenceRequest.scheme,
    EvidenceRequest.key,
    EvidenceRequest.note,
    EvidenceRequest.asked_at,
    EvidenceRequest.outcome,
    EvidenceRequest.reason,
)
_IN_SUBTREE = sa.and_(_AGENCY.c.path >= sa.bindparam("low"), _AGENCY.c.path < sa.bindparam("high"))
_REQUEST = _REQUESTS.where(EvidenceRequest.public_id == sa.bindparam("public_id"))
_NEWEST = (
    _REQUESTS.where(
        EvidenceRequest.person_id == sa.bindparam("person_id"),
        EvidenceRequest.kind == sa.bindparam("kind"),
        EvidenceRequest.key == sa.bindparam("key"),
    )
    .order_by(EvidenceRequest.asked_at.desc(), EvidenceRequest.id.desc())
    .limit(1)
)
_OF_PERSON = _REQUESTS.where(
    EvidenceRequest.person_id == sa.bindparam("person_id"), EvidenceRequest.ended_at.is_(None)
).order_by(EvidenceRequest.asked_at)
_TO_ASSESS = (
    _REQUESTS.where(
        EvidenceRequest.scheme.in_(sa.bindparam("schemes", expanding=True)),
        EvidenceRequest.kind.in_(("practical", "interview")),
        EvidenceRequest.ended_at.is_(None),
    )
    .order_by(EvidenceRequest.asked_at, EvidenceRequest.id)
    .limit(200)
)
_STATEMENTS_ASKED = (
    _REQUESTS.join(_PERSON, _PERSON.c.id == EvidenceRequest.person_id)
    .join(_AGENCY, _AGENCY.c.id == _PERSON.c.agency_id)
    .where(EvidenceRequest.kind == "employer-statement", EvidenceRequest.ended_at.is_(None), _IN_SUBTREE)
    .order_by(EvidenceRequest.asked_at, EvidenceRequest.id)
    .limit(PAGE)
)
_APPOINTMENTS = (
    sa.select(
        AssessorAppointment.person_id,
        _PERSON.c.public_id,
        AssessorAppointment.scheme,
        AssessorAppointment.appointed_at,
        AssessorAppointment.ended_at,
        AssessorAppointment.ends_on,
    )
    .join(_PERSON, _PERSON.c.id == AssessorAppointment.person_id)
    .order_by(
        AssessorAppointment.ended_at.is_not(None), AssessorAppointment.scheme, AssessorAppointment.appointed_at.desc()
    )
    .limit(200)
)
_RULINGS = (
    sa.select(EvidenceRuling.verdict, EvidenceRuling.ruled_by, EvidenceRuling.reason, EvidenceRuling.at)
    .where(EvidenceRuling.evidence_id == sa.bindparam("evidence_id"))
    .order_by(EvidenceRuling.position)
)
_TO_CONFIRM = (
    ENTRIES.join(_PERSON, _PERSON.c.id == EvidenceEntry.person_id)
    .join(_AGENCY, _AGENCY.c.id == _PERSON.c.agency_id)
    .where(EvidenceEntry.kind.in_(("logged-case", "contact-hours")), EvidenceRuling.id.is_(None), _IN_SUBTREE)
    .limit(PAGE)
)
_SHEETS_BY = (
    ENTRIES.where(
        EvidenceEntry.recorded_by == sa.bindparam("assessor"), EvidenceEntry.kind.in_(("practical", "interview"))
    )
    .order_by(None)
    .order_by(EvidenceEntry.created_at.desc())
    .limit(20)
)
_SHEETS_SINCE = (
    sa.select(EvidenceEntry.recorded_by, EvidenceEntry.outcome)
    .where(
        EvidenceEntry.person_id == sa.bindparam("person_id"),
        EvidenceEntry.kind == sa.bindparam("kind"),
        EvidenceEntry.key == sa.bindparam("key"),
        EvidenceEntry.created_at >= sa.bindparam("since", type_=EvidenceEntry.created_at.type),
    )
    .order_by(EvidenceEntry.created_at.desc(), EvidenceEntry.id.desc())
)
_FILES = sa.select(
    EvidenceFile.public_id,
    EvidenceFile.evidence_id,
    EvidenceFile.sha256,
    EvidenceFile.storage_key,
    EvidenceFile.media_type,
    EvidenceFile.size,
).order_by(EvidenceFile.created_at, EvidenceFile.id)
_FILES_OF = _FILES.where(EvidenceFile.evidence_id.in_(sa.bindparam("evidence", expanding=True)))
_FILE = _FILES.add_columns(EvidenceEntry.person_id, EvidenceEntry.recorded_by, EvidenceEntry.kind).join(
    EvidenceEntry, EvidenceEntry.id == EvidenceFile.evidence_id
)
_FILE_NAMED = _FILE.where(EvidenceFile.public_id == sa.bindparam("public_id"))
_HANDED_IN: Any = sa.select(
    HandedInFile.public_id,
    HandedInFile.request_id,
    HandedInFile.sha256,
    HandedInFile.storage_key,
    HandedInFile.media_type,
    HandedInFile.size,
).order_by(HandedInFile.position)
_HANDED_IN_WITH = _HANDED_IN.where(HandedInFile.request_id == sa.bindparam("request_id"))
_HANDED_IN_NAMED = (
    _HANDED_IN.add_columns(EvidenceRequest.public_id.label("asked"))
    .join(EvidenceRequest, EvidenceRequest.id == HandedInFile.request_id)
    .where(HandedInFile.public_id == sa.bindparam("public_id"))
)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What an officer asked for; `outcome` is empty while it is open."""

    id: str
    public_id: str
    person_id: str
    kind: str
    scheme: str
    key: str
    note: str
    asked_at: datetime
    outcome: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """Somebody's word on a piece of evidence."""

    verdict: str
    ruled_by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody who assesses for a scheme until `ended_at`, or up to `ends_on` where that was set in advance."""

    person_id: str
    public_id: str
    scheme: str
    appointed_at: datetime
    ended_at: datetime | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of a piece of evidence, or of a request, by the id of it: where it lies, and of what kind it is."""

    public_id: str
    belongs_to: str
    sha256: str
    storage_key: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class FileOfPerson:
    """A file with whose evidence it is, who recorded that, and its kind."""

    file: FileRecord
    person_id: str
    recorded_by: str
    kind: str


def request_by_public_id(connection: sa.Connection, public_id: str) -> AskedFor | None:
    """Return one request, open or ended."""
    row = connection.execute(_REQUEST, {"public_id": public_id}).one_or_none()
    return AskedFor(*row) if row else None


def newest_request(connection: sa.Connection, person_id: str, kind: str, key: str) -> AskedFor | None:
    """Return what the person asked last of this kind and key, open or ended."""
    row = connection.execute(_NEWEST, {"person_id": person_id, "kind": kind, "key": key}).one_or_none()
    return AskedFor(*row) if row else None


def open_requests_of(connection: sa.Connection, person_id: str) -> tuple[AskedFor, ...]:
    """Return what the person asked for and nobody has answered, oldest first."""
    return tuple(AskedFor(*row) for row in connection.execute(_OF_PERSON, {"person_id": person_id}))


def requests_to_assess(connection: sa.Connection, schemes: Iterable[str]) -> tuple[AskedFor, ...]:
    """Return up to 200 open requests to be assessed for these schemes, oldest first."""
    return tuple(AskedFor(*row) for row in connection.execute(_TO_ASSESS, {"schemes": sorted(schemes)}))


def statements_asked(connection: sa.Connection, agency_path: str) -> tuple[AskedFor, ...]:
    """Return up to 50 open requests for a statement of an agency of the subtree, oldest first (X1)."""
    return tuple(AskedFor(*row) for row in connection.execute(_STATEMENTS_ASKED, _subtree(agency_path)))


def claims_to_confirm(connection: sa.Connection, agency_path: str) -> tuple[RecordedEvidence, ...]:
    """Return up to 50 cases and hours of officers of the subtree that wait for a coordinator, oldest first (X1)."""
    return tuple(entry_of(row) for row in connection.execute(_TO_CONFIRM, _subtree(agency_path)))


def rulings_on(connection: sa.Connection, evidence_id: str) -> tuple[Ruling, ...]:
    """Return every word on a piece of evidence, in order."""
    return tuple(Ruling(*row) for row in connection.execute(_RULINGS, {"evidence_id": evidence_id}))


def appointments(connection: sa.Connection) -> tuple[Appointment, ...]:
    """Return up to 200 appointments of assessors, those in force first."""
    return tuple(Appointment(*row) for row in connection.execute(_APPOINTMENTS))


def sheets_recorded_by(connection: sa.Connection, assessor: str) -> tuple[RecordedEvidence, ...]:
    """Return the 20 newest sheets that an assessor sent."""
    return tuple(entry_of(row) for row in connection.execute(_SHEETS_BY, {"assessor": assessor}))


def outcomes_since(connection: sa.Connection, asked: AskedFor) -> dict[str, str]:
    """Return assessor → what their first sheet since it was asked for says: passed or failed."""
    values = {"person_id": asked.person_id, "kind": asked.kind, "key": asked.key, "since": asked.asked_at}
    return {row.recorded_by: row.outcome for row in connection.execute(_SHEETS_SINCE, values)}


def files_of(connection: sa.Connection, evidence: Iterable[str]) -> dict[str, tuple[FileRecord, ...]]:
    """Return evidence id → its files, in one statement."""
    found: dict[str, tuple[FileRecord, ...]] = {}
    for row in connection.execute(_FILES_OF, {"evidence": sorted(evidence)}):
        found[row.evidence_id] = (*found.get(row.evidence_id, ()), FileRecord(*row))
    return found


def evidence_file(connection: sa.Connection, public_id: str) -> FileOfPerson | None:
    """Return one file with whose it is."""
    row = connection.execute(_FILE_NAMED, {"public_id": public_id}).one_or_none()
    return FileOfPerson(FileRecord(*row[:6]), row.person_id, row.recorded_by, row.kind) if row else None


def handed_in_with(connection: sa.Connection, request_id: str) -> tuple[FileRecord, ...]:
    """Return the files that were handed in with a request, in their order."""
    return tuple(FileRecord(*row) for row in connection.execute(_HANDED_IN_WITH, {"request_id": request_id}))


def handed_in_file(connection: sa.Connection, public_id: str) -> tuple[FileRecord, AskedFor] | None:
    """Return one file that was handed in, and the request that it came with."""
    row = connection.execute(_HANDED_IN_NAMED, {"public_id": public_id}).one_or_none()
    asked = request_by_public_id(connection, row.asked) if row else None
    return (FileRecord(*row[:6]), asked) if row and asked else None


def _subtree(agency_path: str) -> dict[str, Any]:
    low, high = subtree_range(agency_path)
    return {"low": low, "high": high}
