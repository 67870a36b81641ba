"""What entries of the log tell of rows that prove something: digests of whole rows (U3).

`./provost audit verify` compares both: who forges, changes or takes out a row behind the program's back, with the
guards lifted, would have to rewrite the log too, and that is chained and anchored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

from app.audit.domain.chain import Entry
from app.audit.domain.comparing import DIGEST, Row, Told, digest_of
from app.foundation.crypto import Sealed, WrongDataKey

ROWS = "rows"
"""The field of an entry that holds the digests: table → digest. Entries of before it tell less of their rows."""
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
    "credential_proof": ("credential_id", "badge_id", "status_list", "status_index", "salt", "created_at"),
    "evidence": (
        "id", "public_id", "token", "person_id", "kind", "key", "outcome", "minutes", "happened_on", "valid_until",
        "body", "recorded_by", "involvement_id", "created_at",
    ),
    "evidence_ruling": ("id", "evidence_id", "position", "verdict", "ruled_by", "reason", "at"),
    "evidence_file": (
        "id", "public_id", "evidence_id", "sha256", "storage_key", "media_type", "size", "created_at",
    ),
    "handed_in_file": (
        "id", "public_id", "request_id", "position", "sha256", "storage_key", "media_type", "size", "created_at",
    ),
    "appeal": (
        "id", "public_id", "kind", "person_id", "decision_id", "credential_id", "grounds", "filed_at", "acknowledge_by",
        "answer_by",
    ),
    "appeal_event": ("id", "appeal_id", "position", "kind", "outcome", "actor", "text", "at"),
}  # fmt: skip


def vouched(*rows: Any) -> dict[str, Any]:
    """Return what the entry that tells of these new rows carries of them; at most one row of a table."""
    return vouched_values({row.__tablename__: sa.inspect(row).dict for row in rows})


def vouched_values(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the same for rows given as table → values of its columns; what is not given is empty."""
    return {ROWS: {table: _digest(table, values) for table, values in rows.items()}}


def vouched_files(rows: Iterable[Any]) -> dict[str, Any]:
    """Return what an entry carries of several new files of one table: the digest of each beside its SHA-256."""
    each = [(row.__tablename__, row.sha256, _digest(row.__tablename__, sa.inspect(row).dict)) for row in rows]
    return {ROWS: {table: {sha256: digest for _, sha256, digest in each} for table, _, _ in each}}


def told(entry: Entry, table: str, **facts: Any) -> Told:
    """Return what an entry tells of one row: `facts`, and the digest of the whole row where the entry has it."""
    digests = entry.data.get(ROWS, {})
    return Told(table, entry.sequence, facts | ({DIGEST: digests[table]} if table in digests else {}))


def columns_of(model: type[Any]) -> list[Any]:
    """Return the columns that the digest of a row is of; sealed ones as they stand, to be opened by `values_of`."""
    return [_bare(getattr(model, name)) for name in _COLUMNS[model.__tablename__]]


def values_of(model: type[Any], found: sa.Row[Any]) -> dict[str, Any]:
    """Return the values of a row that was read with `columns_of`, opened, and their digest."""
    kinds = model.__table__.c
    values = {name: _opened(kinds[name].type, getattr(found, name)) for name in _COLUMNS[model.__tablename__]}
    return {**values, DIGEST: _digest(model.__tablename__, values)}


def row_of(model: type[Any], name: str, found: sa.Row[Any], **more: Any) -> Row:
    """Return a row as it stands; `name` is the column by which a reader knows it, `more` are further facts."""
    values = values_of(model, found)
    return Row(model.__tablename__, str(values[name]), {**values, **more})


def _bare(column: Any) -> Any:
    return sa.type_coerce(column, sa.LargeBinary).label(column.key) if isinstance(column.type, Sealed) else column


def _opened(kind: Any, value: Any) -> Any:
    """Return a value; nothing where somebody wrote what the key of this instance did not seal."""
    if not isinstance(kind, Sealed):
        return value
    try:
        return kind.process_result_value(value, _ANY)
    except WrongDataKey:
        return ""


def _digest(table: str, values: Mapping[str, Any]) -> str:
    return digest_of({name: values.get(name) for name in _COLUMNS[table]})


_ANY = DefaultDialect()
