"""Reads of reminders: which credentials end soon and were not yet reminded of, and which reminders went out."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from app.accreditation.domain.renewal import REMINDERS
from app.accreditation.models import Credential, CredentialReminder

_SENT = sa.select(CredentialReminder.days).where(CredentialReminder.credential_id == sa.bindparam("credential_id"))
_NEAREST = sa.case(
    *((Credential.valid_until <= sa.bindparam(f"in_{days}", type_=sa.Date), days) for days in sorted(REMINDERS)[:-1]),
    else_=max(REMINDERS),
)
_LATER = sa.orm.aliased(Credential)
_ENDING = (
    sa.select(Credential.id)
    .where(
        Credential.valid_until.between(sa.bindparam("today", type_=sa.Date), sa.bindparam("last", type_=sa.Date)),
        Credential.id > sa.bindparam("after"),
        ~sa.exists().where(CredentialReminder.credential_id == Credential.id, CredentialReminder.days == _NEAREST),
        ~sa.exists().where(
            _LATER.person_id == Credential.person_id,
            _LATER.scheme == Credential.scheme,
            sa.or_(_LATER.cycle > Credential.cycle, _LATER.follows_id == Credential.id),
        ),
    )
    .order_by(Credential.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def reminders_sent(connection: sa.Connection, credential_id: str) -> frozenset[int]:
    """Return of which days before the end the holder was reminded."""
    return frozenset(connection.scalars(_SENT, {"credential_id": credential_id}))


def credentials_ending(connection: sa.Connection, today: date, after: str, most: int) -> tuple[str, ...]:
    """Return the ids, in order and after `after`, of credentials that end soon and that nothing follows."""
    days = {f"in_{days}": today + timedelta(days=days) for days in sorted(REMINDERS)[:-1]}
    last = today + timedelta(days=max(REMINDERS))
    return tuple(connection.scalars(_ENDING, {**days, "today": today, "last": last, "after": after, "most": most}))
