"""What every act on a credential shares: the credential with its life, the check that it may happen, the next event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accreditation.domain.life import Act, legal_acts
from app.accreditation.facts import CredentialChanged
from app.accreditation.models import Credential, CredentialEvent
from app.accreditation.services.parting import involve
from app.accreditation.vouching import vouched
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.services.actor import Actor

_TAGS = {
    "suspended": AuditTag.CREDENTIAL_SUSPENDED,
    "reinstated": AuditTag.CREDENTIAL_REINSTATED,
    "withdrawn": AuditTag.CREDENTIAL_WITHDRAWN,
    "superseded": AuditTag.CREDENTIAL_SUPERSEDED,
}
# Two acts on one credential wait for each other on PostgreSQL; on SQLite a unit is alone anyway.
_LOCKED = sa.select(Credential).where(Credential.number == sa.bindparam("number")).with_for_update()
_EVENTS = (
    sa.select(CredentialEvent.kind)
    .where(CredentialEvent.credential_id == sa.bindparam("credential_id"))
    .order_by(CredentialEvent.position)
)


class ActNotPossible(Refusal):
    """The state of the credential does not allow this act now."""

    code = "act_not_possible"
    message = N_(
        "This cannot be done to the certificate in its present state. Somebody may have acted on it since you opened "
        "the page: open it in the register again."
    )


class OwnCredential(Refusal):
    """Nobody acts on a credential of their own."""

    code = "own_credential"
    message = N_("This certificate is your own. Leave it to a colleague.")


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why: the class that the public may read, and the words of staff (no names; up to 200 characters)."""

    key: str
    words: str


def living(unit: Unit, number: str, act: Act, actor: Actor) -> tuple[Credential, tuple[str, ...]]:
    """Return the credential, locked, and the kinds of its events in order.

    Raises `NotFound`, `OwnCredential`, or `ActNotPossible` where its state does not allow the act.
    """
    credential = unit.session.scalars(_LOCKED, {"number": number}).one_or_none()
    if credential is None:
        raise NotFound
    if credential.person_id == actor.id:
        raise OwnCredential
    events = tuple(unit.connection.scalars(_EVENTS, {"credential_id": credential.id}))
    if act not in legal_acts(events, credential.valid_until, unit.now.date()):
        raise ActNotPossible
    return credential, events


def take_part(unit: Unit, credential: Credential, actor: Actor) -> None:
    """Note that the actor decides about this credential: who does so hears no appeal about it. Raises `Barred`."""
    involve(unit, credential.person_id, actor.id, "decider", f"credential:{credential.id}")


def happen(
    unit: Unit,
    credential: Credential,
    events: tuple[str, ...],
    kind: str,
    actor: Actor,
    grounds: Grounds,
    *,
    second: str | None = None,
    condition: str | None = None,
    ends_on: date | None = None,
) -> None:
    """Enter the next event of a credential, note it in the log and announce it."""
    event = CredentialEvent(
        id=new_id(),
        credential_id=credential.id,
        position=len(events) + 1,
        kind=kind,
        actor=actor.id,
        second=second,
        grounds=grounds.key,
        reason=grounds.words,
        condition=condition,
        ends_on=ends_on,
        at=unit.now,
    )
    unit.session.add(event)
    unit.session.flush()
    told: dict[str, Any] = {"number": credential.number, "grounds": grounds.key, "event": event.id}
    told |= ({"second": second} if second else {}) | vouched(event)
    record(unit, _TAGS[kind], actor=actor.id, role=actor.role, subject=credential.id, **told)
    unit.announce(CredentialChanged(credential.id, credential.person_id, kind))
