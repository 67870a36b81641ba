"""The names of the trainers who wrote and reviewed: colleagues see each other's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from app.identity.queries import person_cards


def names_of(connection: sa.Connection, person_ids: Iterable[str | None]) -> Mapping[str, str]:
    """Return id → name; an id that is nobody's is left out."""
    cards = person_cards(connection, [one for one in person_ids if one])
    return {person_id: card.name for person_id, card in cards.items()}
