"""The grant: decision, frozen statement, credential, first event and queued rendering stand or fall together."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.accreditation.domain.disclosure import Disclosure
from app.accreditation.domain.evidence import Evidence
from app.accreditation.domain.number import make_number
from app.accreditation.domain.renewal import first_day
from app.accreditation.domain.requirements import Judgement
from app.accreditation.domain.scheme import valid_until
from app.accreditation.domain.statement import canonical, evidence_record, make_statement, statement_hash
from app.accreditation.facts import CredentialGranted
from app.accreditation.issuer import Issuer
from app.accreditation.models import Credential, CredentialEvent, Decision
from app.accreditation.profile_queries import IssuedBy, issued_by
from app.accreditation.queries import CredentialRecord, SchemeInForce
from app.accreditation.vouching import vouched
from app.audit.events import AuditTag
from app.audit.services import record, refuse_if_clock_behind
from app.foundation.crypto import Keyring
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity.queries import PersonCard
from app.identity.services.messaging import tell
from app.jobs.services import enqueue

RULE = "rule"
"""The decider where the rule of the scheme decides."""


@dataclass(frozen=True, slots=True)
class DecidedBy:
    """Who decided, on which case and why: the rule, or persons with the involvements that let them in."""

    decider: str = RULE
    involvement_id: str | None = None
    approver: str | None = None
    approver_involvement_id: str | None = None
    application_id: str | None = None
    reasons: dict[str, Any] | None = None


BY_RULE = DecidedBy()


def grant_credential(
    unit: Unit,
    card: PersonCard,
    found: SchemeInForce,
    judgement: Judgement,
    evidence: Evidence,
    issuer: Issuer,
    keyring: Keyring,
    by: DecidedBy = BY_RULE,
    cycle: int = 1,
    renews: CredentialRecord | None = None,
) -> Credential:
    """Grant the credential of the scheme to the person. The unique key (person, scheme, cycle, edition) and the retried
    unit of work make a repeated or parallel grant end in one credential (A15). Raises `ClockBehind`.

    `renews` is the credential of the cycle before: the new one names it, and its validity runs from the old end (A9).
    """
    if not judgement.met:
        raise ValueError("a credential is granted only on a judgement that is met")
    refuse_if_clock_behind(unit)
    scheme, today = found.scheme, unit.now.date()
    decision, number = note_decision(unit, card.id, found, evidence, "grant", by), make_number(secrets.token_bytes)
    until = valid_until(first_day(today, renews.valid_until) if renews else today, scheme.valid_months)
    issued = issued_by(unit.connection, issuer, number)
    text = _statement(number, card, found, judgement, evidence, issued, issuer.demo, today, until, renews)
    credential = Credential(
        id=new_id(),
        number=number,
        person_id=card.id,
        scheme=scheme.key,
        cycle=cycle,
        edition=1,
        scheme_version_id=found.version_id,
        decision_id=decision.id,
        title=scheme.title,
        kind=scheme.kind,
        statement=text,
        statement_hash=statement_hash(text),
        name_hash=keyring.search_hash("credential.name", number if card.covered else card.name),
        specimen=issuer.demo,
        issued_on=today,
        valid_until=until,
        created_at=unit.now,
        follows_id=renews.id if renews else None,
        origin="granted",
    )
    _begin_life(unit, credential, decision, by)
    unit.announce(CredentialGranted(credential.id, card.id, scheme.key, tuple(sorted(scheme.courses))))
    return credential


def note_decision(
    unit: Unit, person_id: str, found: SchemeInForce, evidence: Evidence, outcome: str, by: DecidedBy
) -> Decision:
    """Enter a decision (grant, refuse, defer) with the evidence it stands on, frozen (A13)."""
    decision = Decision(
        id=new_id(),
        person_id=person_id,
        scheme_version_id=found.version_id,
        outcome=outcome,
        decider=by.decider,
        grounds=evidence_record(evidence),
        at=unit.now,
        application_id=by.application_id,
        reasons=by.reasons,
        involvement_id=by.involvement_id,
        approver=by.approver,
        approver_involvement_id=by.approver_involvement_id,
    )
    unit.session.add(decision)
    unit.session.flush()
    return decision


def _statement(
    number: str,
    card: PersonCard,
    found: SchemeInForce,
    judgement: Judgement,
    evidence: Evidence,
    issued: IssuedBy,
    specimen: bool,
    today: date,
    until: date,
    renews: CredentialRecord | None,
) -> str:
    holder = {
        "name": card.name,
        "name_original": card.name_original or "",
        "rank": card.rank,
        "agency": card.agency_name,
        "country": card.country,
    }
    statement = make_statement(
        number=number,
        holder=holder,
        scheme=found.scheme,
        judgement=judgement,
        evidence=evidence,
        issuer=issued.name,
        verify_url=issued.verify_url,
        issued_on=today,
        valid_until=until,
        specimen=specimen,
    )
    if card.covered:
        statement = statement | {"disclosure": Disclosure.PROTECTED.value}
    return canonical({**statement, **issued.frozen, **({"renews": renews.number} if renews else {})})


def _begin_life(unit: Unit, credential: Credential, decision: Decision, by: DecidedBy) -> None:
    unit.session.add(credential)
    unit.session.flush()
    issued = CredentialEvent(
        id=new_id(),
        credential_id=credential.id,
        position=1,
        kind="issued",
        actor=by.decider,
        second=by.approver,
        reason="",
        at=unit.now,
    )
    unit.session.add(issued)
    unit.session.flush()
    record(
        unit,
        AuditTag.CREDENTIAL_GRANTED,
        actor=by.decider,
        subject=credential.id,
        scheme=credential.scheme,
        number=credential.number,
        statement=credential.statement_hash,
        **vouched(credential, issued, *(() if by.application_id else (decision,))),
    )
    enqueue(unit, "certificate.render", {"credential_id": credential.id}, key=f"certificate:{credential.id}")
    tell(unit, credential.person_id, "certificate-granted", f"granted:{credential.id}", title=credential.title)
