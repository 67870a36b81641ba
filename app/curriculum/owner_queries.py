"""Reads about the owners of a course: who they are, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.curriculum.models import Course, CourseOwner
from app.foundation.db import UtcDateTime
from app.identity.queries import person_cards

_SINCE = (
    sa.select(sa.func.coalesce(CourseOwner.since, Course.created_at, type_=UtcDateTime))
    .join(Course, Course.id == CourseOwner.course_id)
    .where(Course.key == sa.bindparam("course"), CourseOwner.person_id == sa.bindparam("person_id"))
)
_OWNERS = (
    sa.select(CourseOwner.person_id)
    .join(Course, Course.id == CourseOwner.course_id)
    .where(Course.key == sa.bindparam("course"))
)


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner as the others see them."""

    id: str
    public_id: str
    name: str
    agency_name: str


def owners(connection: sa.Connection, course: str) -> tuple[Owner, ...]:
    """Return the owners of a course by name."""
    cards = person_cards(connection, connection.scalars(_OWNERS, {"course": course}).all())
    found = (Owner(card.id, card.public_id, card.name, card.agency_name) for card in cards.values())
    return tuple(sorted(found, key=lambda one: (one.name, one.public_id)))


def owned_since(connection: sa.Connection, course: str, person_id: str) -> datetime | None:
    """Return since when somebody owns a course; None where they do not."""
    return connection.execute(_SINCE, {"course": course, "person_id": person_id}).scalar_one_or_none()
