"""The first account of an instance and those of staff: a person added with roles and a code for the first sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.models import Person
from app.identity.queries import NAME, SIGNS_IN_AS
from app.identity.services.actor import SYSTEM, Actor, of_person
from app.identity.services.coordinating import Invited, suggested_name
from app.identity.services.letting_in import never_opened, place_let_in_code
from app.identity.services.people import NewPerson, add_person, grant_role

_NAMED = sa.select(Person.id).where(SIGNS_IN_AS, Person.state == "active")


class NobodyNamedSo(Refusal):
    """No active account has this sign-in name."""

    code = "nobody_named_so"
    message = N_("Nobody signs in with this name.")


class AlreadyOpened(Refusal):
    """The account has a password: a first code would be a way around it."""

    code = "already_opened"
    message = N_("This account was opened already. A first code is for accounts without a password.")


def invite(
    unit: Unit, keyring: Keyring, new: NewPerson, roles: Sequence[str], scope: str = "", actor: Actor = SYSTEM
) -> Invited:
    """Add a person with their roles and a code for the first sign-in, which is shown now and never again.

    Staff set up their second factor at that sign-in. `scope` says whose courses a partner sees. An empty sign-in name
    is made from the name. Raises `SignInNameTaken`, `ServiceNumberTaken`, `PartnerStandsAlone`.
    """
    name = new.sign_in_name or suggested_name(unit.connection, keyring, new.name)
    person_id = add_person(unit, keyring, replace(new, sign_in_name=name), actor)
    for role in roles:
        grant_role(unit, person_id, role, scope if role == "partner" else "", actor)
    return Invited(person_id, name, _code(unit, keyring, person_id, actor))


def new_first_code(unit: Unit, keyring: Keyring, sign_in_name: str, actor: Actor = SYSTEM) -> Invited:
    """Replace the first code of somebody who has not signed in yet. Raises `NobodyNamedSo`, `AlreadyOpened`."""
    person_id = person_named(unit, keyring, sign_in_name)
    if not never_opened(unit, person_id):
        raise AlreadyOpened
    return Invited(person_id, sign_in_name, _code(unit, keyring, person_id, actor))


def person_named(unit: Unit, keyring: Keyring, sign_in_name: str) -> str:
    """Return the id of who signs in with this name. Raises `NobodyNamedSo`."""
    person_id = unit.connection.scalar(_NAMED, {"names": keyring.search_hashes(NAME, sign_in_name)})
    if person_id is None:
        raise NobodyNamedSo
    return person_id


def _code(unit: Unit, keyring: Keyring, person_id: str, actor: Actor) -> str:
    code = place_let_in_code(unit, keyring, person_id)
    tag, subject = AuditTag.LET_BACK_IN_CODE_MADE, of_person(person_id)
    record(unit, tag, actor=actor.id, role=actor.role, subject=subject, first=True)
    return code
