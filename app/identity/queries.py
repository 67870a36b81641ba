"""Reads of people: cards, the coordinator's list, accounts at sign-in, authenticators and sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.foundation.crypto import Keyring, folded
from app.foundation.db import UtcDateTime
from app.identity.domain.cover import change_of, cover_of, shown_name
from app.identity.models import Agency, Authenticator, Person, PersonNameToken, RoleGrant
from app.identity.policy import STAFF_ROLES, subtree_range

PAGE = 50
NAME, NUMBER, WORD = "person.sign_in_name", "person.service_number", "person.name_token"


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as the other parts know them; `covered` when others than the own coordinators read a cover name (X7)."""

    id: str
    public_id: str
    name: str
    name_original: str | None
    rank: str
    agency_name: str
    country: str
    agency_path: str
    identity_confirmed_at: datetime | None
    covered: bool = False

    @property
    def cover(self) -> str:
        """Return the cover name of a card that others than the own coordinators read; empty where there is none."""
        return self.name if self.covered else ""


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer in the coordinator's list."""

    id: str
    public_id: str
    name: str
    rank: str
    agency_name: str
    state: str
    identity_confirmed_at: datetime | None
    has_password: bool


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer as the own coordinator sees them; `staff` when another role is held too."""

    id: str
    public_id: str
    name: str
    name_original: str | None
    rank: str
    service_number: str | None
    sign_in_name: str
    agency_name: str
    state: str
    identity_confirmed_at: datetime | None
    identity_confirmed_by: str | None
    has_password: bool
    second_factor: bool
    staff: bool
    agency_id: str = ""


@dataclass(frozen=True, slots=True)
class AgencyChoice:
    """An agency of the own subtree."""

    id: str
    public_id: str
    name: str


_NOW = sa.bindparam("now", type_=UtcDateTime)
IN_FORCE = sa.and_(RoleGrant.valid_from <= _NOW, sa.or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until > _NOW))


def _held(role: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(RoleGrant.person_id == Person.id, role, IN_FORCE).correlate(Person)


def has_authenticator(kind: str) -> sa.ColumnElement[bool]:
    """Return whether the person of a row has a confirmed authenticator of this kind."""
    other = aliased(Authenticator)
    found = sa.exists().where(other.person_id == Person.id, other.kind == kind, other.confirmed_at.is_not(None))
    return found.correlate(Person)


_IN_ROLE = (
    sa.select(RoleGrant.person_id)
    .join(Person, Person.id == RoleGrant.person_id)
    .where(RoleGrant.role == sa.bindparam("role"), IN_FORCE, Person.state == "active")
    .order_by(RoleGrant.person_id)
)
_NAMES: Any = sa.bindparam("names", expanding=True)
SIGNS_IN_AS = sa.or_(Person.sign_in_hash.in_(_NAMES), Person.sign_in_hash_even.in_(_NAMES))
"""Whose sign-in name has one of the hashes `:names`."""
_SIGNING_IN_AS = sa.select(Person.id).where(SIGNS_IN_AS)
_OFFICER = _held(RoleGrant.role == "officer")
_STAFF = _held(RoleGrant.role.in_(STAFF_ROLES))
_SUBTREE = sa.and_(Agency.path >= sa.bindparam("low"), Agency.path < sa.bindparam("high"))
_NAMED = Person.id.in_(
    sa.select(PersonNameToken.person_id)
    .where(PersonNameToken.token.in_(sa.bindparam("words", expanding=True)))
    .group_by(PersonNameToken.person_id)
    .having(sa.func.count() == sa.bindparam("count"))
)
_CARDS = sa.select(
    Person.id,
    Person.public_id,
    Person.name,
    Person.name_original,
    Person.rank,
    Agency.name.label("agency_name"),
    Agency.country,
    Agency.path.label("agency_path"),
    Person.identity_confirmed_at,
    Person.cover,
).join_from(Person, Agency, Agency.id == Person.agency_id)
_COVER = sa.select(Person.cover).where(Person.id == sa.bindparam("person_id"))
CARD = _CARDS.where(Person.id == sa.bindparam("person_id"))
_CARDS_OF = _CARDS.where(Person.id.in_(sa.bindparam("people", expanding=True)))
CARDS_NAMED = _CARDS.where(_NAMED).order_by(Person.id).limit(PAGE)

_EARLIER = aliased(Person)
_AFTER = sa.func.coalesce(
    sa.select(_EARLIER.id).where(_EARLIER.public_id == sa.bindparam("after")).scalar_subquery(), ""
)
_ROWS = (
    sa.select(
        Person.id,
        Person.public_id,
        Person.name,
        Person.rank,
        Agency.name.label("agency_name"),
        Person.state,
        Person.identity_confirmed_at,
        has_authenticator("password").label("has_password"),
    )
    .join_from(Person, Agency, Agency.id == Person.agency_id)
    .where(_SUBTREE, _OFFICER, Person.id > _AFTER)
    .order_by(Person.id)
    .limit(PAGE + 1)
)
OFFICERS = _ROWS
OFFICERS_NOT_CONFIRMED = _ROWS.where(Person.identity_confirmed_at.is_(None), Person.state == "active")
OFFICERS_NAMED = _ROWS.where(_NAMED)
OFFICER = (
    sa.select(
        Person.id,
        Person.public_id,
        Person.name,
        Person.name_original,
        Person.rank,
        Person.service_number,
        Person.sign_in_name,
        Agency.name.label("agency_name"),
        Person.state,
        Person.identity_confirmed_at,
        Person.identity_confirmed_by,
        has_authenticator("password").label("has_password"),
        has_authenticator("totp").label("second_factor"),
        _STAFF.label("staff"),
        Person.agency_id,
    )
    .join_from(Person, Agency, Agency.id == Person.agency_id)
    .where(_SUBTREE, _OFFICER, Person.public_id == sa.bindparam("public_id"))
)
OFFICERS_OF_SUBTREE = (
    sa.select(Person.id, Person.public_id)
    .join_from(Person, Agency, Agency.id == Person.agency_id)
    .where(_SUBTREE, _OFFICER, Person.state == "active")
)
"""The officers whom a coordinator sees, for the statements of higher parts; bind it with `within` (X1)."""
AGENCIES_OF_SUBTREE = sa.select(Agency.id).where(_SUBTREE)
"""The agencies of a coordinator, for the statements of higher parts; bind it with `within_agencies` (X1)."""
_PATHS = sa.select(Agency.id, Agency.path).where(Agency.id.in_(sa.bindparam("agencies", expanding=True)))
AGENCIES = sa.select(Agency.id, Agency.public_id, Agency.name).where(_SUBTREE).order_by(Agency.path)


_LANGUAGE = sa.select(Person.locale).where(Person.id == sa.bindparam("person_id"))


def language_of(connection: sa.Connection, person_id: str) -> str:
    """Return the language in which a person reads; English of somebody who is not there."""
    return connection.scalar(_LANGUAGE, {"person_id": person_id}) or "en"


def person_card(connection: sa.Connection, person_id: str) -> PersonCard | None:
    """Return the card of a person with the true name, or None: for rules, never for a page; see `shown_card`."""
    row = connection.execute(CARD, {"person_id": person_id}).one_or_none()
    return _true_card(row) if row else None


def shown_card(connection: sa.Connection, person_id: str) -> PersonCard | None:
    """Return the card of a person as anybody outside the need-to-know group reads it, or None (X7)."""
    row = connection.execute(CARD, {"person_id": person_id}).one_or_none()
    return _shown_card(row) if row else None


def person_cards(connection: sa.Connection, people: Iterable[str]) -> dict[str, PersonCard]:
    """Return person id → card of several people, as anybody outside the need-to-know group reads it (X7)."""
    rows = connection.execute(_CARDS_OF, {"people": sorted(set(people))})
    return {row.id: _shown_card(row) for row in rows}


def true_cards(connection: sa.Connection, people: Iterable[str]) -> dict[str, PersonCard]:
    """Return person id → card with the true name, for the coordinators of these people alone (X7)."""
    rows = connection.execute(_CARDS_OF, {"people": sorted(set(people))})
    return {row.id: _true_card(row) for row in rows}


def cover_name(connection: sa.Connection, person_id: str) -> str:
    """Return the cover name of a person, or an empty text; for the person's coordinators and for rules (X7)."""
    return cover_of(connection.scalar(_COVER, {"person_id": person_id}))


