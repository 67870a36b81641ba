"""What the log tells of evidence, appeals, versions of schemes and published lists, for `audit verify` (U3, A23)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from app.accreditation.models import (
    Appeal,
    AppealEvent,
    AppealPanelMember,
    EvidenceEntry,
    EvidenceFile,
    EvidenceRuling,
    HandedInFile,
    SchemeChange,
    SchemeChangeAnswer,
    SchemeVersion,
    StatusList,
)
from app.accreditation.services.scheme_loading import scheme_hash
from app.accreditation.vouching import ROWS, columns_of, row_of, told, values_of
from app.audit.comparing import Compared, ComparedTable
from app.audit.domain.chain import Entry
from app.audit.domain.comparing import DIGEST, Row, Told
from app.audit.events import AuditTag

_FILE = "file"
"""Files of evidence and of work that was handed in: the same entry tells of both."""
_STEPS = {AuditTag.APPEAL_ACKNOWLEDGED: "acknowledged", AuditTag.APPEAL_TAKEN_BACK: "taken-back"}
_ANSWERS = {AuditTag.SCHEME_CHANGE_OBJECTED_TO: "objected", AuditTag.SCHEME_CHANGE_TAKEN_BACK: "taken-back"}


def _of_evidence(entry: Entry) -> Iterator[Told]:
    tag, data = AuditTag(entry.tag), entry.data
    if tag is AuditTag.EVIDENCE_ADDED:
        yield told(entry, "evidence", kind=data["kind"], recorded_by=entry.actor)
    elif tag is AuditTag.EVIDENCE_RULED:
        yield told(entry, "evidence_ruling", verdict=data["verdict"], ruled_by=entry.actor)
    else:
        digests = {name: digest for table in data.get(ROWS, {}).values() for name, digest in table.items()}
        for name in data["files"]:
            whole = {DIGEST: digests[name]} if name in digests else {}
            yield Told(_FILE, entry.sequence, {"sha256": name, **whole})


def _of_appeal(entry: Entry) -> Iterator[Told]:
    tag, data = AuditTag(entry.tag), entry.data
    if tag is AuditTag.APPEAL_FILED:
        yield told(entry, "appeal", kind=data["kind"], person_id=entry.actor)
    elif tag is AuditTag.APPEAL_PANEL_NAMED:
        yield told(entry, "appeal_event", kind="panel-named", actor=entry.actor)
        for member in data["panel"]:
            yield Told("appeal_panel_member", entry.sequence, {"person_id": member, "named_by": entry.actor})
    elif tag is AuditTag.APPEAL_ANSWERED:
        outcome = data.get("outcome", "none")
        yield told(entry, "appeal_event", kind=data["step"], actor=entry.actor, outcome=outcome)
    else:
        yield told(entry, "appeal_event", kind=_STEPS[tag], actor=entry.actor)


def _of_scheme(entry: Entry) -> Iterator[Told]:
    tag, data = AuditTag(entry.tag), entry.data
    if tag in _ANSWERS:
        yield told(entry, "scheme_change_answer", answer=_ANSWERS[tag], answered_by=entry.actor)
        return
    text = {"scheme": data["scheme"], "hash": data["hash"], "document_hash": data["hash"]}
    if tag is AuditTag.SCHEME_CHANGE_PROPOSED:
        yield told(entry, "scheme_change", **text, proposed_by=entry.actor)
        return
    yield told(entry, "scheme_version", **text, number=data["number"])
    if tag is AuditTag.SCHEME_CHANGED:
        approved = {"change_id": data["change"], "answer": "approved", "answered_by": entry.actor}
        yield told(entry, "scheme_change_answer", **approved)


def _of_list(entry: Entry) -> Iterator[Told]:
    digest = entry.data["sha256"]
    yield told(entry, "status_list", number=entry.data["number"], sha256=digest, content_hash=digest)


_OF_EVIDENCE = (AuditTag.EVIDENCE_ADDED, AuditTag.EVIDENCE_RULED, AuditTag.EVIDENCE_FILES_ADDED)
_OF_APPEAL = (AuditTag.APPEAL_FILED, AuditTag.APPEAL_PANEL_NAMED, AuditTag.APPEAL_ANSWERED, *_STEPS)
_OF_SCHEME = (AuditTag.SCHEME_LOADED, AuditTag.SCHEME_CHANGED, AuditTag.SCHEME_CHANGE_PROPOSED, *_ANSWERS)
_TOLD = {
    **dict.fromkeys(_OF_EVIDENCE, _of_evidence),
    **dict.fromkeys(_OF_APPEAL, _of_appeal),
    **dict.fromkeys(_OF_SCHEME, _of_scheme),
    AuditTag.STATUS_LIST_PUBLISHED: _of_list,
}


def _told(entry: Entry) -> Iterator[Told]:
    """Give what an entry tells of its rows: the digests where it has them, and what it told before there were any."""
    return _TOLD[AuditTag(entry.tag)](entry)


def _file(model: type[Any], found: sa.Row[Any]) -> Row:
    values = values_of(model, found)
    return Row(_FILE, values["public_id"], values)


def _plain(table: str, name: str, found: sa.Row[Any]) -> Row:
    values = found._asdict()
    return Row(table, str(values[name]), values)


def _with_document(table: str, name: str, found: sa.Row[Any]) -> Row:
    values = found._asdict()
    return Row(table, str(values[name]), {**values, "document_hash": scheme_hash(values["document"])})


def _list(found: sa.Row[Any]) -> Row:
    values = found._asdict()
    content = sha256(values["content"].encode()).hexdigest()
    return Row("status_list", f"{values['list']}/{values['purpose']}", {**values, "content_hash": content})


def _read(*columns: Any) -> sa.Select[Any]:
    return sa.select(*columns)


def _table(model: type[Any], subject: Any, name: str, prefix: str = "") -> ComparedTable:
    return ComparedTable(_read(*columns_of(model)), subject, partial(row_of, model, name), prefix)


def _files(model: type[Any], subject: Any) -> ComparedTable:
    return ComparedTable(_read(*columns_of(model)), subject, partial(_file, model))


_VERSION, _CHANGE, _ANSWER = (one.__table__ for one in (SchemeVersion, SchemeChange, SchemeChangeAnswer))
# The entry about a change that was put in force is about the version that it became.
_BECAME = sa.and_(
    _ANSWER.c.answer == "approved", _VERSION.c.scheme == _CHANGE.c.scheme, _VERSION.c.hash == _CHANGE.c.hash
)
_ANSWERED = _read(_ANSWER.c.change_id, _ANSWER.c.answer, _ANSWER.c.answered_by).select_from(
    _ANSWER.outerjoin(_CHANGE, _CHANGE.c.id == _ANSWER.c.change_id).outerjoin(_VERSION, _BECAME)
)
_CHANGES = _read(_CHANGE.c.id, _CHANGE.c.scheme, _CHANGE.c.hash, _CHANGE.c.document, _CHANGE.c.proposed_by)
_MEMBERS = _read(AppealPanelMember.person_id, AppealPanelMember.named_by)
_LISTS = _read(StatusList.list, StatusList.purpose, StatusList.number, StatusList.content, StatusList.sha256)
_LISTED = sa.cast(StatusList.list, sa.String) + "/" + StatusList.purpose
COMPARED = Compared(
    tables=(
        _table(EvidenceEntry, EvidenceEntry.id, "public_id"),
        _table(EvidenceRuling, EvidenceRuling.evidence_id, "id"),
        _files(EvidenceFile, EvidenceFile.evidence_id),
        _files(HandedInFile, HandedInFile.request_id),
        _table(Appeal, Appeal.id, "public_id", "appeal:"),
        _table(AppealEvent, AppealEvent.appeal_id, "id", "appeal:"),
        ComparedTable(
            _MEMBERS, AppealPanelMember.appeal_id, partial(_plain, "appeal_panel_member", "person_id"), "appeal:"
        ),
        ComparedTable(_read(*_VERSION.c), _VERSION.c.id, partial(_with_document, "scheme_version", "id")),
        ComparedTable(_CHANGES, _CHANGE.c.id, partial(_with_document, "scheme_change", "id")),
        ComparedTable(
            _ANSWERED,
            sa.func.coalesce(_VERSION.c.id, _ANSWER.c.change_id),
            partial(_plain, "scheme_change_answer", "change_id"),
        ),
        ComparedTable(_LISTS, _LISTED, _list),
    ),
    tags=tuple(_TOLD),
    told=_told,
)
"""What the command `audit verify` compares of what grants rest on and what is said of them afterwards."""
