"""Reads of what proves a credential without the register: its proof, its badge, the status lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.accreditation.domain.life import state_of
from app.accreditation.domain.open_badge import BadgePlace
from app.accreditation.domain.status_list import Purpose, purpose_of
from app.accreditation.models import BadgeFile, Credential, CredentialEvent, CredentialProof, StatusList
from app.foundation.db import joined

_PROOF = sa.select(
    CredentialProof.badge_id,
    CredentialProof.status_list,
    CredentialProof.status_index,
    CredentialProof.salt,
).where(CredentialProof.credential_id == sa.bindparam("credential_id"))
_BADGE = sa.select(BadgeFile.sha256, BadgeFile.storage_key, BadgeFile.key_id).where(
    BadgeFile.credential_id == sa.bindparam("credential_id")
)
_LISTS = (
    sa.select(CredentialProof.status_list, sa.func.count().label("taken"))
    .group_by(CredentialProof.status_list)
    .order_by(CredentialProof.status_list)
)
_TAKEN = sa.select(sa.literal(1)).where(
    CredentialProof.status_list == sa.bindparam("status_list", type_=sa.Integer),
    CredentialProof.status_index == sa.bindparam("status_index", type_=sa.Integer),
)
_PLACED = sa.cast(CredentialEvent.position, sa.String) + ":" + CredentialEvent.kind
_EVENTS = (
    sa.select(joined(_PLACED))
    .where(CredentialEvent.credential_id == Credential.id)
    .correlate(Credential)
    .scalar_subquery()
)
# As text: a partial index covers just these, and SQLite takes it only for the very words of its condition.
_CHANGED = sa.select(CredentialEvent.credential_id).where(sa.text("kind <> 'issued'"))
_MARKED = (
    sa.select(CredentialProof.status_index, Credential.valid_until, _EVENTS.label("events"))
    .join(Credential, Credential.id == CredentialProof.credential_id)
    .where(CredentialProof.status_list == sa.bindparam("status_list", type_=sa.Integer), Credential.id.in_(_CHANGED))
)
_NEWEST = (
    sa.select(StatusList.number, StatusList.content, StatusList.sha256, StatusList.made_at)
    .where(
        StatusList.list == sa.bindparam("list", type_=sa.Integer),
        StatusList.purpose == sa.bindparam("purpose"),
    )
    .order_by(StatusList.number.desc())
    .limit(1)
)


_NEWER = sa.orm.aliased(StatusList)
_ALL_NEWEST = (
    sa.select(StatusList.list, StatusList.purpose, StatusList.content, StatusList.made_at)
    .outerjoin(
        _NEWER,
        sa.and_(
            _NEWER.list == StatusList.list, _NEWER.purpose == StatusList.purpose, _NEWER.number > StatusList.number
        ),
    )
    .where(_NEWER.id.is_(None))
    .order_by(StatusList.list, StatusList.purpose)
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What was drawn for a credential: its badge's id, its place in a status list, the salt of a protected name."""

    badge_id: str
    status_list: int
    status_index: int
    salt: bytes | None

    @property
    def place(self) -> BadgePlace:
        """What the badge has by lot."""
        return BadgePlace(self.badge_id, self.status_list, self.status_index)


@dataclass(frozen=True, slots=True)
class StoredBadge:
    """The signed badge of a credential: where it lies and what it hashes to."""

    sha256: str
    storage_key: str
    key_id: str


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A version of a status list as it was signed."""

    number: int
    content: str
    sha256: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class NumberedList:
    """The newest version of one status list among all."""

    status_list: int
    purpose: str
    content: str
    made_at: datetime


def proof_of(connection: sa.Connection, credential_id: str) -> Proof | None:
    """Return what was drawn for a credential; None before the worker has come to it."""
    row = connection.execute(_PROOF, {"credential_id": credential_id}).one_or_none()
    if row is None:
        return None
    salt = bytes.fromhex(row.salt) if row.salt else None
    return Proof(row.badge_id, row.status_list, row.status_index, salt)


def badge_of(connection: sa.Connection, credential_id: str) -> StoredBadge | None:
    """Return the stored badge of a credential."""
    row = connection.execute(_BADGE, {"credential_id": credential_id}).one_or_none()
    return None if row is None else StoredBadge(row.sha256, row.storage_key, row.key_id)


def lists_in_use(connection: sa.Connection) -> dict[int, int]:
    """Return status list → how many places are taken."""
    return {row.status_list: row.taken for row in connection.execute(_LISTS)}


def place_is_taken(connection: sa.Connection, status_list: int, status_index: int) -> bool:
    """Whether another credential has this place."""
    found = connection.execute(_TAKEN, {"status_list": status_list, "status_index": status_index}).first()
    return found is not None


def marked_places(connection: sa.Connection, status_list: int, today: date) -> dict[Purpose, tuple[int, ...]]:
    """Return the places to be set in a list for each purpose, in order, from the lives of the credentials in it."""
    marked: dict[Purpose, list[int]] = {purpose: [] for purpose in Purpose}
    for row in connection.execute(_MARKED, {"status_list": status_list}):
        purpose = purpose_of(state_of(_in_order(row.events), row.valid_until, today))
        if purpose:
            marked[purpose].append(row.status_index)
    return {purpose: tuple(sorted(places)) for purpose, places in marked.items()}


def newest_list(connection: sa.Connection, status_list: int, purpose: Purpose) -> PublishedList | None:
    """Return the newest version of a status list; None where none was published."""
    row = connection.execute(_NEWEST, {"list": status_list, "purpose": purpose.value}).one_or_none()
    return None if row is None else PublishedList(row.number, row.content, row.sha256, row.made_at)


def newest_lists(connection: sa.Connection) -> tuple[NumberedList, ...]:
    """Return the newest version of every status list."""
    rows = connection.execute(_ALL_NEWEST)
    return tuple(NumberedList(row.list, row.purpose, row.content, row.made_at) for row in rows)


def _in_order(placed: str) -> tuple[str, ...]:
    events = (event.partition(":") for event in placed.split(",") if event)
    return tuple(kind for _, kind in sorted((int(place), kind) for place, _, kind in events))
