"""Entering certificates that were issued before this register: marked as such, no PDF made, twice does nothing."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.disclosure import Disclosure
from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.imported import ImportRow, RowError
from app.accreditation.domain.number import make_number
from app.accreditation.domain.statement import IMPORTED, canonical, evidence_record, imported_statement, statement_hash
from app.accreditation.facts import CredentialChanged
from app.accreditation.issuer import Issuer
from app.accreditation.models import Credential, CredentialEvent, Decision
from app.accreditation.profile_queries import issued_by
from app.accreditation.queries import SchemeInForce, credentials_of, schemes_in_force
from app.accreditation.statement_queries import statements_by_id
from app.accreditation.vouching import vouched
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import PersonCard, cover_name, person_card
from app.identity.services.actor import Actor
from app.identity.sign_in_names import person_signing_in

_NOBODY = N_("Nobody here signs in with the name %(name)s.")
_NO_SCHEME = N_("There is no scheme %(scheme)s.")


@dataclass(frozen=True, slots=True)
class Planned:
    """A row with what comes of it: `outcome` is new, known or wrong; what is known has its number in the register."""

    row: ImportRow
    outcome: str
    errors: tuple[RowError, ...] = ()
    person_id: str = ""
    number: str = ""


def plan_import(connection: sa.Connection, rows: Sequence[ImportRow], keyring: Keyring) -> tuple[Planned, ...]:
    """Return what would come of each row; nothing is written. What the register holds already is known by its
    person, scheme and reference.
    """
    schemes = {one.scheme.key for one in schemes_in_force(connection)}
    return tuple(_plan(connection, row, schemes, keyring) for row in rows)


def import_rows(
    unit: Unit, rows: Sequence[ImportRow], actor: Actor, issuer: Issuer, keyring: Keyring
) -> tuple[Planned, ...]:
    """Enter every new row and return what came of each; what is wrong or known is left out. Twice enters nothing."""
    schemes = {one.scheme.key: one for one in schemes_in_force(unit.connection)}
    done = []
    for row in rows:
        plan = _plan(unit.connection, row, set(schemes), keyring)
        if plan.outcome == "new":
            number = _enter(unit, plan, schemes[row.scheme], actor, issuer, keyring)
            plan = Planned(row, "new", (), plan.person_id, number)
        done.append(plan)
    return tuple(done)


def _plan(connection: sa.Connection, row: ImportRow, schemes: set[str], keyring: Keyring) -> Planned:
    person_id = person_signing_in(connection, keyring, row.sign_in_name) if row.sign_in_name else None
    errors = list(row.errors)
    if row.sign_in_name and person_id is None:
        errors.append(RowError(_NOBODY, {"name": row.sign_in_name}))
    if row.scheme and row.scheme not in schemes:
        errors.append(RowError(_NO_SCHEME, {"scheme": row.scheme}))
    if errors or person_id is None:
        return Planned(row, "wrong", tuple(errors))
    known = _known(connection, row, person_id)
    return Planned(row, "known" if known else "new", (), person_id, known)


def _known(connection: sa.Connection, row: ImportRow, person_id: str) -> str:
    held = [one for one in credentials_of(connection, person_id) if one.scheme == row.scheme and one.origin == IMPORTED]
    texts = statements_by_id(connection, [one.id for one in held]) if held else {}
    same = (one.number for one in held if json.loads(texts[one.id]).get("reference") == row.reference)
    return next(same, "")


def _enter(unit: Unit, plan: Planned, found: SchemeInForce, actor: Actor, issuer: Issuer, keyring: Keyring) -> str:
    row, card = plan.row, person_card(unit.connection, plan.person_id)
    if card is None or row.issued_on is None or row.valid_until is None:
        raise LookupError(plan.person_id)
    cycles = [one.cycle for one in credentials_of(unit.connection, card.id) if one.scheme == row.scheme]
    number = make_number(secrets.token_bytes)
    holder, cover = _holder(unit, row, card)
    text = _statement(unit, number, row, holder, found, issuer, Disclosure.PROTECTED if cover else Disclosure.FULL)
    decision = _decision(unit, card.id, found)
    credential = Credential(
        id=new_id(),
        number=number,
        person_id=card.id,
        scheme=row.scheme,
        cycle=max(cycles, default=0) + 1,
        edition=1,
        scheme_version_id=found.version_id,
        decision_id=decision.id,
        title=found.scheme.title,
        kind=found.scheme.kind,
        statement=text,
        statement_hash=statement_hash(text),
        name_hash=keyring.search_hash("credential.name", card.id if cover else holder["name"]),
        specimen=issuer.demo,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        created_at=unit.now,
        origin=IMPORTED,
    )
    unit.session.add(credential)
    unit.session.flush()
    _begin(unit, credential, decision, actor)
    return number


def _holder(unit: Unit, row: ImportRow, card: PersonCard) -> tuple[dict[str, str], str]:
    """Return the holder as the paper names them, and their cover name: whoever writes that means the true one (X7)."""
    cover = cover_name(unit.connection, card.id)
    name = card.name if cover and row.name == cover else row.name
    holder = {"name": name, "name_original": "", "rank": row.rank, "agency": card.agency_name, "country": card.country}
    return holder, cover


def _statement(
    unit: Unit,
    number: str,
    row: ImportRow,
    holder: Mapping[str, str],
    found: SchemeInForce,
    issuer: Issuer,
    disclosure: Disclosure,
) -> str:
    if row.issued_on is None or row.valid_until is None:
        raise LookupError(row.reference)
    issued = issued_by(unit.connection, issuer, number)
    return canonical(
        imported_statement(
            number=number,
            reference=row.reference,
            holder=holder,
            scheme=found.scheme,
            issuer=issued.name,
            verify_url=issued.verify_url,
            issued_on=row.issued_on,
            valid_until=row.valid_until,
            specimen=issuer.demo,
            disclosure=disclosure,
        )
    )


def _decision(unit: Unit, person_id: str, found: SchemeInForce) -> Decision:
    decision = Decision(
        id=new_id(),
        person_id=person_id,
        scheme_version_id=found.version_id,
        outcome="grant",
        decider=IMPORTED,
        grounds=evidence_record(Evidence()),
        at=unit.now,
    )
    unit.session.add(decision)
    unit.session.flush()
    return decision


def _begin(unit: Unit, credential: Credential, decision: Decision, actor: Actor) -> None:
    issued = CredentialEvent(
        id=new_id(), credential_id=credential.id, position=1, kind="issued", actor=actor.id, grounds=IMPORTED,
        reason="", at=unit.now,
    )  # fmt: skip
    unit.session.add(issued)
    unit.session.flush()
    told: dict[str, Any] = {"number": credential.number, "scheme": credential.scheme}
    told |= {"statement": credential.statement_hash, **vouched(credential, issued, decision)}
    record(unit, AuditTag.CREDENTIAL_IMPORTED, actor=actor.id, role=actor.role, subject=credential.id, **told)
    unit.announce(CredentialChanged(credential.id, credential.person_id, "issued"))
