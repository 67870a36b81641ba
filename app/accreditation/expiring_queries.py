"""Which credentials of the officers of a subtree end: what nothing follows and nobody withdrew, soonest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from app.accreditation.models import Credential, CredentialEvent
from app.identity.queries import OFFICERS_OF_SUBTREE, within

_WITHIN = OFFICERS_OF_SUBTREE.subquery()
_LATER = sa.orm.aliased(Credential)
_NEWEST_EVENT = (
    sa.select(CredentialEvent.kind)
    .where(CredentialEvent.credential_id == Credential.id)
    .order_by(CredentialEvent.position.desc())
    .limit(1)
    .correlate(Credential)
    .scalar_subquery()
)
_CURRENT = (
    sa.select(
        Credential.id,
        Credential.number,
        Credential.person_id,
        Credential.scheme,
        Credential.title,
        Credential.valid_until,
        _NEWEST_EVENT.label("newest"),
    )
    .join(_WITHIN, _WITHIN.c.id == Credential.person_id)
    .where(
        _NEWEST_EVENT.not_in(("withdrawn", "superseded")),
        ~sa.exists().where(
            _LATER.person_id == Credential.person_id,
            _LATER.scheme == Credential.scheme,
            sa.or_(_LATER.cycle > Credential.cycle, _LATER.follows_id == Credential.id),
        ),
    )
    .order_by(Credential.valid_until, Credential.id)
)
_ENDING = _CURRENT.where(
    Credential.valid_until.between(sa.bindparam("first", type_=sa.Date), sa.bindparam("last", type_=sa.Date))
)
_THESE = _CURRENT.where(Credential.number.in_(sa.bindparam("numbers", expanding=True)))


@dataclass(frozen=True, slots=True)
class EndingCredential:
    """A credential of an officer of the subtree, with its last day; `suspended` while a suspension stands."""

    id: str
    number: str
    person_id: str
    scheme: str
    title: str
    valid_until: date
    suspended: bool


def credentials_of_subtree_ending(
    connection: sa.Connection, agency_path: str, now: datetime, first: date, last: date
) -> tuple[EndingCredential, ...]:
    """Return what ends from `first` to `last`, the soonest before the others (X1)."""
    values = {**within(agency_path, now), "first": first, "last": last}
    return tuple(_ending(row) for row in connection.execute(_ENDING, values))


def credentials_of_subtree(
    connection: sa.Connection, agency_path: str, now: datetime, numbers: Iterable[str]
) -> tuple[EndingCredential, ...]:
    """Return those of these numbers that officers of the subtree hold; others are as if there were none (X1)."""
    values = {**within(agency_path, now), "numbers": sorted(set(numbers))}
    return tuple(_ending(row) for row in connection.execute(_THESE, values))


def _ending(row: Any) -> EndingCredential:
    return EndingCredential(
        row.id, row.number, row.person_id, row.scheme, row.title, row.valid_until, row.newest == "suspended"
    )
