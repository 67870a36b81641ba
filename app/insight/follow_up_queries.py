"""Reads about follow-ups and quotes: an officer's own, those to be asked, those before staff and partners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.insight.models import FollowUp, OfficerQuote

_OWN = (
    sa.select(
        FollowUp.public_id, FollowUp.course, FollowUp.months, FollowUp.state, OfficerQuote.text,
        OfficerQuote.state.label("quote_state"),
    )
    .join(OfficerQuote, OfficerQuote.follow_up_id == FollowUp.id, isouter=True)
    .where(FollowUp.person_id == sa.bindparam("person_id"), FollowUp.state != "due")
    .order_by(FollowUp.ask_at.desc())
)  # fmt: skip
_ONE = _OWN.where(FollowUp.public_id == sa.bindparam("public_id"))
_DUE = (
    sa.select(FollowUp.public_id)
    .where(FollowUp.state == "due", FollowUp.ask_at <= sa.bindparam("now"))
    .order_by(FollowUp.ask_at)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_QUOTES = (
    sa.select(OfficerQuote.public_id, FollowUp.course, OfficerQuote.text, OfficerQuote.state)
    .join(FollowUp, FollowUp.id == OfficerQuote.follow_up_id)
    .order_by(OfficerQuote.public_id)
)
_BEFORE_STAFF = _QUOTES.where(OfficerQuote.state.in_(("offered", "shown")))
_SHOWN = _QUOTES.where(OfficerQuote.state == "shown", FollowUp.course.in_(sa.bindparam("courses", expanding=True)))


@dataclass(frozen=True, slots=True)
class OwnFollowUp:
    """A follow-up before its officer, with what they wrote for partners; an empty quote state where they did not."""

    public_id: str
    course: str
    months: int
    state: str
    text: str
    quote_state: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What an officer of a course says, without who it is."""

    public_id: str
    course: str
    text: str
    state: str


def own_follow_ups(connection: sa.Connection, person_id: str) -> tuple[OwnFollowUp, ...]:
    """Return what an officer was asked, the newest first."""
    return tuple(_own(row) for row in connection.execute(_OWN, {"person_id": person_id}))


def own_follow_up(connection: sa.Connection, person_id: str, public_id: str) -> OwnFollowUp | None:
    """Return one of an officer's own."""
    row = connection.execute(_ONE, {"person_id": person_id, "public_id": public_id}).one_or_none()
    return None if row is None else _own(row)


def follow_ups_due(connection: sa.Connection, now: datetime, most: int) -> tuple[str, ...]:
    """Return the public ids of follow-ups that are to be asked now."""
    return tuple(connection.execute(_DUE, {"now": now, "most": most}).scalars())


def quotes_before_staff(connection: sa.Connection) -> tuple[Quote, ...]:
    """Return the quotes that are offered or shown, in an order that tells nothing of when they came."""
    return tuple(Quote(*row) for row in connection.execute(_BEFORE_STAFF))


def quotes_shown(connection: sa.Connection, courses: list[str]) -> tuple[Quote, ...]:
    """Return the quotes that partners read of some courses."""
    return tuple(Quote(*row) for row in connection.execute(_SHOWN, {"courses": courses})) if courses else ()


def _own(row: Any) -> OwnFollowUp:
    return OwnFollowUp(row.public_id, row.course, row.months, row.state, row.text or "", row.quote_state or "")
