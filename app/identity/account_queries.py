"""Reads of accounts: signing in, the own password, second factor and sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.foundation.crypto import Keyring
from app.foundation.db import UtcDateTime
from app.identity.models import AccountLock, Authenticator, Passkey, Person, PersonSession, RoleGrant
from app.identity.policy import STAFF_ROLES
from app.identity.queries import IN_FORCE, NAME, NUMBER, PAGE, SIGNS_IN_AS, has_authenticator


@dataclass(frozen=True, slots=True)
class Account:
    """What signing in needs to know of a person; never shown."""

    person_id: str
    password_hash: str | None
    second_factor: bool
    roles: tuple[str, ...]
    passkey: bool = False

    @property
    def staff(self) -> bool:
        """Whether a role is held that needs a second factor."""
        return bool(STAFF_ROLES.intersection(self.roles))


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """What a person may see and what a new password must not consist of."""

    sign_in_name: str
    service_number: str | None
    name: str
    name_original: str | None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One of a person's own signed-in browsers."""

    public_id: str
    token_hash: str
    device: str
    shared_computer: bool
    created_at: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """The state of a person's second factor; `left` recovery codes, `kept` when the person said that they kept them."""

    confirmed_at: datetime | None
    left: int
    kept: bool


_PASSWORD_OF = sa.and_(Authenticator.person_id == Person.id, Authenticator.kind == "password")
_PASSKEY = sa.exists().where(Passkey.person_id == Person.id).correlate(Person)
ACCOUNTS = (
    sa.select(
        Person.id,
        SIGNS_IN_AS.label("by_name"),
        Authenticator.secret,
        has_authenticator("totp").label("second_factor"),
        _PASSKEY.label("passkey"),
    )
    .join_from(Person, Authenticator, _PASSWORD_OF, isouter=True)
    .where(
        Person.state == "active",
        ~sa.exists().where(AccountLock.person_id == Person.id).correlate(Person),
        sa.or_(SIGNS_IN_AS, Person.service_hash.in_(sa.bindparam("numbers", expanding=True))),
    )
    .order_by(sa.case((SIGNS_IN_AS, 0), else_=1))
    .limit(3)
)
ROLES = sa.select(RoleGrant.role).where(RoleGrant.person_id == sa.bindparam("person_id"), IN_FORCE)
OWN_DETAILS = sa.select(Person.sign_in_name, Person.service_number, Person.name, Person.name_original).where(
    Person.id == sa.bindparam("person_id")
)
LOCALE = sa.select(Person.locale).where(Person.id == sa.bindparam("person_id"))
PASSWORD = sa.select(Authenticator.secret).where(
    Authenticator.person_id == sa.bindparam("person_id"), Authenticator.kind == "password"
)
SECOND_FACTOR = sa.select(Authenticator.kind, Authenticator.confirmed_at).where(
    Authenticator.person_id == sa.bindparam("person_id"),
    Authenticator.kind.in_(("totp", "recovery")),
    Authenticator.used_at.is_(None),
)
SESSIONS = (
    sa.select(
        PersonSession.public_id,
        PersonSession.token_hash,
        PersonSession.device,
        PersonSession.shared_computer,
        PersonSession.created_at,
        PersonSession.last_seen,
    )
    .where(
        PersonSession.person_id == sa.bindparam("person_id"),
        PersonSession.ended_at.is_(None),
        PersonSession.last_seen > sa.bindparam("since", type_=UtcDateTime),
    )
    .order_by(PersonSession.last_seen.desc())
    .limit(PAGE)
)


def account_named(connection: sa.Connection, keyring: Keyring, typed: str, now: datetime) -> Account | None:
    """Return the account with this sign-in name, else the only one with this service number, else None (O3)."""
    values = {"names": keyring.search_hashes(NAME, typed), "numbers": keyring.search_hashes(NUMBER, typed)}
    rows = connection.execute(ACCOUNTS, values).all()
    named = [row for row in rows if row.by_name] or rows
    if len(named) != 1:
        return None
    row = named[0]
    return Account(row.id, row.secret, row.second_factor, roles_of(connection, row.id, now), row.passkey)


def roles_of(connection: sa.Connection, person_id: str, now: datetime) -> tuple[str, ...]:
    """Return the roles that the person holds at `now`, in the order of the alphabet."""
    return tuple(sorted(connection.scalars(ROLES, {"person_id": person_id, "now": now})))


def own_details(connection: sa.Connection, person_id: str) -> OwnDetails:
    """Return the person's own names and number."""
    return OwnDetails(*connection.execute(OWN_DETAILS, {"person_id": person_id}).one())


def password_hash_of(connection: sa.Connection, person_id: str) -> str | None:
    """Return what is stored of the password, or None."""
    return connection.scalar(PASSWORD, {"person_id": person_id})


def second_factor_of(connection: sa.Connection, person_id: str) -> SecondFactor:
    """Return whether and since when a second factor stands, and what is left of the recovery codes (O4)."""
    rows = connection.execute(SECOND_FACTOR, {"person_id": person_id}).all()
    codes = [row for row in rows if row.kind == "recovery"]
    confirmed = next((row.confirmed_at for row in rows if row.kind == "totp"), None)
    return SecondFactor(confirmed, len(codes), all(row.confirmed_at is not None for row in codes))


def open_sessions(connection: sa.Connection, person_id: str, since: datetime) -> tuple[OpenSession, ...]:
    """Return the person's sessions that are not ended and were seen after `since`, newest first."""
    rows = connection.execute(SESSIONS, {"person_id": person_id, "since": since})
    return tuple(OpenSession(*row) for row in rows)


def locale_of(connection: sa.Connection, person_id: str) -> str:
    """Return the language in which the person reads pages; English for nobody."""
    return connection.scalar(LOCALE, {"person_id": person_id}) or "en"
