"""Recording what requirements are judged by: accepted codes, logged cases, claims, statements, and the word on them.

ISO/IEC 17024:2012, 9.2.4 and 7.4: records say who stated what, when, and who accepted it. What an assessor records
goes through `assessing.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.accreditation.domain.asked import CLAIMED
from app.accreditation.evidence_queries import (
    COUNTS_AT_ONCE,
    RecordedEvidence,
    evidence_by_public_id,
    evidence_by_token,
    evidence_of,
)
from app.accreditation.facts import EvidenceChanged
from app.accreditation.models import EvidenceEntry, EvidenceRuling
from app.accreditation.services.parting import involve, one_at_a_time
from app.accreditation.vouching import vouched
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import person_card
from app.identity.services.actor import Actor

CLAIMS = frozenset(CLAIMED)
"""What an officer records and somebody else accepts or refuses."""
CONFIRMED_BY_AGENCY = frozenset({"logged-case", "contact-hours"})
"""Of these, what the own agency knows best; the others are for accreditation staff."""


class NotInTheFuture(Refusal):
    """Something is recorded for a day that has not come."""

    code = "not_in_the_future"
    message = N_("This day has not come yet. Enter the day on which it happened.")
    status = 422


class AlreadyRuled(Refusal):
    """The latest word on this evidence says the same, or nothing stands that could be annulled."""

    code = "already_ruled"
    message = N_("Somebody has answered this in the meantime. Open it again to see what stands now.")
    status = 409


class OwnEvidence(Refusal):
    """Somebody would accept what they recorded, or what is about themselves."""

    code = "own_evidence"
    message = N_("You recorded this, or it is about you. Somebody else must answer it.")
    status = 409


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """What is to be recorded of `person_id`. `token` is that of the form, so that sending twice records once."""

    token: str
    person_id: str
    kind: str
    key: str
    on: date
    body: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    minutes: int | None = None
    valid_until: date | None = None
    involvement_id: str | None = None
    agency_id: str | None = None


def accept_code(unit: Unit, actor: Actor, version: str, token: str) -> str:
    """The signed-in person accepts a version of the code of conduct; accepted once, it stays. Return its public id."""
    known = [
        one for one in evidence_of(unit.connection, actor.id) if (one.kind, one.key) == ("code-of-conduct", version)
    ]
    if known:
        return known[0].public_id
    return add_evidence(unit, actor, NewEvidence(token, actor.id, "code-of-conduct", version, unit.now.date()))


def record_claim(unit: Unit, actor: Actor, new: NewEvidence) -> str:
    """An officer claims something of their own, which waits for somebody's word. Raises `NotInTheFuture`."""
    if new.kind not in CLAIMS or new.person_id != actor.id:
        raise ValueError("an officer claims for themselves what others accept")
    return add_evidence(unit, actor, new)


def employer_statement(unit: Unit, actor: Actor, agency_path: str, new: NewEvidence) -> str:
    """A coordinator states that somebody of their agency does this work; it counts at once. Raises `NotFound`."""
    refuse_other_agency(unit, new.person_id, agency_path)
    return add_evidence(unit, actor, new)


def confirm_claim(unit: Unit, actor: Actor, agency_path: str, public_id: str, *, accepted: bool, reason: str) -> None:
    """A coordinator confirms a case or hours of somebody of their agency, or says why not.

    Who confirms a case supervised it. Raises `NotFound`, `AlreadyRuled`, `Barred` where they had another part.
    """
    found = _found(unit, public_id)
    if found.kind not in CONFIRMED_BY_AGENCY:
        raise NotFound
    refuse_other_agency(unit, found.person_id, agency_path)
    if accepted and found.kind == "logged-case" and found.person_id != actor.id:
        involve(unit, found.person_id, actor.id, "supervisor", f"evidence:{found.id}")
    rule_on(unit, actor, found.public_id, "accepted" if accepted else "refused", reason)


