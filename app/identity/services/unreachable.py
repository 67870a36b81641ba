"""Letters that do not arrive at somebody's address: noted, told in the house, and tried again when they say so."""

from __future__ import annotations

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.transaction import Unit
from app.identity.models import UnreachableMail
from app.identity.services.actor import SYSTEM, Actor, of_person
from app.identity.services.messaging import tell
from app.identity.unreachable_queries import at_address

_FORGET = sa.delete(UnreachableMail).where(UnreachableMail.person_id == sa.bindparam("person"))


def note_unreachable(unit: Unit, address: str, how: str) -> int:
    """Note that letters to this address do not arrive, for each person who has it; return for how many that is new.

    `how` is `refused` (by the mail server), `bounced` (a report came back) or `told` (an operator says so).
    """
    new = [one for one in at_address(unit.connection, address) if unit.session.get(UnreachableMail, one) is None]
    for person_id in new:
        unit.session.add(UnreachableMail(person_id=person_id, since=unit.now, how=how))
        key = f"mail-unreachable:{person_id}:{unit.now:%Y%m%d%H%M%S}"
        tell(unit, person_id, "mail-unreachable", key, mailed=True)
        record(unit, AuditTag.MAIL_UNREACHABLE, actor=SYSTEM.id, subject=of_person(person_id), how=how)
    unit.session.flush()
    return len(new)


def try_again(unit: Unit, actor: Actor) -> None:
    """Have letters go to one's own address again."""
    if forget_unreachable(unit, actor.id):
        record(unit, AuditTag.MAIL_TRIED_AGAIN, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def forget_unreachable(unit: Unit, person_id: str) -> bool:
    """Forget that letters to somebody did not arrive, as their address is another now; False where none were lost."""
    return unit.connection.execute(_FORGET, {"person": person_id}).rowcount == 1