def cover_changed(connection: sa.Connection, person_id: str) -> tuple[str, datetime] | None:
    """Return by whom and when the cover name was changed last; for the person's coordinators alone (X7)."""
    return change_of(connection.scalar(_COVER, {"person_id": person_id}))


def is_covered(connection: sa.Connection, person_id: str) -> bool:
    """Whether a person has a cover name; for rules, never for a page (X7)."""
    return bool(cover_of(connection.scalar(_COVER, {"person_id": person_id})))


def _true_card(row: Any) -> PersonCard:
    return replace(PersonCard(*row[:-1]), covered=bool(cover_of(row.cover)))


def _shown_card(row: Any) -> PersonCard:
    card = _true_card(row)
    return replace(card, name=shown_name(card.name, row.cover), name_original=None) if card.covered else card


def shown_values(row: Any) -> dict[str, Any]:
    """Return the columns of a row that has `name` and `cover`, with the name that others read in the place of both."""
    values: dict[str, Any] = row._asdict()
    cover = values.pop("cover")
    return values | {"name": shown_name(values["name"], cover)}


def people_in_role(connection: sa.Connection, role: str, now: datetime) -> tuple[str, ...]:
    """Return the ids of the people who hold a role now and have not left."""
    return tuple(connection.scalars(_IN_ROLE, {"role": role, "now": now}))


