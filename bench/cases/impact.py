"""A partner's page: everything that the support has come to, of a quarter and up to now."""

from __future__ import annotations

import sqlalchemy as sa

from app.foundation.transaction import Unit
from app.identity.services.browser_sessions import open_session
from bench.case import CannotMeasure, Goal, ServedCase, Turn
from bench.house import House
from bench.wire import Visitor, Wire, get

_PARTNER = sa.text("SELECT person_id FROM role_grant WHERE role = 'partner' AND valid_until IS NULL LIMIT 1")
_partners: dict[str, Visitor] = {}
"""Session of a visitor of the crowd, who are officers → the partner who asks in their place."""


def prepare(_wire: Wire, house: House, visitor: Visitor) -> None:
    """Sign the demonstration's partner in once for each visitor."""
    database, keyring = house.works.database, house.works.keyring
    with database.reading() as connection:
        partner = str(connection.scalar(_PARTNER))

    def sign_in(unit: Unit) -> str:
        return open_session(unit, partner, role="partner", stage="full", shared=False, device="")

    token = database.write(sign_in)
    _partners[visitor.session] = Visitor(token, keyring.request_token(token))


def unit(wire: Wire, _house: House, visitor: Visitor, _turn: Turn) -> None:
    """Open the page."""
    if "By country" not in get(wire, "/insight", _partners[visitor.session]).text:
        raise CannotMeasure("the partner's page shows no countries")


CASE = ServedCase(
    "impact", "a partner's page", (Goal("times", 4), Goal("value", 10)), unit, slice(0, 8), prepare=prepare
)
