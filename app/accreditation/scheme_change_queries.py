"""Reads of scheme versions as they are stored, and of changes that two persons make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.scheme import Scheme, read_scheme
from app.accreditation.models import Credential, SchemeChange, SchemeChangeAnswer, SchemeVersion

_VERSIONS = sa.select(
    SchemeVersion.id, SchemeVersion.scheme, SchemeVersion.number, SchemeVersion.document, SchemeVersion.created_at
)
_OF_SCHEME = (
    _VERSIONS.where(SchemeVersion.scheme == sa.bindparam("scheme")).order_by(SchemeVersion.number.desc()).limit(100)
)
_BY_ID = _VERSIONS.where(SchemeVersion.id == sa.bindparam("version_id"))
_CHANGES = (
    sa.select(
        SchemeChange.id,
        SchemeChange.public_id,
        SchemeChange.scheme,
        SchemeChange.based_on,
        SchemeChange.document,
        SchemeChange.hash,
        SchemeChange.note,
        SchemeChange.proposed_by,
        SchemeChange.at,
        SchemeChangeAnswer.answer,
        SchemeChangeAnswer.answered_by,
        SchemeChangeAnswer.note.label("answer_note"),
        SchemeChangeAnswer.at.label("answered_at"),
    )
    .outerjoin(SchemeChangeAnswer, SchemeChangeAnswer.change_id == SchemeChange.id)
    .order_by(SchemeChange.at)
)
_CHANGE = _CHANGES.where(SchemeChange.public_id == sa.bindparam("public_id"))
_WAITING = _CHANGES.where(SchemeChangeAnswer.change_id.is_(None)).limit(100)
_HASHES = (
    sa.select(SchemeVersion.number, SchemeVersion.hash)
    .where(SchemeVersion.scheme == sa.bindparam("scheme"))
    .order_by(SchemeVersion.number.desc())
)
_GRANTED = sa.select(sa.func.count()).select_from(Credential).where(Credential.scheme == sa.bindparam("scheme"))


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version of a scheme with its document."""

    id: str
    scheme: str
    number: int
    document: Mapping[str, Any]
    created_at: datetime

    @property
    def read(self) -> Scheme:
        """The scheme that the document says."""
        return read_scheme(self.document)


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was proposed, with its answer, None while it waits."""

    id: str
    public_id: str
    scheme: str
    based_on: str
    document: Mapping[str, Any]
    hash: str
    note: str
    proposed_by: str
    at: datetime
    answer: str | None
    answered_by: str | None
    answer_note: str | None
    answered_at: datetime | None


def versions_of(connection: sa.Connection, scheme: str) -> tuple[StoredVersion, ...]:
    """Return up to 100 versions of a scheme, the newest, which is in force, first."""
    return tuple(StoredVersion(*row) for row in connection.execute(_OF_SCHEME, {"scheme": scheme}))


def hashes_of(connection: sa.Connection, scheme: str) -> dict[str, int]:
    """Return hash → number of every version of a scheme, the newest first."""
    return {row.hash: row.number for row in connection.execute(_HASHES, {"scheme": scheme})}


def stored_version(connection: sa.Connection, version_id: str) -> StoredVersion:
    """Return a version. Raises LookupError."""
    row = connection.execute(_BY_ID, {"version_id": version_id}).one_or_none()
    if row is None:
        raise LookupError(version_id)
    return StoredVersion(*row)


def scheme_change(connection: sa.Connection, public_id: str) -> Change | None:
    """Return a change."""
    row = connection.execute(_CHANGE, {"public_id": public_id}).one_or_none()
    return None if row is None else Change(*row)


def changes_waiting(connection: sa.Connection) -> tuple[Change, ...]:
    """Return up to 100 changes that wait for a second person, oldest first."""
    return tuple(Change(*row) for row in connection.execute(_WAITING))


def granted_in(connection: sa.Connection, scheme: str) -> int:
    """Return how many credentials were granted in a scheme, whatever became of them."""
    return int(connection.scalar(_GRANTED, {"scheme": scheme}) or 0)
