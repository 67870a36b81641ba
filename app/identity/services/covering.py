"""A coordinator gives an officer a cover name, or takes it away; the log says that their page was open (X7)."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.identity.domain.cover import NONE, cover_of, padded
from app.identity.models import Person, PersonNameToken
from app.identity.queries import name_words
from app.identity.services.actor import Actor, of_person

_BARE = sa.select(Person.id).where(Person.cover.is_(None)).limit(sa.bindparam("most", type_=sa.Integer))


def cover(unit: Unit, keyring: Keyring, person_id: str, name: str, actor: Actor) -> None:
    """Set the cover name, or take it away where `name` is empty. Certificates made from now on do not name the officer.

    The search words of both names stand, so that the officer's own coordinators find them by either.
    """
    person = unit.session.get(Person, person_id)
    if person is None:
        raise NotFound
    if cover_of(person.cover) == name:
        return
    person.cover = padded(name, actor.id, unit.now)
    unit.session.execute(sa.delete(PersonNameToken).where(PersonNameToken.person_id == person_id))
    words = name_words(keyring, person.name, person.name_original, name or None)
    unit.session.add_all(PersonNameToken(person_id=person_id, token=word) for word in words)
    unit.session.flush()
    note_quietly(unit, person_id, actor)


def note_quietly(unit: Unit, person_id: str, actor: Actor) -> None:
    """Enter into the log no more than that the officer's page was open: operators read it, and are not to know (X7)."""
    subject = of_person(person_id)
    record(unit, AuditTag.PERSON_READ, actor=actor.id, role=actor.role, subject=subject, why="officer-page")


def pad_bare(unit: Unit, most: int = 1_000) -> int:
    """Store that they have no cover name for people of before, so that a column that is filled tells nothing."""
    people = unit.session.scalars(_BARE, {"most": most}).all()
    for person_id in people:
        unit.session.execute(sa.update(Person).where(Person.id == person_id).values(cover=NONE))
    return len(people)
