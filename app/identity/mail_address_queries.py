"""Reads of a person's own e-mail address: the one in use, and the one that waits for its code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.identity.domain.mail_addresses import shown_part
from app.identity.models import MailAddress, Person, UnreachableMail

_OWN = (
    sa.select(Person.email, MailAddress.confirmed_at, MailAddress.waiting, UnreachableMail.since, MailAddress.proposed)
    .join(MailAddress, MailAddress.person_id == Person.id, isouter=True)
    .join(UnreachableMail, UnreachableMail.person_id == Person.id, isouter=True)
    .where(Person.id == sa.bindparam("person_id"))
)


@dataclass(frozen=True, slots=True)
class OwnMail:
    """Addresses as they are shown to their owner, in part: the one in use and the one whose code is owed.

    `confirmed_at` is None for an address that was entered when the account was made; `unreachable` since when letters
    to the one in use do not arrive. `proposed` is whole: somebody else entered it, and its owner says if it is right.
    """

    used: str | None
    confirmed_at: datetime | None
    waiting: str | None
    unreachable: datetime | None
    proposed: str | None


def own_mail(connection: sa.Connection, person_id: str) -> OwnMail:
    """Return how somebody's address stands."""
    row = connection.execute(_OWN, {"person_id": person_id}).one()
    used, waiting = (shown_part(one) if one else None for one in (row.email, row.waiting))
    return OwnMail(used, row.confirmed_at, waiting, row.since, row.proposed)
