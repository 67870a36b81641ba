"""Staff let back in by two persons: one asks and says why, another answers; neither is the person (security.md 3)."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.db import UtcDateTime
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.models import AccountRecovery, Authenticator
from app.identity.services.actor import Actor, of_person
from app.identity.services.browser_sessions import end_all_quietly
from app.identity.services.leavers import refuse_left
from app.identity.services.letting_in import place_let_in_code

OPEN_FOR = timedelta(days=3)
_OPEN_OF = sa.select(AccountRecovery.id).where(
    AccountRecovery.person_id == sa.bindparam("person"), AccountRecovery.state == "open"
)
_ONE = sa.select(
    AccountRecovery.id, AccountRecovery.person_id, AccountRecovery.asked_by, AccountRecovery.asked_at
).where(AccountRecovery.public_id == sa.bindparam("public_id"), AccountRecovery.state == "open")
_ANSWER = (
    sa.update(AccountRecovery)
    .where(AccountRecovery.id == sa.bindparam("which"), AccountRecovery.state == "open")
    .values(
        state=sa.bindparam("to_state"),
        answered_by=sa.bindparam("by"),
        answered_at=sa.bindparam("now", type_=UtcDateTime),
        code_id=sa.bindparam("code"),
    )
)
_CODE_OF = sa.select(Authenticator.id).where(
    Authenticator.person_id == sa.bindparam("person"), Authenticator.kind == "let_in"
)
_LAPSE = (
    sa.update(AccountRecovery)
    .where(AccountRecovery.state == "open", AccountRecovery.asked_at < sa.bindparam("before", type_=UtcDateTime))
    .values(state="lapsed")
)


class OwnAccount(Refusal):
    """Nobody lets themselves back in, locks themselves out, or answers for themselves."""

    code = "own_account"
    message = N_("This is your own account. Somebody else has to do this.")


class AskedAlready(Refusal):
    """One request at a time."""

    code = "asked_already"
    message = N_("Somebody asked for this already. A second operator answers it on the page Users.")


class SecondPersonNeeded(Refusal):
    """Who asked does not answer."""

    code = "second_person_needed"
    message = N_("You asked for this yourself. Another operator has to look at it and answer.")


class RequestLapsed(Refusal):
    """Nobody answered in three days."""

    code = "request_lapsed"
    message = N_("This was asked more than three days ago and has lapsed. Ask again if it is still needed.")


def ask_recovery(unit: Unit, person_id: str, reason: str, actor: Actor) -> str:
    """Ask that somebody be let back in and return the request's public id.

    Raises `OwnAccount`, `AskedAlready`, `HasLeft`.
    """
    if person_id == actor.id:
        raise OwnAccount
    refuse_left(unit, person_id)
    unit.connection.execute(_LAPSE, {"before": unit.now - OPEN_FOR})
    if unit.connection.scalar(_OPEN_OF, {"person": person_id}):
        raise AskedAlready
    request = AccountRecovery(
        id=new_id(),
        public_id=new_public_id(),
        person_id=person_id,
        reason=reason,
        asked_by=actor.id,
        asked_at=unit.now,
        state="open",
    )
    unit.session.add(request)
    unit.session.flush()
    record(unit, AuditTag.RECOVERY_ASKED, actor=actor.id, role=actor.role, subject=of_person(person_id))
    return request.public_id


def answer_recovery(unit: Unit, keyring: Keyring, public_id: str, *, agree: bool, actor: Actor) -> str | None:
    """Agree or refuse as the second person; where agreed, return the code, shown now and never again.

    The person's sessions end at once; password and every second factor go when the code is used, within a day.
    Raises `NotFound`, `OwnAccount`, `SecondPersonNeeded`, `RequestLapsed`.
    """
    row = unit.connection.execute(_ONE, {"public_id": public_id}).one_or_none()
    if row is None:
        raise NotFound
    if row.person_id == actor.id:
        raise OwnAccount
    if row.asked_by == actor.id:
        raise SecondPersonNeeded
    if unit.now - row.asked_at > OPEN_FOR:
        raise RequestLapsed
    state = "agreed" if agree else "refused"
    code = place_let_in_code(unit, keyring, row.person_id) if agree else None
    unit.session.flush()
    code_id = unit.connection.scalar(_CODE_OF, {"person": row.person_id}) if agree else None
    values = {"which": row.id, "to_state": state, "by": actor.id, "now": unit.now, "code": code_id}
    if unit.connection.execute(_ANSWER, values).rowcount != 1:
        raise NotFound
    ended = end_all_quietly(unit, row.person_id) if agree else 0
    tag = AuditTag.RECOVERY_AGREED if agree else AuditTag.RECOVERY_REFUSED
    subject = of_person(row.person_id)
    record(unit, tag, actor=actor.id, role=actor.role, subject=subject, asked_by=row.asked_by, ended=ended)
    return code


def take_back(unit: Unit, public_id: str, actor: Actor) -> None:
    """Take back what one asked for oneself. Raises `NotFound`."""
    row = unit.connection.execute(_ONE, {"public_id": public_id}).one_or_none()
    if row is None or row.asked_by != actor.id:
        raise NotFound
    values = {"which": row.id, "to_state": "taken-back", "by": None, "now": unit.now, "code": None}
    unit.connection.execute(_ANSWER, values)
    record(unit, AuditTag.RECOVERY_TAKEN_BACK, actor=actor.id, role=actor.role, subject=of_person(row.person_id))
