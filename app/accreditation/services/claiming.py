"""Taking a case from the queue, and putting it back."""

from __future__ import annotations

import sqlalchemy as sa

from app.accreditation.domain.case import claim_is_held
from app.accreditation.models import Application
from app.accreditation.services.deciding import AlreadyDecided, ClaimedByColleague
from app.accreditation.services.parting import Barred, bars_for
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.identity.services.actor import Actor

_CASE = sa.select(Application).where(Application.public_id == sa.bindparam("public_id")).with_for_update()


def claim(unit: Unit, public_id: str, actor: Actor) -> None:
    """Take the case, so that colleagues leave it alone. Raises `Barred`, `ClaimedByColleague`, `AlreadyDecided`."""
    case = _case(unit, public_id)
    if case.state == "decided":
        raise AlreadyDecided
    if claim_is_held(case.claimed_at, unit.now) and case.claimed_by != actor.id:
        raise ClaimedByColleague
    bars = bars_for(unit, case.person_id, actor.id, "decider", f"application:{case.id}")
    if bars:
        raise Barred(bars)
    if case.claimed_by != actor.id or not claim_is_held(case.claimed_at, unit.now):
        case.claimed_by, case.claimed_at = actor.id, unit.now
        unit.session.flush()
        _log(unit, AuditTag.CASE_CLAIMED, actor, case)


def release(unit: Unit, public_id: str, actor: Actor) -> None:
    """Put the case back into the queue; what somebody else holds stays theirs."""
    case = _case(unit, public_id)
    if case.claimed_by == actor.id:
        case.claimed_by, case.claimed_at = None, None
        unit.session.flush()
        _log(unit, AuditTag.CASE_RELEASED, actor, case)


def _case(unit: Unit, public_id: str) -> Application:
    case = unit.session.scalars(_CASE, {"public_id": public_id}).one_or_none()
    if case is None:
        raise NotFound
    return case


def _log(unit: Unit, tag: AuditTag, actor: Actor, case: Application) -> None:
    record(unit, tag, actor=actor.id, role=actor.role, subject=f"case:{case.id}", person=case.person_id)
