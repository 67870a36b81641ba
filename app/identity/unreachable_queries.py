"""Reads of addresses at which letters do not arrive: whose, since when, how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.foundation.db import UtcDateTime
from app.identity.models import Person, UnreachableMail

_ADDRESSES = sa.select(Person.id, Person.email).where(Person.email.is_not(None), Person.state == "active")
_SINCE = sa.select(UnreachableMail.since).where(UnreachableMail.person_id == sa.bindparam("person_id"))
_DAY = UnreachableMail.since >= sa.bindparam("day", type_=UtcDateTime)
_COUNTS = (
    sa.select(sa.func.count(), sa.func.count(sa.case((_DAY, 1))))
    .join(Person, Person.id == UnreachableMail.person_id)
    .where(Person.state == "active")
)


def at_address(connection: sa.Connection, address: str) -> Iterator[str]:
    """Give the id of each person with this address, however its letters are written.

    Addresses are sealed under a fresh nonce each, so all are opened and compared: for the rare case only.
    """
    wanted = address.strip().casefold()
    rows = connection.execute(_ADDRESSES).all()
    return (row.id for row in rows if row.email.casefold() == wanted)


def unreachable_since(connection: sa.Connection, person_id: str) -> datetime | None:
    """Return since when letters to somebody do not arrive; None where nothing is known of that."""
    return connection.scalar(_SINCE, {"person_id": person_id})


def unreachable_counts(connection: sa.Connection, now: datetime) -> tuple[int, int]:
    """Return at how many people's addresses letters do not arrive, and how many of them since yesterday."""
    row = connection.execute(_COUNTS, {"day": now - timedelta(days=1)}).one()
    return row[0], row[1]
