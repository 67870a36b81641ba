"""What entries of the log tell of decisions, credentials, their events and files: digests of whole rows (U3).

`./provost audit verify` compares both: who forges, changes or takes out a row behind the program's back, with the
guards lifted, would have to rewrite the log too, and that is chained and anchored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

from app.accreditation.models import BadgeFile, CertificateFile, Credential, CredentialEvent, Decision
from app.audit.comparing import Compared, ComparedTable
from app.audit.domain.chain import Entry
from app.audit.domain.comparing import DIGEST, Row, Told, digest_of
from app.audit.events import AuditTag
from app.foundation.crypto import Sealed, WrongDataKey

ROWS = "rows"
"""The field of an entry that holds the digests: table → digest. Entries of before it tell less of their rows."""
_FIRST = 1
_LIVES = {
    AuditTag.CREDENTIAL_SUSPENDED: "suspended",
    AuditTag.CREDENTIAL_REINSTATED: "reinstated",
    AuditTag.CREDENTIAL_WITHDRAWN: "withdrawn",
    AuditTag.CREDENTIAL_SUPERSEDED: "superseded",
}
_BEGINNINGS = (AuditTag.CREDENTIAL_GRANTED, AuditTag.CREDENTIAL_IMPORTED, AuditTag.CREDENTIAL_CORRECTED)
# Digests stand in the log for ever: a column that comes later is not added here, but to a digest under a new name.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "decision": (
        "id", "person_id", "scheme_version_id", "outcome", "decider", "grounds", "at", "application_id", "reasons",
        "involvement_id", "approver", "approver_involvement_id",
    ),
    "credential": (
        "id", "number", "person_id", "scheme", "cycle", "edition", "scheme_version_id", "decision_id", "title", "kind",
        "statement", "statement_hash", "specimen", "issued_on", "valid_until", "created_at", "follows_id", "origin",
    ),
    "credential_event": (
        "id", "credential_id", "position", "kind", "actor", "reason", "at", "second", "grounds", "condition", "ends_on",
    ),
    "certificate_file": (
        "credential_id", "locale", "sha256", "size", "storage_key", "key_id", "made_at", "original",
    ),
    "badge_file": ("credential_id", "sha256", "size", "storage_key", "key_id", "made_at"),
}  # fmt: skip


def vouched(*rows: Any) -> dict[str, Any]:
    """Return what the entry that tells of these new rows carries of them; at most one row of a table."""
    return vouched_values({row.__tablename__: sa.inspect(row).dict for row in rows})


def vouched_values(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the same for rows given as table → values of its columns; what is not given is empty."""
    return {ROWS: {table: _digest(table, values) for table, values in rows.items()}}


def _digest(table: str, values: Mapping[str, Any]) -> str:
    return digest_of({name: values.get(name) for name in _COLUMNS[table]})


def _told(entry: Entry) -> Iterator[Told]:
    """Give what an entry tells of its rows: the digests where it has them, and what it told before there were any."""
    tag, data, digests = AuditTag(entry.tag), entry.data, entry.data.get(ROWS, {})

    def tell(table: str, **facts: Any) -> Told:
        whole = {DIGEST: digests[table]} if table in digests else {}
        return Told(table, entry.sequence, facts | whole)

    if tag in _BEGINNINGS:
        yield tell("credential", number=data["number"], statement_hash=data["statement"], text_hash=data["statement"])
        yield tell("credential_event", kind="issued", actor=entry.actor)
        if decider := _decider_alone(tag, entry.actor):
            yield tell("decision", outcome="grant", decider=decider)
    elif tag in _LIVES:
        event = {"id": data["event"], "second": data.get("second"), "grounds": data["grounds"]}
        yield tell("credential_event", kind=_LIVES[tag], actor=entry.actor, **event)
    elif tag is AuditTag.CERTIFICATE_FILE_STORED:
        yield tell("certificate_file", sha256=data["sha256"], key_id=data["key"])
        if "badge" in data:
            yield tell("badge_file", sha256=data["badge"])
    else:
        persons = {"decider": data["decider"], "approver": data["approver"]}
        yield tell("decision", outcome=data["outcome"], **persons)


def _decider_alone(tag: AuditTag, actor: str) -> str:
    """Who decided without a case: the rule, or whoever issued it before this register. Cases have an entry."""
    if tag is AuditTag.CREDENTIAL_IMPORTED:
        return "imported"
    return actor if tag is AuditTag.CREDENTIAL_GRANTED and actor == "rule" else ""


def _row(table: str, name: str, values: Mapping[str, Any]) -> Row:
    return Row(table, name, {**values, DIGEST: _digest(table, values)})


def _decision(found: sa.Row[Any]) -> Row:
    return _row("decision", found.id, found._asdict())


def _credential(found: sa.Row[Any]) -> Row:
    text = _opened(found.sealed)
    opened = {"statement": text, "text_hash": sha256(text.encode()).hexdigest()}
    return _row("credential", found.number, {**found._asdict(), **opened})


def _event(found: sa.Row[Any]) -> Row:
    return _row("credential_event", found.id, found._asdict())


def _certificate(found: sa.Row[Any]) -> Row:
    return _row("certificate_file", found.storage_key, found._asdict())


def _badge(found: sa.Row[Any]) -> Row:
    return _row("badge_file", found.storage_key, found._asdict())


def _opened(sealed: bytes) -> str:
    """Return a statement's text, or nothing where somebody wrote what the key of this instance did not seal."""
    try:
        return _STATEMENT.process_result_value(sealed, _ANY) or ""
    except WrongDataKey:
        return ""


def _columns(model: type[Any]) -> list[Any]:
    return [getattr(model, name) for name in _COLUMNS[model.__tablename__] if name != "statement"]


_ANY, _STATEMENT = DefaultDialect(), Sealed("credential.statement")
_SEALED = sa.type_coerce(Credential.statement, sa.LargeBinary).label("sealed")
_ALONE = sa.and_(Credential.decision_id == Decision.id, Credential.edition == _FIRST)
_OF_CASES = sa.select(*_columns(Decision)).where(Decision.application_id.is_not(None))
# Not the bare column: SQLite would begin with every decision without a case, for each block of certificates.
_WITHOUT_CASE = sa.select(*_columns(Decision)).where((Decision.application_id + "").is_(None))
COMPARED = Compared(
    tables=(
        ComparedTable(_OF_CASES, Decision.application_id, _decision, prefix="case:"),
        ComparedTable(_WITHOUT_CASE.join(Credential, _ALONE), Credential.id, _decision),
        ComparedTable(_WITHOUT_CASE.where(~sa.exists().where(_ALONE)), None, _decision),
        ComparedTable(sa.select(*_columns(Credential), _SEALED), Credential.id, _credential),
        ComparedTable(sa.select(*_columns(CredentialEvent)), CredentialEvent.credential_id, _event),
        ComparedTable(sa.select(*_columns(CertificateFile)), CertificateFile.credential_id, _certificate),
        ComparedTable(sa.select(*_columns(BadgeFile)), BadgeFile.credential_id, _badge),
    ),
    tags=(*_BEGINNINGS, *_LIVES, AuditTag.CERTIFICATE_FILE_STORED, AuditTag.DECISION_MADE),
    told=_told,
)
"""What the command `audit verify` compares of this part."""
