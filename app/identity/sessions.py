"""Signed-in browsers: one joined look-up per request, staged until the second factor is passed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.foundation.db import UtcDateTime, joined
from app.foundation.straight import Straight
from app.identity.models import AccountLock, Agency, Mandate, Person, PersonSession, RoleGrant
from app.identity.policy import STAFF_ROLES, permissions_of
from app.web.permissions import Permission

OFFICER_IDLE, OFFICER_WHOLE = timedelta(hours=1), timedelta(hours=24)
STAFF_IDLE, STAFF_WHOLE = timedelta(minutes=30), timedelta(hours=12)
SHARED_IDLE = timedelta(minutes=10)
UNFINISHED_WHOLE = timedelta(minutes=30)
"""How long finishing a sign-in may take: the code, or setting up the second factor."""

SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedInPerson:
    """The signed-in person, as Flask-Login and the shell see them.

    Under a mandate the agency is the one that they act for, and `acting_for` its name: every subtree begins here (X1).
    """

    id: str
    public_id: str
    name: str
    rank: str
    role: str
    roles: tuple[str, ...]
    agency_id: str
    agency_path: str
    agency_name: str
    locale: str
    identity_confirmed_at: datetime | None
    shared_computer: bool
    session_hash: str
    stage: str
    last_seen: datetime
    proven_at: datetime
    permissions: frozenset[Permission]
    acting_for: str = ""
    low_data: bool = False
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def is_authenticated(self) -> bool:
        """Whether sign-in is finished, second factor included."""
        return self.stage == "full"

    def get_id(self) -> str:
        """Return the id that Flask-Login asks for."""
        return self.id


_ROLES = (
    sa.select(joined(RoleGrant.role))
    .where(
        RoleGrant.person_id == PersonSession.person_id,
        RoleGrant.valid_from <= sa.bindparam("now", type_=UtcDateTime),
        sa.or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until > sa.bindparam("now", type_=UtcDateTime)),
    )
    .scalar_subquery()
)
_FOR = aliased(Agency)
"""The agency that a coordinator acts for under a mandate that is in force: it takes the place of the own one."""
_SESSION = Straight(
    sa.select(
        Person.id,
        Person.public_id,
        Person.name,
        Person.rank,
        PersonSession.role,
        _ROLES.label("roles"),
        Person.agency_id,
        Agency.path,
        Agency.name.label("agency_name"),
        Person.locale,
        Agency.low_data,
        Person.identity_confirmed_at,
        PersonSession.shared_computer,
        PersonSession.stage,
        PersonSession.created_at,
        PersonSession.last_seen,
        PersonSession.proven_at,
        _FOR.id.label("for_id"),
        _FOR.path.label("for_path"),
        _FOR.name.label("for_name"),
    )
    .join_from(PersonSession, Person, Person.id == PersonSession.person_id)
    .join(Agency, Agency.id == Person.agency_id)
    .outerjoin(
        Mandate,
        sa.and_(
            Mandate.id == PersonSession.mandate_id,
            Mandate.person_id == Person.id,
            PersonSession.role == "coordinator",
            Mandate.ended_at.is_(None),
            Mandate.last_day >= sa.bindparam("today", type_=sa.Date),
        ),
    )
    .outerjoin(_FOR, _FOR.id == Mandate.agency_id)
    .where(
        PersonSession.token_hash == sa.bindparam("token_hash"),
        PersonSession.ended_at.is_(None),
        Person.state == "active",
        ~sa.exists().where(AccountLock.person_id == Person.id),
    )
)


def hash_of(token: str) -> str:
    """Return the key under which a session token is stored."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def person_of(connection: sa.Connection, token: str, now: datetime) -> SignedInPerson | None:
    """Return who is signed in with `token`, or None: unknown, ended, idle too long, too old, left, role withdrawn."""
    key = hash_of(token)
    row = _SESSION.one_or_none(connection, {"token_hash": key, "now": now, "today": now.date()})
    if row is None:
        return None
    roles = tuple(sorted((row.roles or "").split(",")))
    if row.role not in roles or has_lapsed(row, now):
        return None
    return SignedInPerson(
        id=row.id,
        public_id=row.public_id,
        name=row.name,
        rank=row.rank,
        role=row.role,
        roles=roles,
        agency_id=row.for_id or row.agency_id,
        agency_path=row.for_path or row.path,
        agency_name=row.for_name or row.agency_name,
        locale=row.locale,
        identity_confirmed_at=row.identity_confirmed_at,
        shared_computer=row.shared_computer,
        session_hash=key,
        stage=row.stage,
        last_seen=row.last_seen,
        proven_at=row.proven_at,
        permissions=permissions_of(row.role, row.stage),
        acting_for=row.for_name or "",
        low_data=bool(row.low_data),
    )


def has_lapsed(session: sa.Row[tuple[object, ...]], now: datetime) -> bool:
    """Whether a session is idle too long or too old: 30 min and 12 h for staff, 1 h and 24 h for officers."""
    staff = session.role in STAFF_ROLES
    idle, whole = (STAFF_IDLE, STAFF_WHOLE) if staff else (OFFICER_IDLE, OFFICER_WHOLE)
    if session.shared_computer:
        idle = min(idle, SHARED_IDLE)
    if session.stage != "full":
        whole = UNFINISHED_WHOLE
    return now - session.last_seen > idle or now - session.created_at > whole
