"""The public page of a certificate: what a stranger is told of a number."""

from __future__ import annotations

import sqlalchemy as sa

from bench.case import CannotMeasure, Goal, ServedCase, Turn
from bench.house import House
from bench.wire import Visitor, Wire, get

_ANY = sa.text("SELECT number FROM credential ORDER BY number LIMIT 1")
_numbers: dict[str, str] = {}


def find_number(wire: Wire, house: House, visitor: Visitor) -> None:
    """Find the number that is asked for again and again."""
    with house.works.database.reading() as connection:
        number = connection.scalar(_ANY)
    if number is None:
        raise CannotMeasure("the demonstration holds no credential")
    _numbers[house.database] = number


def look(wire: Wire, house: House, visitor: Visitor, turn: Turn) -> None:
    """Open the page of the number, signed in or not: it is the same page."""
    get(wire, f"/verify/{_numbers[house.database]}")


CASE = ServedCase(
    name="verify",
    does="public page of a certificate",
    goals=(Goal("times", 3.0), Goal("statements", 4)),
    unit=look,
    visitors=slice(0, 32),
    prepare=find_number,
)
