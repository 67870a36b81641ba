"""A whole table of officers: looked up row by row, then added together; repeating it adds nobody twice (X3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring, folded
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.domain.mail_addresses import deliverable
from app.identity.domain.officer_rows import EnteredOfficer, RowProblem
from app.identity.models import Authenticator, Person, PersonNameToken
from app.identity.queries import NAME, NUMBER, SIGNS_IN_AS, WORD, AgencyChoice
from app.identity.services.actor import Actor, of_person
from app.identity.services.coordinating import Invited, suggested_name
from app.identity.services.letting_in import place_let_in_code, refuse_staff
from app.identity.services.mail_addresses import propose_address
from app.identity.services.people import NewPerson, place_person, place_role

FIRST_CODE_VALID_FOR = timedelta(days=7)
"""A printed sheet is handed out over a week; the code opens an account that nobody has used yet."""

_OTHER_NAME = N_("Somebody else of this agency has this service number: %(name)s.")
_TAKEN = N_("Somebody signs in with this name already. Choose another, or leave the cell empty.")
_NO_AGENCY = N_("None of your agencies has this name.")
_WHO = sa.select(
    Person.id,
    Person.agency_id,
    Person.name,
    Person.service_hash,
    Person.sign_in_hash,
    Person.sign_in_hash_even,
    Person.sign_in_name,
    Person.state,
)
_BY_NUMBER = _WHO.where(
    Person.service_hash.in_(sa.bindparam("hashes", expanding=True)),
    Person.agency_id.in_(sa.bindparam("agencies", expanding=True)),
    Person.state == "active",
)
_BY_SIGN_IN = _WHO.where(SIGNS_IN_AS)
_BY_NAME = _WHO.where(
    Person.agency_id.in_(sa.bindparam("agencies", expanding=True)),
    Person.state == "active",
    Person.id.in_(
        sa.select(PersonNameToken.person_id).where(PersonNameToken.token.in_(sa.bindparam("words", expanding=True)))
    ),
)
_NEVER_OPENED = sa.select(
    ~sa.exists().where(Authenticator.person_id == sa.bindparam("person"), Authenticator.kind == "password")
)


@dataclass(frozen=True, slots=True)
class PlannedOfficer:
    """What would come of a row: `new`, `known` (with the person) or `wrong` (with what to mend)."""

    entered: EnteredOfficer
    outcome: str
    agency: AgencyChoice | None = None
    person_id: str = ""
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class BroughtOfficer:
    """A row that was taken: the person, and the code shown this once where one was made."""

    person_id: str
    name: str
    rank: str
    agency: str
    agency_id: str
    sign_in_name: str
    code: str
    added: bool


@dataclass(frozen=True, slots=True)
class Bringing:
    """Where a table goes: the agencies that its rows may name, the one of rows that name none, and who brings it."""

    agencies: Sequence[AgencyChoice]
    agency: AgencyChoice
    actor: Actor
    locale: str = "en"
    fresh_codes: bool = False


def plan_officers(
    connection: sa.Connection, keyring: Keyring, rows: Iterable[EnteredOfficer], into: Bringing
) -> tuple[PlannedOfficer, ...]:
    """Return what would come of each row; a plain read.

    Somebody is known by the service number, else by the sign-in name, else by the same name in the same agency where
    not both have a number of their own.
    """
    entered = tuple(rows)
    known = _known(connection, keyring, entered, into)
    return tuple(_planned(keyring, one, into, known) for one in entered)


def bring_officers(
    unit: Unit, keyring: Keyring, rows: Iterable[EnteredOfficer], into: Bringing
) -> tuple[BroughtOfficer, ...]:
    """Add the officers who are not there yet, each with a first code; who is there stays as they are.

    `fresh_codes` makes a new first code for those who are there and never signed in.
    """
    plans = plan_officers(unit.connection, keyring, rows, into)
    brought = tuple(_brought(unit, keyring, plan, into) for plan in plans if plan.outcome != "wrong")
    actor, added = into.actor, sum(one.added for one in brought)
    subject = f"agency:{into.agency.id}"
    record(
        unit, AuditTag.PEOPLE_IMPORTED, actor=actor.id, role=actor.role, subject=subject, rows=len(plans), added=added
    )
    return brought


def _brought(unit: Unit, keyring: Keyring, plan: PlannedOfficer, into: Bringing) -> BroughtOfficer:
    if plan.agency is None:
        raise NotFound
    row, agency = plan.entered, plan.agency
    if plan.outcome == "known":
        name, code = _sign_in_name(unit, plan.person_id), _fresh_code(unit, keyring, plan.person_id, into)
        return BroughtOfficer(plan.person_id, row.name, row.rank, agency.name, agency.id, name, code, added=False)
    invited = _added(unit, keyring, row, agency, into)
    return BroughtOfficer(
        invited.person_id, row.name, row.rank, agency.name, agency.id, invited.sign_in_name, invited.code, added=True
    )


def _added(unit: Unit, keyring: Keyring, row: EnteredOfficer, agency: AgencyChoice, into: Bringing) -> Invited:
    new = NewPerson(
        agency_id=agency.id,
        sign_in_name=row.sign_in_name or suggested_name(unit.connection, keyring, row.name),
        name=row.name,
        name_original=row.name_original or None,
        rank=row.rank,
        service_number=row.service_number or None,
        locale=into.locale,
    )
    person_id = place_person(unit, keyring, new)
    place_role(unit, person_id, "officer")
    if address := deliverable(row.email):
        propose_address(unit, person_id, address)
    code = place_let_in_code(unit, keyring, person_id, FIRST_CODE_VALID_FOR)
    actor, subject = into.actor, of_person(person_id)
    record(unit, AuditTag.PERSON_ADDED, actor=actor.id, role=actor.role, subject=subject, granted="officer")
    return Invited(person_id, new.sign_in_name, code)


def _fresh_code(unit: Unit, keyring: Keyring, person_id: str, into: Bringing) -> str:
    if not into.fresh_codes or not unit.connection.scalar(_NEVER_OPENED, {"person": person_id}):
        return ""
    refuse_staff(unit, person_id)
    code = place_let_in_code(unit, keyring, person_id, FIRST_CODE_VALID_FOR)
    tag, subject = AuditTag.LET_BACK_IN_CODE_MADE, of_person(person_id)
    record(unit, tag, actor=into.actor.id, role=into.actor.role, subject=subject, first=True)
    return code


def _sign_in_name(unit: Unit, person_id: str) -> str:
    person = unit.session.get(Person, person_id)
    return person.sign_in_name if person else ""


@dataclass(frozen=True, slots=True)
class _Known:
    """Who is there already (rows of `_WHO`), by what a row may name."""

    by_number: Mapping[tuple[str, str], Any]
    by_sign_in: Mapping[str, Any]
    by_name: Mapping[tuple[str, str], Any]


def _known(connection: sa.Connection, keyring: Keyring, rows: Sequence[EnteredOfficer], into: Bringing) -> _Known:
    agencies = [one.id for one in into.agencies]
    numbers = _hashes(keyring, NUMBER, (row.service_number for row in rows))
    sign_ins = _hashes(keyring, NAME, (row.sign_in_name for row in rows))
    named_only = " ".join(row.name for row in rows if not row.sign_in_name)
    words = _hashes(keyring, WORD, folded(named_only).split())
    numbered = connection.execute(_BY_NUMBER, {"hashes": numbers, "agencies": agencies}) if numbers else ()
    named = connection.execute(_BY_SIGN_IN, {"names": sign_ins}) if sign_ins else ()
    alike = connection.execute(_BY_NAME, {"agencies": agencies, "words": words}) if words else ()
    return _Known(
        {(row.agency_id, row.service_hash): row for row in numbered},
        {one: row for row in named for one in (row.sign_in_hash, row.sign_in_hash_even) if one},
        {(row.agency_id, folded(row.name)): row for row in alike},
    )


def _hashes(keyring: Keyring, purpose: str, texts: Iterable[str]) -> list[str]:
    return sorted({one for text in texts if text for one in keyring.search_hashes(purpose, text)})


def _planned(keyring: Keyring, row: EnteredOfficer, into: Bringing, known: _Known) -> PlannedOfficer:
    agency = _agency(row.agency, into)
    if agency is None:
        problem = RowProblem("agency", _NO_AGENCY)
        return PlannedOfficer(row, "wrong", problems=(*row.problems, problem))
    plan = PlannedOfficer(row, "new", agency)
    if row.problems:
        return replace(plan, outcome="wrong", problems=row.problems)
    if row.service_number:
        hashes = keyring.search_hashes(NUMBER, row.service_number)
        held = next((known.by_number[agency.id, one] for one in hashes if (agency.id, one) in known.by_number), None)
        if held:
            return _same(plan, held, RowProblem("service_number", _OTHER_NAME, {"name": held.name}))
    if row.sign_in_name:
        hashes = keyring.search_hashes(NAME, row.sign_in_name)
        held = next((known.by_sign_in[one] for one in hashes if one in known.by_sign_in), None)
        return plan if held is None else _same(plan, held, RowProblem("sign_in_name", _TAKEN))
    held = known.by_name.get((agency.id, folded(row.name)))
    if held is None or (row.service_number and held.service_hash):
        return plan  # a number of their own: two officers of one name
    return replace(plan, outcome="known", person_id=held.id)


def _same(plan: PlannedOfficer, held: Any, problem: RowProblem) -> PlannedOfficer:
    """Known where agency and name are the same too; else the row means somebody else, which is a mistake."""
    same = plan.agency is not None and held.agency_id == plan.agency.id and held.state == "active"
    if same and folded(held.name) == folded(plan.entered.name):
        return replace(plan, outcome="known", person_id=held.id)
    return replace(plan, outcome="wrong", problems=(problem,))


def _agency(called: str, into: Bringing) -> AgencyChoice | None:
    if not called:
        return into.agency
    return next((one for one in into.agencies if folded(one.name) == folded(called) or one.public_id == called), None)
