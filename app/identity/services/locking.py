"""An account locked by an operator: nothing opens it until it is unlocked; roles, record and certificates stay."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.transaction import Unit
from app.identity.models import AccountLock
from app.identity.services.actor import Actor, of_person
from app.identity.services.browser_sessions import end_all_quietly
from app.identity.services.recovering import OwnAccount

_HELD = sa.select(AccountLock.person_id).where(AccountLock.person_id == sa.bindparam("person"))
_LIFT = sa.delete(AccountLock).where(AccountLock.person_id == sa.bindparam("person"))


def lock_account(unit: Unit, person_id: str, reason: str, actor: Actor) -> bool:
    """Lock the account and end its sessions in the same transaction; False when it is locked. Raises `OwnAccount`."""
    if person_id == actor.id:
        raise OwnAccount
    if unit.connection.scalar(_HELD, {"person": person_id}):
        return False
    unit.session.add(AccountLock(person_id=person_id, reason=reason, locked_by=actor.id, locked_at=unit.now))
    unit.session.flush()
    ended = end_all_quietly(unit, person_id)
    tag = AuditTag.ACCOUNT_LOCKED
    record(unit, tag, actor=actor.id, role=actor.role, subject=of_person(person_id), ended=ended)
    return True


def unlock_account(unit: Unit, person_id: str, actor: Actor) -> bool:
    """Unlock the account; False when it is not locked. Raises `OwnAccount`."""
    if person_id == actor.id:
        raise OwnAccount
    if unit.connection.execute(_LIFT, {"person": person_id}).rowcount != 1:
        return False
    record(unit, AuditTag.ACCOUNT_UNLOCKED, actor=actor.id, role=actor.role, subject=of_person(person_id))
    return True
