"""Officers ask for what somebody else records: to be assessed, or a statement of their agency; and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.accreditation.domain.asked import ASKED_FOR, assessors_needed
from app.accreditation.domain.scheme import Scheme
from app.accreditation.models import EvidenceRequest
from app.accreditation.request_queries import AskedFor, newest_request, outcomes_since, request_by_public_id
from app.accreditation.services.parting import one_at_a_time
from app.accreditation.services.recording import NewEvidence, OwnEvidence, employer_statement, refuse_other_agency
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor

_OPEN = (
    sa.select(EvidenceRequest)
    .where(EvidenceRequest.public_id == sa.bindparam("public_id"), EvidenceRequest.ended_at.is_(None))
    .with_for_update()
)


class AlreadyAnswered(Refusal):
    """A request was answered, or taken back, in the meantime."""

    code = "already_answered"
    message = N_("This was answered or taken back in the meantime. Open the list again to see what waits now.")
    status = 409


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What an officer asks for; `public_id` is that of the form, so that sending twice asks once."""

    public_id: str
    kind: str
    scheme: str
    key: str
    note: str


def ask(unit: Unit, actor: Actor, new: NewRequest) -> str:
    """Ask for it, and return the public id; one at a time of each kind and key. Raises `NotFound`."""
    one_at_a_time(unit, actor.id)
    known = request_by_public_id(unit.connection, new.public_id)
    if known and known.person_id != actor.id:
        raise NotFound
    newest = newest_request(unit.connection, actor.id, new.kind, new.key)
    if newest and (newest.outcome is None or newest.public_id == new.public_id):
        return newest.public_id
    if new.kind not in ASKED_FOR:
        raise NotFound
    asked = EvidenceRequest(
        id=new_id(),
        public_id=new.public_id,
        person_id=actor.id,
        kind=new.kind,
        scheme=new.scheme,
        key=new.key,
        note=new.note,
        asked_at=unit.now,
    )
    unit.session.add(asked)
    unit.session.flush()
    record(unit, AuditTag.EVIDENCE_ASKED, actor=actor.id, role=actor.role, subject=asked.id, kind=new.kind,
           scheme=new.scheme)  # fmt: skip
    return new.public_id


def take_request_back(unit: Unit, actor: Actor, public_id: str) -> None:
    """Take the own request back. Raises `NotFound`, `AlreadyAnswered`."""
    found = _asked(unit, public_id)
    if found.person_id != actor.id:
        raise NotFound
    _end(unit, actor, found, "taken-back")


def answer_statement_request(
    unit: Unit, actor: Actor, agency_path: str, public_id: str, *, accepted: bool, reason: str
) -> None:
    """A coordinator states what was asked, or says why not. Raises `NotFound`, `OwnEvidence`, `AlreadyAnswered`."""
    found = _asked(unit, public_id)
    if found.kind != "employer-statement":
        raise NotFound
    refuse_other_agency(unit, found.person_id, agency_path)
    if found.person_id == actor.id:
        raise OwnEvidence
    _end(unit, actor, found, "recorded" if accepted else "refused", reason)
    if accepted:
        new = NewEvidence(found.id, found.person_id, found.kind, found.key, unit.now.date(), {"title": "", "note": ""})
        employer_statement(unit, actor, agency_path, new)


def note_assessed(unit: Unit, actor: Actor, asked: AskedFor, scheme: Scheme) -> None:
    """A sheet was sent: the request is over once as many assessors as the scheme asks have sent theirs.

    Where two differ and the scheme has a third decide, it waits for that one.
    """
    if asked.outcome is not None:
        return
    outcomes = outcomes_since(unit.connection, asked)
    if len(outcomes) >= assessors_needed(scheme, asked.key, outcomes.values()):
        _end(unit, actor, asked, "recorded")


def _asked(unit: Unit, public_id: str) -> AskedFor:
    found = request_by_public_id(unit.connection, public_id)
    if found is None:
        raise NotFound
    return found


def _end(unit: Unit, actor: Actor, asked: AskedFor, outcome: str, reason: str = "") -> None:
    row = unit.session.scalars(_OPEN, {"public_id": asked.public_id}).one_or_none()
    if row is None:
        raise AlreadyAnswered
    row.ended_at, row.ended_by, row.outcome, row.reason = unit.now, actor.id, outcome, reason or None
    unit.session.flush()
    record(unit, AuditTag.EVIDENCE_ASK_ENDED, actor=actor.id, role=actor.role, subject=row.id, outcome=outcome)
