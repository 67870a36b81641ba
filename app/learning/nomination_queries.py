"""Reads of nominations: those of an agency's officers, those before the programme, and the places that are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.identity.queries import AGENCIES_OF_SUBTREE, within_agencies
from app.learning.models import CourseQuota, Nomination

PAGE = 50
_COLUMNS = (
    Nomination.id,
    Nomination.public_id,
    Nomination.course,
    Nomination.person_id,
    Nomination.agency_id,
    Nomination.state,
    Nomination.reason,
    Nomination.nominated_by,
    Nomination.nominated_at,
    Nomination.approved_by,
    Nomination.decided_at,
    Nomination.answer,
)
_IN_SUBTREE = Nomination.agency_id.in_(AGENCIES_OF_SUBTREE)
_OF_AGENCY = (
    sa.select(*_COLUMNS)
    .where(_IN_SUBTREE, Nomination.state.in_(sa.bindparam("states", expanding=True)))
    .order_by(Nomination.id)
    .limit(PAGE + 1)
)
_ONE_OF_AGENCY = sa.select(*_COLUMNS).where(_IN_SUBTREE, Nomination.public_id == sa.bindparam("public_id"))
_ONE = sa.select(*_COLUMNS).where(Nomination.public_id == sa.bindparam("public_id"))
_APPROVED = sa.select(*_COLUMNS).where(Nomination.state == "approved").order_by(Nomination.id).limit(PAGE + 1)
_QUOTAS = sa.select(CourseQuota.course, CourseQuota.agency_id, CourseQuota.places).order_by(
    CourseQuota.course, CourseQuota.agency_id
)
_OPEN = ("nominated", "approved")


@dataclass(frozen=True, slots=True)
class NominationRecord:
    """A nomination and how far it is; `reason` says why the officer, `answer` why not."""

    id: str
    public_id: str
    course: str
    person_id: str
    agency_id: str
    state: str
    reason: str
    nominated_by: str
    nominated_at: datetime
    approved_by: str | None
    decided_at: datetime | None
    answer: str | None


@dataclass(frozen=True, slots=True)
class Quota:
    """The places of an agency, and those below it, on a course."""

    course: str
    agency_id: str
    places: int


def nominations_of(connection: sa.Connection, agency_path: str, *, ended: bool = False) -> tuple[NominationRecord, ...]:
    """Return up to 51 nominations of officers of the subtree: those under way, or those that came to an end (X1)."""
    states = ("accepted", "declined", "withdrawn") if ended else _OPEN
    values = {**within_agencies(agency_path), "states": states}
    return tuple(_read(row) for row in connection.execute(_OF_AGENCY, values))


def nomination_of(connection: sa.Connection, agency_path: str, public_id: str) -> NominationRecord | None:
    """Return a nomination, or None: unknown and of another agency look alike (X1)."""
    return _record(connection, _ONE_OF_AGENCY, {**within_agencies(agency_path), "public_id": public_id})


def nomination_by(connection: sa.Connection, public_id: str) -> NominationRecord | None:
    """Return a nomination of any agency, for the programme."""
    return _record(connection, _ONE, {"public_id": public_id})


def nominations_approved(connection: sa.Connection) -> tuple[NominationRecord, ...]:
    """Return up to 51 nominations that wait for the programme, oldest first."""
    return tuple(_read(row) for row in connection.execute(_APPROVED))


def quotas(connection: sa.Connection) -> tuple[Quota, ...]:
    """Return the places that were set, by course and agency."""
    return tuple(Quota(*row) for row in connection.execute(_QUOTAS))


def _record(connection: sa.Connection, statement: Any, values: dict[str, Any]) -> NominationRecord | None:
    row = connection.execute(statement, values).one_or_none()
    return None if row is None else _read(row)


def _read(row: Any) -> NominationRecord:
    return NominationRecord(*row)