def person_signing_in_as(connection: sa.Connection, keyring: Keyring, name: str) -> str | None:
    """Return the id of the person with this sign-in name, or None."""
    return connection.execute(_SIGNING_IN_AS, {"names": keyring.search_hashes(NAME, name)}).scalar()


def people_named(connection: sa.Connection, keyring: Keyring, text: str) -> tuple[PersonCard, ...]:
    """Return up to 50 people of any agency whose name holds every word of `text`, whole words, in any order.

    Who has a cover name is found by that name alone (X7).
    """
    if not folded(text):
        return ()
    found = (_shown_card(row) for row in connection.execute(CARDS_NAMED, words_wanted(keyring, text)))
    return tuple(card for card in found if not card.covered or holds_words(card.name, text))


def holds_words(name: str, text: str) -> bool:
    """Whether every word of `text` stands in the name, whole, in any order."""
    return set(folded(text).split()) <= set(folded(name).split())


def officers_of(
    connection: sa.Connection, agency_path: str, now: datetime, *, after: str = "", not_confirmed: bool = False
) -> tuple[OfficerRow, ...]:
    """Return up to 51 officers of the subtree after the one whose public id is `after` (X1).

    A 51st says that there is another page.
    """
    statement = OFFICERS_NOT_CONFIRMED if not_confirmed else OFFICERS
    rows = connection.execute(statement, {**_subtree(agency_path), "now": now, "after": after})
    return tuple(OfficerRow(*row) for row in rows)


def officers_named(
    connection: sa.Connection, keyring: Keyring, agency_path: str, text: str, now: datetime
) -> tuple[OfficerRow, ...]:
    """Return up to 51 officers of the subtree whose name holds every word of `text` (X1)."""
    if not folded(text):
        return ()
    values = {**_subtree(agency_path), **words_wanted(keyring, text), "now": now, "after": ""}
    return tuple(OfficerRow(*row) for row in connection.execute(OFFICERS_NAMED, values))


