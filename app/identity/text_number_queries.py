"""Reads of the numbers for texts: somebody's own as it stands, and the one that texts may go to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.identity.domain.phone_numbers import shown_end
from app.identity.models import Person, TextNumber

_OWN = sa.select(TextNumber.number, TextNumber.confirmed_at).where(
    TextNumber.person_id == sa.bindparam("person_id"), TextNumber.number.is_not(None)
)
_REACHED = (
    sa.select(TextNumber.number, Person.locale)
    .join(Person, Person.id == TextNumber.person_id)
    .where(
        TextNumber.person_id == sa.bindparam("person_id"),
        TextNumber.number.is_not(None),
        TextNumber.confirmed_at.is_not(None),
        Person.state == "active",
    )
)


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number as it is shown to its owner: its end, and since when texts go there; None while the code is owed."""

    end: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TextAddress:
    """A number that texts may go to, and the language of its owner."""

    number: str
    locale: str


def own_number(connection: sa.Connection, person_id: str) -> OwnNumber | None:
    """Return how somebody's number stands; None without one."""
    row = connection.execute(_OWN, {"person_id": person_id}).one_or_none()
    return OwnNumber(shown_end(row.number), row.confirmed_at) if row else None


def text_address(connection: sa.Connection, person_id: str) -> TextAddress | None:
    """Return where texts to somebody go; None for who left, gave no number or has not confirmed it."""
    row = connection.execute(_REACHED, {"person_id": person_id}).one_or_none()
    return TextAddress(row.number, row.locale) if row else None