def take_claim_back(unit: Unit, actor: Actor, public_id: str) -> None:
    """An officer takes their own claim back while it waits. Raises `NotFound`, `AlreadyRuled`."""
    found = _found(unit, public_id)
    if found.kind not in CLAIMS or {found.person_id, found.recorded_by} != {actor.id}:
        raise NotFound
    if found.state != "waiting":
        raise AlreadyRuled
    _rule(unit, actor, found, "annulled", "")


def rule_on_claim(unit: Unit, actor: Actor, public_id: str, verdict: str, reason: str) -> None:
    """Staff accept, refuse or annul evidence: they assess it, so they do not decide on the person afterwards, nor
    rule on the evidence of whom they decided about (ISO/IEC 17024:2012, 9.2 and 9.4).

    Raises `NotFound`, `AlreadyRuled`, `OwnEvidence`, `Barred`.
    """
    found = _found(unit, public_id)
    rule_on(unit, actor, public_id, verdict, reason)
    involve(unit, found.person_id, actor.id, "assessor", f"evidence:{found.id}")


def rule_on(unit: Unit, actor: Actor, public_id: str, verdict: str, reason: str) -> None:
    """Say accepted, refused or annulled of evidence; the latest word counts. Raises `NotFound`, `AlreadyRuled`."""
    found = _found(unit, public_id)
    if actor.id in {found.person_id, found.recorded_by}:
        raise OwnEvidence
    taken_back = found.said_state == "taken-back"
    if taken_back or found.verdict == verdict or (verdict == "annulled") != (found.state == "counts"):
        raise AlreadyRuled
    _rule(unit, actor, found, verdict, reason)


def _rule(unit: Unit, actor: Actor, found: RecordedEvidence, verdict: str, reason: str) -> None:
    ruling = EvidenceRuling(
        id=new_id(),
        evidence_id=found.id,
        position=found.rulings + 1,
        verdict=verdict,
        ruled_by=actor.id,
        reason=reason,
        at=unit.now,
    )
    unit.session.add(ruling)
    unit.session.flush()
    record(unit, AuditTag.EVIDENCE_RULED, actor=actor.id, role=actor.role, subject=found.id, verdict=verdict,
           **vouched(ruling))  # fmt: skip
    unit.announce(EvidenceChanged(found.person_id))


def add_evidence(unit: Unit, actor: Actor, new: NewEvidence) -> str:
    """Record it once for its token, and return its public id. Raises `NotInTheFuture`."""
    one_at_a_time(unit, new.person_id)
    known = evidence_by_token(unit.connection, new.token)
    if known:
        return known.public_id
    if new.on > unit.now.date():
        raise NotInTheFuture
    entry = EvidenceEntry(
        id=new_id(),
        public_id=new_public_id(),
        token=new.token,
        person_id=new.person_id,
        kind=new.kind,
        key=new.key,
        outcome=new.outcome,
        minutes=new.minutes,
        happened_on=new.on,
        valid_until=new.valid_until,
        body=json.dumps(dict(new.body), ensure_ascii=False),
        recorded_by=actor.id,
        involvement_id=new.involvement_id,
        created_at=unit.now,
        agency_id=new.agency_id,
    )
    unit.session.add(entry)
    unit.session.flush()
    record(unit, AuditTag.EVIDENCE_ADDED, actor=actor.id, role=actor.role, subject=entry.id, kind=new.kind,
           counts=new.kind in COUNTS_AT_ONCE, **vouched(entry))  # fmt: skip
    unit.announce(EvidenceChanged(new.person_id))
    return entry.public_id


def _found(unit: Unit, public_id: str) -> RecordedEvidence:
    found = evidence_by_public_id(unit.connection, public_id)
    if found is None:
        raise NotFound
    return found


def refuse_other_agency(unit: Unit, person_id: str, agency_path: str) -> None:
    """Raise `NotFound` for somebody who is not of the subtree (X1)."""
    card = person_card(unit.connection, person_id)
    if card is None or not card.agency_path.startswith(agency_path):
        raise NotFound