def officer_of(connection: sa.Connection, agency_path: str, public_id: str, now: datetime) -> Officer | None:
    """Return the officer, or None: unknown and outside the subtree look alike (X1)."""
    values = {**_subtree(agency_path), "public_id": public_id, "now": now}
    row = connection.execute(OFFICER, values).one_or_none()
    return Officer(**row._mapping) if row else None


def within(agency_path: str, now: datetime) -> dict[str, Any]:
    """Return the values that `OFFICERS_OF_SUBTREE` is bound with."""
    return {**_subtree(agency_path), "now": now}


def within_agencies(agency_path: str) -> dict[str, Any]:
    """Return the values that `AGENCIES_OF_SUBTREE` is bound with."""
    return _subtree(agency_path)


def agency_paths(connection: sa.Connection, agencies: Iterable[str]) -> dict[str, str]:
    """Return agency id → its place in the tree."""
    rows = connection.execute(_PATHS, {"agencies": sorted(set(agencies))})
    return {row.id: row.path for row in rows}


def agencies_of(connection: sa.Connection, agency_path: str) -> tuple[AgencyChoice, ...]:
    """Return the agencies of the subtree, parents before their children (X2)."""
    return tuple(AgencyChoice(*row) for row in connection.execute(AGENCIES, _subtree(agency_path)))


def name_words(keyring: Keyring, *names: str | None) -> set[str]:
    """Return the keyed hashes of the words of the given names, as `person_name_token` holds them from now on."""
    return {keyring.search_hash(WORD, word) for name in names if name for word in folded(name).split()}


def words_wanted(keyring: Keyring, text: str) -> dict[str, Any]:
    """Return `words` and their `count`, to find the names that hold every word of `text`.

    The words of one person stand under one key, so each is found once, whichever it is.
    """
    words = set(folded(text).split())
    return {"words": [one for word in words for one in keyring.search_hashes(WORD, word)], "count": len(words)}


def _subtree(agency_path: str) -> dict[str, Any]:
    low, high = subtree_range(agency_path)
    return {"low": low, "high": high}


_PARTNER_SCOPE = sa.select(RoleGrant.scope).where(
    RoleGrant.person_id == sa.bindparam("person_id"), RoleGrant.role == "partner", RoleGrant.valid_until.is_(None)
)


_PARTNER_PEOPLE = (
    sa.select(Person.id, Person.locale, Agency.name)
    .join_from(RoleGrant, Person, Person.id == RoleGrant.person_id)
    .join(Agency, Agency.id == Person.agency_id)
    .where(
        RoleGrant.role == "partner", RoleGrant.scope == sa.bindparam("scope"), IN_FORCE, Person.state == "active"
    )
    .order_by(Person.id)
)  # fmt: skip


def people_of_partner(connection: sa.Connection, scope: str, now: datetime) -> tuple[str, ...]:
    """Return the ids of the people who speak for a partner."""
    return tuple(row.id for row in connection.execute(_PARTNER_PEOPLE, {"scope": scope, "now": now}))


def languages_of_partner(connection: sa.Connection, scope: str, now: datetime) -> tuple[str, ...]:
    """Return the languages in which the people who speak for a partner read the pages."""
    return tuple(sorted({row.locale for row in connection.execute(_PARTNER_PEOPLE, {"scope": scope, "now": now})}))


def partner_name(connection: sa.Connection, scope: str, now: datetime) -> str | None:
    """Return the name of the organisation that speaks for a partner; None where nobody does."""
    row = connection.execute(_PARTNER_PEOPLE, {"scope": scope, "now": now}).first()
    return None if row is None else str(row.name)


def partner_scope(connection: sa.Connection, person_id: str) -> str | None:
    """Return the key of the partner that the person speaks for, or None."""
    return connection.execute(_PARTNER_SCOPE, {"person_id": person_id}).scalar()
