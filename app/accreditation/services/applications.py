"""Requirements that are met end in a grant by the rule, or in a case before the desk."""

from __future__ import annotations

from app.accreditation.domain.case import CaseStanding, is_sampled
from app.accreditation.models import Application
from app.accreditation.queries import SchemeInForce
from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.crypto import Keyring
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit


def is_drawn(keyring: Keyring, person_id: str, found: SchemeInForce, cycle: int = 1) -> bool:
    """Whether staff look at this person's case first. A keyed hash decides: asking again changes nothing (A13)."""
    drawn = keyring.search_hash("accreditation.sample", f"{person_id} {found.scheme.key} {cycle}")
    return is_sampled(found.scheme.decision, int(drawn[:8], 16))


def open_case(
    unit: Unit,
    person_id: str,
    found: SchemeInForce,
    evidence_hash: str,
    *,
    reason: str = "requirements-met",
    cycle: int = 1,
    turn: int = 1,
) -> Application:
    """Put a case before the desk. The unique key (person, scheme, cycle, turn) makes doing it twice end in one."""
    case = Application(
        id=new_id(),
        public_id=new_public_id(),
        person_id=person_id,
        scheme=found.scheme.key,
        cycle=cycle,
        turn=turn,
        scheme_version_id=found.version_id,
        reason=reason,
        state="waiting",
        evidence_hash=evidence_hash,
        opened_at=unit.now,
        changed_at=unit.now,
    )
    unit.session.add(case)
    unit.session.flush()
    record(
        unit,
        AuditTag.CASE_OPENED,
        actor=SYSTEM,
        subject=f"case:{case.id}",
        person=person_id,
        scheme=case.scheme,
        cycle=cycle,
        turn=turn,
        reason=reason,
    )
    return case


def wait_again(unit: Unit, standing: CaseStanding, found: SchemeInForce, evidence_hash: str) -> None:
    """What was asked for has come: a deferred case waits for a decision again, under the rules now in force."""
    case = unit.session.get_one(Application, standing.id)
    case.state, case.evidence_hash, case.changed_at = "waiting", evidence_hash, unit.now
    case.scheme_version_id = found.version_id
    unit.session.flush()
    record(unit, AuditTag.CASE_WAITS_AGAIN, actor=SYSTEM, subject=f"case:{case.id}", person=case.person_id)
