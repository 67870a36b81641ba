"""Reads of passkeys: a person's own list, the one that was used, who of the staff has none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from app.audit.setting_queries import value_of
from app.audit.settings import STAFF_PASSKEY_FROM
from app.identity.account_queries import second_factor_of
from app.identity.models import AccountLock, Passkey, Person, RoleGrant
from app.identity.passkeys import KnownKey
from app.identity.policy import STAFF_ROLES
from app.identity.queries import IN_FORCE


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """A passkey in its owner's list."""

    public_id: str
    name: str
    created_at: datetime
    used_at: datetime | None
    credential_id: bytes


OWN = (
    sa.select(Passkey.public_id, Passkey.name, Passkey.created_at, Passkey.used_at, Passkey.credential_id)
    .where(Passkey.person_id == sa.bindparam("person_id"))
    .order_by(Passkey.created_at, Passkey.id)
)
KNOWN = (
    sa.select(Passkey.id, Passkey.person_id, Passkey.public_key, Passkey.sign_count)
    .join(Person, Person.id == Passkey.person_id)
    .where(
        Passkey.credential_hash == sa.bindparam("hash"),
        Person.state == "active",
        ~sa.exists().where(AccountLock.person_id == Person.id).correlate(Person),
    )
)
HAS_ONE = sa.select(sa.exists().where(Passkey.person_id == sa.bindparam("person_id")))
_NONE = ~sa.exists().where(Passkey.person_id == Person.id)
_STAFF = sa.exists().where(RoleGrant.person_id == Person.id, RoleGrant.role.in_(STAFF_ROLES), IN_FORCE)
STAFF_WITHOUT = sa.select(sa.func.count()).select_from(Person).where(Person.state == "active", _STAFF, _NONE)


def own_passkeys(connection: sa.Connection, person_id: str) -> tuple[OwnPasskey, ...]:
    """Return the person's passkeys, the first one made first."""
    return tuple(OwnPasskey(*row) for row in connection.execute(OWN, {"person_id": person_id}))


def has_passkey(connection: sa.Connection, person_id: str) -> bool:
    """Whether the person has a passkey."""
    return bool(connection.scalar(HAS_ONE, {"person_id": person_id}))


def known_key(connection: sa.Connection, credential_id: bytes) -> KnownKey | None:
    """Return the passkey with this id, of somebody who is active."""
    row = connection.execute(KNOWN, {"hash": credential_hash(credential_id)}).one_or_none()
    return KnownKey(*row) if row else None


def credential_hash(credential_id: bytes) -> str:
    """Return the key under which a passkey is found."""
    return hashlib.sha256(credential_id).hexdigest()


def staff_need_one_from(connection: sa.Connection) -> date | None:
    """Return the day from which staff need a passkey; None while no day is set."""
    set_to = value_of(connection, STAFF_PASSKEY_FROM)
    return date.fromisoformat(set_to) if set_to else None


def passkey_is_needed(connection: sa.Connection, now: datetime) -> bool:
    """Whether the day is reached from which staff need a passkey."""
    day = staff_need_one_from(connection)
    return day is not None and now.date() >= day


def lacks_factor(connection: sa.Connection, person_id: str, roles: tuple[str, ...], now: datetime) -> bool:
    """Whether somebody in these roles must set up a second factor, or the passkey that staff need, before all else."""
    if not STAFF_ROLES.intersection(roles) or has_passkey(connection, person_id):
        return False
    return second_factor_of(connection, person_id).confirmed_at is None or passkey_is_needed(connection, now)


def staff_without_passkey(connection: sa.Connection, now: datetime) -> int:
    """Return how many people with a staff role have no passkey."""
    return connection.scalar(STAFF_WITHOUT, {"now": now}) or 0
