"""Where letters go: a person's own address, and those of who coordinates their agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.identity.models import Agency, Person, RoleGrant, UnreachableMail
from app.identity.queries import IN_FORCE

_COLUMNS = (Person.id, Person.email, Person.locale)
_ARRIVES = ~sa.exists().where(UnreachableMail.person_id == Person.id)
_REACHED = (Person.email.is_not(None), Person.state == "active", _ARRIVES)
_OWN = sa.select(*_COLUMNS).where(Person.id == sa.bindparam("person_id"), *_REACHED)
_ABOVE, _HOLDER, _ITS = aliased(Agency), aliased(Person), aliased(Agency)
_COORDINATORS = (
    sa.select(*_COLUMNS)
    .join(RoleGrant, RoleGrant.person_id == Person.id)
    .join(_ABOVE, _ABOVE.id == Person.agency_id)
    .where(
        RoleGrant.role == "coordinator",
        IN_FORCE,
        Person.state == "active",
        Person.id != sa.bindparam("person_id"),
        sa.exists().where(
            _HOLDER.id == sa.bindparam("person_id"),
            _ITS.id == _HOLDER.agency_id,
            sa.func.substr(_ITS.path, 1, sa.func.length(_ABOVE.path)) == _ABOVE.path,
        ),
    )
    .order_by(Person.id)
)
_REACHED_COORDINATORS = _COORDINATORS.where(Person.email.is_not(None), _ARRIVES)


@dataclass(frozen=True, slots=True)
class LetterAddress:
    """A person who can be written to, and in which language."""

    person_id: str
    email: str
    locale: str


def own_address(connection: sa.Connection, person_id: str) -> LetterAddress | None:
    """Return where the person can be written to; None for who left or has no address that they arrive at."""
    row = connection.execute(_OWN, {"person_id": person_id}).one_or_none()
    return None if row is None else LetterAddress(row.id, row.email, row.locale)


def coordinators_addresses(connection: sa.Connection, person_id: str, now: datetime) -> tuple[LetterAddress, ...]:
    """Return where the coordinators of the person's agency, and of those above it, can be written to."""
    rows = connection.execute(_REACHED_COORDINATORS, {"person_id": person_id, "now": now})
    return tuple(LetterAddress(row.id, row.email, row.locale) for row in rows)


def coordinators_of(connection: sa.Connection, person_id: str, now: datetime) -> tuple[str, ...]:
    """Return the ids of the coordinators of the person's agency, and of those above it, with an address or without."""
    return tuple(row.id for row in connection.execute(_COORDINATORS, {"person_id": person_id, "now": now}))
