"""What a coordinator does with the officers of the own subtree: add, invite, confirm who they are (X1, A25)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring, folded
from app.foundation.db import UtcDateTime
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.facts import IdentityConfirmed
from app.identity.models import Person
from app.identity.services.actor import Actor, of_person
from app.identity.services.letting_in import place_let_in_code
from app.identity.services.people import NewPerson, place_person, place_role, sign_in_name_taken

DOCUMENTS = {
    "passport": N_("Passport"),
    "national_card": N_("National identity card"),
    "service_card": N_("Police service card"),
}
"""The identity documents that a coordinator may have seen; the key is kept in the log, never the document's number."""

_ADDED = sa.select(Person.id).where(Person.public_id == sa.bindparam("public_id"))
_CONFIRM = (
    sa.update(Person)
    .where(Person.id == sa.bindparam("person"), Person.identity_confirmed_at.is_(None), Person.state == "active")
    .values(
        identity_confirmed_at=sa.bindparam("now", type_=UtcDateTime), identity_confirmed_by=sa.bindparam("confirmer")
    )
)


class OwnIdentity(Refusal):
    """Nobody confirms their own identity."""

    code = "own_identity"
    message = N_("You cannot confirm your own identity. Another coordinator has to see you and your document.")


@dataclass(frozen=True, slots=True)
class Invited:
    """An officer just added: the name to sign in with and the code that is shown this once."""

    person_id: str
    sign_in_name: str
    code: str


def add_officer(unit: Unit, keyring: Keyring, new: NewPerson, actor: Actor) -> Invited | None:
    """Add an officer with a first code to set a password; None when the same form was sent before.

    An empty sign-in name is made from the name. Raises `SignInNameTaken`, `ServiceNumberTaken`.
    """
    if unit.connection.scalar(_ADDED, {"public_id": new.public_id}):
        return None
    name = new.sign_in_name or suggested_name(unit.connection, keyring, new.name)
    person_id = place_person(unit, keyring, replace(new, sign_in_name=name))
    place_role(unit, person_id, "officer")
    code = place_let_in_code(unit, keyring, person_id)
    subject = of_person(person_id)
    record(unit, AuditTag.PERSON_ADDED, actor=actor.id, role=actor.role, subject=subject, granted="officer")
    return Invited(person_id, name, code)


def suggested_name(connection: sa.Connection, keyring: Keyring, name: str) -> str:
    """Return a free sign-in name: first initial, full stop, last word; with the lowest free number where it is taken.

    A name without Latin letters gives `officer`, numbered.
    """
    words = re.findall(r"[a-z]+", folded(name))
    stem = f"{words[0][0]}.{words[-1]}" if len(words) > 1 else "".join(words) or "officer"
    number, found = 1, stem[:40]
    while sign_in_name_taken(connection, keyring, found):
        number += 1
        found = f"{stem[:40]}{number}"
    return found


def confirm_identity(unit: Unit, person_id: str, document: str, actor: Actor) -> bool:
    """Note that the coordinator saw the person and the document together; False when it was confirmed before.

    `document` is a key of `DOCUMENTS`. Raises `OwnIdentity`.
    """
    if person_id == actor.id:
        raise OwnIdentity
    values = {"person": person_id, "now": unit.now, "confirmer": actor.id}
    if unit.connection.execute(_CONFIRM, values).rowcount == 0:
        return False
    subject = of_person(person_id)
    record(unit, AuditTag.IDENTITY_CONFIRMED, actor=actor.id, role=actor.role, subject=subject, document=document)
    unit.announce(IdentityConfirmed(person_id))
    return True
