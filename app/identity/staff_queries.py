"""Who holds a role now, for those who share work out among colleagues."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.identity.models import Person, RoleGrant
from app.identity.queries import IN_FORCE, shown_values

_IN_ROLE = (
    sa.select(Person.id, Person.public_id, Person.name, Person.cover)
    .join(RoleGrant, RoleGrant.person_id == Person.id)
    .where(RoleGrant.role == sa.bindparam("role"), IN_FORCE, Person.state == "active")
    .distinct()
    .order_by(Person.id)
    .limit(200)
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person who holds the role."""

    id: str
    public_id: str
    name: str


def people_in_role(connection: sa.Connection, role: str, now: datetime) -> tuple[Colleague, ...]:
    """Return up to 200 people who serve and hold the role now."""
    found = connection.execute(_IN_ROLE, {"role": role, "now": now})
    return tuple(Colleague(**shown_values(row)) for row in found)
