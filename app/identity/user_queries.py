"""Reads of the operator's page of users: who is found, one account, requests that wait for a second person."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.foundation.crypto import Keyring, folded
from app.foundation.db import UtcDateTime, joined
from app.identity.copy_mark import marked_as
from app.identity.domain.cover import cover_of
from app.identity.models import (
    AccountLock,
    AccountRecovery,
    Agency,
    Passkey,
    Person,
    PersonNameToken,
    PersonSession,
    RoleGrant,
)
from app.identity.queries import (
    IN_FORCE,
    NAME,
    NUMBER,
    PAGE,
    SIGNS_IN_AS,
    has_authenticator,
    holds_words,
    shown_values,
    words_wanted,
)


@dataclass(frozen=True, slots=True)
class User:
    """An account as operators see it: they are outside the need-to-know group of a cover name (X7)."""

    id: str
    public_id: str
    name: str
    agency_name: str
    state: str
    roles: tuple[str, ...]
    locked_at: datetime | None
    has_password: bool
    second_factor: bool
    passkey: bool
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request to let somebody back in that waits for a second person."""

    public_id: str
    person_id: str
    person_public_id: str
    name: str
    reason: str
    asked_by: str
    asked_at: datetime


_ROLES = (
    sa.select(joined(RoleGrant.role))
    .where(RoleGrant.person_id == Person.id, IN_FORCE)
    .correlate(Person)
    .scalar_subquery()
)
_SEEN = (
    sa.select(sa.func.max(PersonSession.last_seen))
    .where(PersonSession.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)
_USER = (
    sa.select(
        Person.id,
        Person.public_id,
        Person.name,
        Agency.name.label("agency_name"),
        Person.state,
        _ROLES.label("roles"),
        AccountLock.locked_at,
        has_authenticator("password").label("has_password"),
        has_authenticator("totp").label("second_factor"),
        sa.exists().where(Passkey.person_id == Person.id).correlate(Person).label("passkey"),
        sa.type_coerce(_SEEN, UtcDateTime).label("last_seen"),
        Person.cover,
        Person.service_hash,
    )
    .join_from(Person, Agency, Agency.id == Person.agency_id)
    .join(AccountLock, AccountLock.person_id == Person.id, isouter=True)
)
_WORDS = (
    sa.select(PersonNameToken.person_id)
    .where(PersonNameToken.token.in_(sa.bindparam("words", expanding=True)))
    .group_by(PersonNameToken.person_id)
    .having(sa.func.count() == sa.bindparam("count"))
)
_IN_ROLE = sa.exists().where(RoleGrant.person_id == Person.id, RoleGrant.role == sa.bindparam("role"), IN_FORCE)
FOUND = (
    _USER.where(
        sa.or_(
            Person.id.in_(_WORDS),
            SIGNS_IN_AS,
            Person.service_hash.in_(sa.bindparam("numbers", expanding=True)),
        )
    )
    .order_by(Person.id)
    .limit(PAGE + 1)
)
IN_ROLE = _USER.where(_IN_ROLE).order_by(Person.id).limit(PAGE + 1)
LOCKED = _USER.where(AccountLock.locked_at.is_not(None)).order_by(AccountLock.locked_at.desc()).limit(PAGE + 1)
MARKED = _USER.where(Person.id.in_(sa.bindparam("ids", expanding=True))).order_by(Person.id)
_EVERYBODY = sa.select(Person.id)
ONE = _USER.where(Person.public_id == sa.bindparam("public_id"))
REQUESTS = (
    sa.select(
        AccountRecovery.public_id,
        AccountRecovery.person_id,
        Person.public_id.label("person_public_id"),
        Person.name,
        AccountRecovery.reason,
        AccountRecovery.asked_by,
        AccountRecovery.asked_at,
        Person.cover,
    )
    .join(Person, Person.id == AccountRecovery.person_id)
    .where(AccountRecovery.state == "open", AccountRecovery.asked_at > sa.bindparam("since", type_=UtcDateTime))
    .order_by(AccountRecovery.asked_at)
    .limit(PAGE)
)
LOCK = sa.select(AccountLock.reason, AccountLock.locked_by, AccountLock.locked_at).where(
    AccountLock.person_id == sa.bindparam("person_id")
)


def users_found(connection: sa.Connection, keyring: Keyring, text: str, now: datetime) -> tuple[User, ...]:
    """Return up to 51 accounts: every word of `text` in the name, or it is the sign-in name or service number whole.

    Who has a cover name is found by its words and by the service number: a sign-in name mostly tells the true one (X7).
    """
    numbers = keyring.search_hashes(NUMBER, text)
    values = {
        **words_wanted(keyring, text),
        "names": keyring.search_hashes(NAME, text),
        "numbers": numbers,
        "now": now,
    }
    rows = connection.execute(FOUND, values)
    return tuple(_user_of(row) for row in rows if not cover_of(row.cover) or _leads_to(row, text, numbers))


def _leads_to(row: sa.Row[Any], text: str, numbers: Collection[str]) -> bool:
    return row.service_hash in numbers or bool(folded(text)) and holds_words(cover_of(row.cover), text)


def users_marked(connection: sa.Connection, keyring: Keyring, typed: str, now: datetime) -> tuple[User, ...]:
    """Return the account whose mark on labelled material was typed (X17): every account is tried, as none is stored."""
    found = marked_as(keyring, connection.scalars(_EVERYBODY), typed)
    return _users(connection, MARKED, {"ids": found, "now": now}) if found else ()


def users_in_role(connection: sa.Connection, role: str, now: datetime) -> tuple[User, ...]:
    """Return up to 51 accounts that hold the role now."""
    return _users(connection, IN_ROLE, {"role": role, "now": now})


def users_locked(connection: sa.Connection, now: datetime) -> tuple[User, ...]:
    """Return up to 51 accounts that are locked, the last one locked first."""
    return _users(connection, LOCKED, {"now": now})


def user(connection: sa.Connection, public_id: str, now: datetime) -> User | None:
    """Return one account, or None."""
    found = _users(connection, ONE, {"public_id": public_id, "now": now})
    return found[0] if found else None


def _users(connection: sa.Connection, statement: sa.Select[Any], values: dict[str, Any]) -> tuple[User, ...]:
    return tuple(_user_of(row) for row in connection.execute(statement, values))


def _user_of(row: sa.Row[Any]) -> User:
    values = shown_values(row) | {"roles": tuple(sorted(row.roles.split(","))) if row.roles else ()}
    values.pop("service_hash")
    return User(**values)


def open_requests(connection: sa.Connection, since: datetime) -> tuple[OpenRequest, ...]:
    """Return the requests asked after `since` that nobody answered, the oldest first."""
    return tuple(OpenRequest(**shown_values(row)) for row in connection.execute(REQUESTS, {"since": since}))


def lock_of(connection: sa.Connection, person_id: str) -> tuple[str, str, datetime] | None:
    """Return why, by whom and when the account was locked, or None."""
    row = connection.execute(LOCK, {"person_id": person_id}).one_or_none()
    return (row.reason, row.locked_by, row.locked_at) if row else None
