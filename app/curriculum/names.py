"""The names of the trainers who wrote and reviewed: colleagues see each other's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from app.identity.queries import person_card


def names_of(connection: sa.Connection, person_ids: Iterable[str | None]) -> Mapping[str, str]:
    """Return id → name; an id that is nobody's is left out."""
    cards = (person_card(connection, one) for one in sorted({one for one in person_ids if one}))
    return {card.id: card.name for card in cards if card}
