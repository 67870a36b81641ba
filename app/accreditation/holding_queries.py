"""Reads about all holders at once: how many of those who were certified hold nothing in force on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import sqlalchemy as sa

from app.accreditation.models import Credential, CredentialEvent
from app.accreditation.queries import schemes_in_force
from app.foundation.db import UtcDateTime

_BEFORE = sa.bindparam("before", type_=UtcDateTime)
_ENDED = sa.orm.aliased(CredentialEvent)
_SUSPENDED = sa.orm.aliased(CredentialEvent)
_LATER = sa.orm.aliased(CredentialEvent)
_IS_ENDED = sa.exists().where(
    _ENDED.credential_id == Credential.id, _ENDED.kind.in_(("withdrawn", "superseded")), _ENDED.at < _BEFORE
)
_IS_SUSPENDED = sa.exists().where(
    _SUSPENDED.credential_id == Credential.id,
    _SUSPENDED.kind == "suspended",
    _SUSPENDED.at < _BEFORE,
    ~sa.exists().where(
        _LATER.credential_id == Credential.id,
        _LATER.kind == "reinstated",
        _LATER.position > _SUSPENDED.position,
        _LATER.at < _BEFORE,
    ),
)
_IN_FORCE = sa.and_(Credential.valid_until >= sa.bindparam("day"), ~_IS_ENDED, ~_IS_SUSPENDED)
_PERSON = sa.table("person", sa.column("id", sa.String), sa.column("agency_id", sa.String))
_AGENCY = sa.table("agency", sa.column("id", sa.String), sa.column("country", sa.String))
_HOLDERS = (
    sa.select(
        Credential.person_id,
        _AGENCY.c.country,
        Credential.scheme,
        sa.func.max(sa.case((_IN_FORCE, 1), else_=0)).label("in_force"),
    )
    .join(_PERSON, _PERSON.c.id == Credential.person_id)
    .join(_AGENCY, _AGENCY.c.id == _PERSON.c.agency_id)
    .where(Credential.origin == "granted", Credential.created_at < _BEFORE)
    .group_by(Credential.person_id, _AGENCY.c.country, Credential.scheme)
)


def ended_holders(connection: sa.Connection, day: date) -> Mapping[str, Mapping[str, int]]:
    """Return course → country → officers certified by this register who hold nothing in force for it on `day`.

    Expired, withdrawn, suspended and replaced credentials are not in force; a renewed one is, under its new number.
    """
    before = datetime.combine(day + timedelta(days=1), time.min, UTC)
    courses = {found.scheme.key: found.scheme.courses for found in schemes_in_force(connection)}
    holding: dict[tuple[str, str, str], bool] = {}
    for row in connection.execute(_HOLDERS, {"day": day, "before": before}):
        for course in courses.get(row.scheme, ()):
            key = (course, row.country, row.person_id)
            holding[key] = holding.get(key, False) or bool(row.in_force)
    ended: dict[str, dict[str, int]] = {}
    for (course, country, _), in_force in holding.items():
        if not in_force:
            column = ended.setdefault(course, {})
            column[country] = column.get(country, 0) + 1
    return ended
