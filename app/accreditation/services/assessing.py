"""Practicals and interviews: who is appointed to assess, and what an assessor saw of a candidate.

ISO/IEC 17024:2012, 6.2.3 (examiners are selected, and their conflicts identified) and 9.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.accreditation.domain.scheme import Scheme, least_of
from app.accreditation.domain.sheet import Sheet
from app.accreditation.evidence_queries import evidence_by_token, schemes_assessed_by
from app.accreditation.models import AssessorAppointment
from app.accreditation.queries import schemes_in_force
from app.accreditation.services.parting import involve
from app.accreditation.services.recording import NewEvidence, NotInTheFuture, add_evidence
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor

_PERSON = sa.table("person", sa.column("id", sa.String), sa.column("agency_id", sa.String))
_AGENCY = sa.select(_PERSON.c.agency_id).where(_PERSON.c.id == sa.bindparam("id"))


class NotAppointed(Refusal):
    """Somebody assesses who is not appointed for the scheme."""

    code = "not_appointed"
    message = N_("You are not appointed to assess for this accreditation. Ask accreditation staff to appoint you.")
    status = 403


class NothingHandedIn(Refusal):
    """The sheet is about files, and the officer has sent none with the request."""

    code = "nothing_handed_in"
    message = N_("The officer has handed nothing in yet. The sheet can be filled in once the files are here.")
    status = 409


class SheetIncomplete(Refusal):
    """A criterion was left without a mark."""

    code = "sheet_incomplete"
    message = N_("Mark each criterion as met or not met, then send the sheet.")
    status = 422


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """What an assessor saw: `met` has one answer for each criterion of the sheet, in its order.

    `work` are the SHA-256 of the files that were handed in, where the sheet is about files.
    """

    token: str
    person_id: str
    scheme: str
    sheet: str
    on: date
    place: str
    witness: str
    note: str
    met: tuple[bool, ...]
    work: tuple[str, ...] = ()


def appoint(unit: Unit, actor: Actor, person_id: str, scheme: str, until: date | None = None) -> None:
    """Appoint somebody by name to assess for a scheme, up to and with `until`; again, and the last day is changed.

    Raises `NotFound`.
    """
    scheme_by_key(unit.connection, scheme)
    appointment = _open(unit, person_id, scheme)
    if appointment and appointment.ends_on is not None and appointment.ends_on < unit.now.date():
        appointment.ended_at, appointment = unit.now, None  # it has run out: what follows is another appointment
        unit.session.flush()
    if appointment and appointment.ends_on == until:
        return
    if appointment is None:
        appointment = AssessorAppointment(
            id=new_id(), person_id=person_id, scheme=scheme, appointed_by=actor.id, appointed_at=unit.now, ended_at=None
        )
        unit.session.add(appointment)
    appointment.ends_on = until
    unit.session.flush()
    _log(unit, AuditTag.ASSESSOR_APPOINTED, actor, appointment)


def end_appointment(unit: Unit, actor: Actor, person_id: str, scheme: str) -> None:
    """End an appointment; what was assessed under it stands. Raises `NotFound` where there is none."""
    appointment = _open(unit, person_id, scheme)
    if appointment is None:
        raise NotFound
    appointment.ended_at = unit.now
    _log(unit, AuditTag.ASSESSOR_ENDED, actor, appointment)


def _open(unit: Unit, person_id: str, scheme: str) -> AssessorAppointment | None:
    wanted = sa.select(AssessorAppointment).where(
        AssessorAppointment.person_id == person_id,
        AssessorAppointment.scheme == scheme,
        AssessorAppointment.ended_at.is_(None),
    )
    return unit.session.scalars(wanted).one_or_none()


def record_practical(unit: Unit, actor: Actor, filled: FilledSheet) -> str:
    """Record what an appointed assessor saw, once for its token, and return its public id.

    The sheet's lines are kept as they were worded. Raises `NotAppointed`, `NotInTheFuture`, `SheetIncomplete`,
    `NothingHandedIn`, `NotFound`, and `Barred` where the assessor had another part in the candidate's accreditation.
    """
    known = evidence_by_token(unit.connection, filled.token)
    if known:
        return known.public_id
    scheme = scheme_by_key(unit.connection, filled.scheme)
    sheet = scheme.sheets.get(filled.sheet)
    if sheet is None:
        raise NotFound
    if filled.scheme not in schemes_assessed_by(unit.connection, actor.id, unit.now.date()):
        raise NotAppointed
    if len(filled.met) != len(sheet.criteria):
        raise SheetIncomplete
    if filled.on > unit.now.date():
        raise NotInTheFuture
    if sheet.handed_in and not filled.work:
        raise NothingHandedIn
    involvement = involve(unit, filled.person_id, actor.id, "assessor", f"practical:{filled.scheme}/{filled.sheet}")
    new = NewEvidence(
        token=filled.token,
        person_id=filled.person_id,
        kind=kind_of(scheme, filled.sheet),
        key=filled.sheet,
        on=filled.on,
        body=_body(filled, sheet),
        outcome=outcome_of(scheme, filled),
        involvement_id=involvement,
        agency_id=unit.connection.scalar(_AGENCY, {"id": actor.id}),
    )
    return add_evidence(unit, actor, new)


def outcome_of(scheme: Scheme, filled: FilledSheet) -> str:
    """Return passed or failed by the scheme's own minimum: no critical criterion missed, and enough of all met."""
    sheet = scheme.sheets[filled.sheet]
    missed = any(line.critical and not met for line, met in zip(sheet.criteria, filled.met, strict=True))
    return "passed" if not missed and sum(filled.met) >= least_of(scheme, filled.sheet) else "failed"


def kind_of(scheme: Scheme, sheet: str) -> str:
    """Return practical or interview, as the scheme uses the sheet."""
    return "interview" if sheet in scheme.interviews else "practical"


def scheme_by_key(connection: sa.Connection, key: str) -> Scheme:
    """Return the scheme in force. Raises `NotFound`."""
    for one in schemes_in_force(connection):
        if one.scheme.key == key:
            return one.scheme
    raise NotFound


def _body(filled: FilledSheet, sheet: Sheet) -> dict[str, object]:
    lines = zip(sheet.criteria, filled.met, strict=True)
    return {
        "scheme": filled.scheme,
        "title": sheet.title,
        "place": filled.place,
        "witness": filled.witness,
        "note": filled.note,
        "criteria": [{"text": line.text, "critical": line.critical, "met": met} for line, met in lines],
        **({"handed_in": list(filled.work)} if sheet.handed_in else {}),
    }


def _log(unit: Unit, tag: AuditTag, actor: Actor, appointment: AssessorAppointment) -> None:
    record(unit, tag, actor=actor.id, role=actor.role, subject=appointment.person_id, scheme=appointment.scheme)
