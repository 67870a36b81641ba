"""Reads of agencies for the command line, which stands outside every subtree."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.identity.models import Agency

MOST = 200


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency: its id inside and outside, its name, its country (ISO 3166) and its kind."""

    id: str
    public_id: str
    name: str
    country: str
    kind: str


_ROWS = sa.select(Agency.id, Agency.public_id, Agency.name, Agency.country, Agency.kind).order_by(Agency.path)
ALL = _ROWS.limit(MOST)
CALLED = _ROWS.where(sa.or_(Agency.name == sa.bindparam("text"), Agency.public_id == sa.bindparam("text")))


def all_agencies(connection: sa.Connection) -> tuple[AgencyRow, ...]:
    """Return up to 200 agencies, each after the one it belongs to."""
    return tuple(AgencyRow(*row) for row in connection.execute(ALL))


def agencies_called(connection: sa.Connection, text: str) -> tuple[AgencyRow, ...]:
    """Return the agencies whose name or public id is `text`."""
    return tuple(AgencyRow(*row) for row in connection.execute(CALLED, {"text": text}))
