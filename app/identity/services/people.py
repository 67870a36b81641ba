"""Agencies, people and roles: added, changed, ended. The demonstration and the command line use these too."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.db import UtcDateTime
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.domain.cover import NONE
from app.identity.hashes import sign_in_columns
from app.identity.models import Agency, Person, PersonNameToken, RoleGrant
from app.identity.queries import NAME, NUMBER, SIGNS_IN_AS, name_words
from app.identity.services.actor import SYSTEM, Actor, of_person
from app.identity.services.second_factor import place_totp

_NAME_TAKEN = sa.select(sa.exists().where(SIGNS_IN_AS))
_NUMBER_TAKEN = sa.select(
    sa.exists().where(
        Person.service_hash.in_(sa.bindparam("numbers", expanding=True)),
        Person.agency_id == sa.bindparam("agency_id"),
        Person.state == "active",
    )
)
_LOCK_PERSON = sa.select(Person.id).where(Person.id == sa.bindparam("person_id")).with_for_update()
_OPEN_ROLES = sa.select(RoleGrant.role).where(
    RoleGrant.person_id == sa.bindparam("person_id"),
    sa.or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until > sa.bindparam("now", type_=UtcDateTime)),
)
_END_ROLE = (
    sa.update(RoleGrant)
    .where(
        RoleGrant.person_id == sa.bindparam("person"),
        RoleGrant.role == sa.bindparam("ended_role"),
        RoleGrant.valid_until.is_(None),
    )
    .values(valid_until=sa.bindparam("now", type_=UtcDateTime))
)


class SignInNameTaken(Refusal):
    """Two people cannot sign in with one name."""

    code = "sign_in_name_taken"
    message = N_("Somebody signs in with this name already. Choose another.")


class ServiceNumberTaken(Refusal):
    """Two people of one agency cannot have one service number."""

    code = "service_number_taken"
    message = N_("Somebody of this agency has this service number already.")


class PartnerStandsAlone(Refusal):
    """A partner holds no other role, and nobody else becomes a partner beside it (P8, X6)."""

    code = "partner_stands_alone"
    message = N_("A person with the partner role holds no other role. End the one before you grant the other.")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is entered of a person who is added; names as on the identity document."""

    agency_id: str
    sign_in_name: str
    name: str
    name_original: str | None = None
    rank: str = ""
    service_number: str | None = None
    email: str | None = None
    locale: str = "en"
    demo: bool = False
    public_id: str | None = None


def add_agency(
    unit: Unit, *, name: str, country: str, kind: str = "police", parent_id: str | None = None, actor: Actor = SYSTEM
) -> str:
    """Add an agency under `parent_id`, or as a root, and return its id. `country` is an ISO 3166 code of two letters.

    Raises `NotFound` where there is no such parent.
    """
    agency_id = new_id()
    above = unit.session.get(Agency, parent_id) if parent_id else None
    if parent_id and above is None:
        raise NotFound
    agency = Agency(
        id=agency_id,
        public_id=new_public_id(),
        parent_id=parent_id,
        path=f"{above.path if above else '/'}{agency_id}/",
        name=name,
        country=country,
        kind=kind,
        low_data=above.low_data if above else None,
    )
    unit.session.add(agency)
    unit.session.flush()
    record(unit, AuditTag.AGENCY_ADDED, actor=actor.id, role=actor.role, subject=f"agency:{agency_id}", kind=kind)
    return agency_id


def add_person(unit: Unit, keyring: Keyring, new: NewPerson, actor: Actor = SYSTEM) -> str:
    """Add a person without role or password and return their id. Raises `SignInNameTaken`, `ServiceNumberTaken`."""
    person_id = place_person(unit, keyring, new)
    record(unit, AuditTag.PERSON_ADDED, actor=actor.id, role=actor.role, subject=of_person(person_id))
    return person_id


def place_person(unit: Unit, keyring: Keyring, new: NewPerson) -> str:
    """Store a new person and the search words of their name, without an entry in the log; see `add_person`."""
    _refuse_taken(unit, keyring, new)
    person_id = new_id()
    person = Person(
        id=person_id,
        public_id=new.public_id or new_public_id(),
        agency_id=new.agency_id,
        sign_in_name=new.sign_in_name,
        **sign_in_columns(keyring, person_id, new.sign_in_name),
        service_number=new.service_number,
        service_hash=keyring.search_hash(NUMBER, new.service_number) if new.service_number else None,
        name=new.name,
        name_original=new.name_original,
        cover=NONE,
        rank=new.rank,
        email=new.email,
        locale=new.locale,
        demo=new.demo,
        created_at=unit.now,
    )
    unit.session.add(person)
    unit.session.flush()
    words = name_words(keyring, new.name, new.name_original)
    unit.session.add_all(PersonNameToken(person_id=person_id, token=word) for word in words)
    unit.session.flush()
    return person_id


def _refuse_taken(unit: Unit, keyring: Keyring, new: NewPerson) -> None:
    if sign_in_name_taken(unit.connection, keyring, new.sign_in_name):
        raise SignInNameTaken
    if not new.service_number:
        return
    values = {"numbers": keyring.search_hashes(NUMBER, new.service_number), "agency_id": new.agency_id}
    if unit.connection.scalar(_NUMBER_TAKEN, values):
        raise ServiceNumberTaken


def sign_in_name_taken(connection: sa.Connection, keyring: Keyring, sign_in_name: str) -> bool:
    """Whether somebody signs in with this name."""
    return bool(connection.scalar(_NAME_TAKEN, {"names": keyring.search_hashes(NAME, sign_in_name)}))


def set_totp(unit: Unit, person_id: str, secret: str, actor: Actor = SYSTEM) -> None:
    """Set a second factor without its code, as the demonstration does; `secret` in base 32."""
    place_totp(unit, person_id, secret)
    record(unit, AuditTag.SECOND_FACTOR_SET, actor=actor.id, role=actor.role, subject=of_person(person_id))


def grant_role(unit: Unit, person_id: str, role: str, scope: str = "", actor: Actor = SYSTEM) -> None:
    """Grant a role from now on; one that is held already stays as it is. Raises `PartnerStandsAlone`, `NotFound`."""
    if place_role(unit, person_id, role, scope):
        subject = of_person(person_id)
        record(unit, AuditTag.ROLE_GRANTED, actor=actor.id, role=actor.role, subject=subject, granted=role, scope=scope)


def place_role(unit: Unit, person_id: str, role: str, scope: str = "") -> bool:
    """Grant a role without an entry in the log; False when it is held already. See `grant_role`."""
    if unit.connection.scalar(_LOCK_PERSON, {"person_id": person_id}) is None:
        raise NotFound
    held = set(unit.connection.scalars(_OPEN_ROLES, {"person_id": person_id, "now": unit.now}))
    if role in held:
        return False
    if held and "partner" in held | {role}:
        raise PartnerStandsAlone
    unit.session.add(RoleGrant(id=new_id(), person_id=person_id, role=role, scope=scope, valid_from=unit.now))
    unit.session.flush()
    return True


def end_role(unit: Unit, person_id: str, role: str, actor: Actor = SYSTEM) -> bool:
    """End a role now; False when it is not held."""
    values = {"person": person_id, "ended_role": role, "now": unit.now}
    ended = unit.connection.execute(_END_ROLE, values).rowcount == 1
    if ended:
        subject = of_person(person_id)
        record(unit, AuditTag.ROLE_ENDED, actor=actor.id, role=actor.role, subject=subject, ended=role)
    return ended
