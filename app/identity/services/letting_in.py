"""Back in without e-mail: the coordinator hands over a code that works once, the person sets a password (O5)."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.db import UtcDateTime
from app.foundation.errors import Refusal
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.account_queries import Account, roles_of
from app.identity.models import AccountRecovery, Authenticator, Person, RoleGrant
from app.identity.one_time_codes import code_hash, code_hashes, new_code
from app.identity.policy import STAFF_ROLES
from app.identity.services.actor import Actor, of_person
from app.identity.services.browser_sessions import end_all_quietly
from app.identity.services.passkeys import remove_all_passkeys
from app.identity.services.password_keeping import place_password
from app.identity.services.second_factor import remove, use_printed_code
from app.identity.services.throttling import Try, account_bucket, clear, forgive, second_factor_bucket

VALID_FOR = timedelta(hours=24)
_OPEN = sa.select(Authenticator.id, Authenticator.secret).where(
    Authenticator.person_id == sa.bindparam("person"),
    Authenticator.kind == "let_in",
    Authenticator.used_at.is_(None),
    Authenticator.expires_at > sa.bindparam("now", type_=UtcDateTime),
)
_PASSWORD = sa.exists().where(Authenticator.person_id == Person.id, Authenticator.kind == "password")
_STAFF_SINCE_THEN = sa.exists().where(
    RoleGrant.person_id == Person.id,
    RoleGrant.role.in_(STAFF_ROLES),
    RoleGrant.valid_from > Person.created_at,
)
_NEVER_OPENED = sa.select(Person.id).where(Person.id == sa.bindparam("person"), ~_PASSWORD)
_BY_TWO = sa.select(AccountRecovery.id).where(
    AccountRecovery.person_id == sa.bindparam("person"),
    AccountRecovery.state == "agreed",
    AccountRecovery.code_id == Authenticator.id,
    Authenticator.kind == "let_in",
)
_INVITED_AS = _NEVER_OPENED.where(~_STAFF_SINCE_THEN)


class StaffRecovery(Refusal):
    """One coordinator alone may not open an account that holds more than the officer's role."""

    code = "staff_recovery"
    message = N_(
        "This account holds a staff role. A code from one coordinator is not enough to open it: ask the operators of "
        "this system: two of them together let you back in (Users)."
    )


def make_let_in_code(unit: Unit, keyring: Keyring, person_id: str, actor: Actor) -> str:
    """Return a new code, which is shown now and never again; it is valid for 24 hours and works once.

    An earlier code stops working and the person's sessions end. Raises `StaffRecovery`.
    """
    refuse_staff(unit, person_id)
    code = place_let_in_code(unit, keyring, person_id)
    ended = end_all_quietly(unit, person_id)
    tag, subject = AuditTag.LET_BACK_IN_CODE_MADE, of_person(person_id)
    record(unit, tag, actor=actor.id, role=actor.role, subject=subject, ended=ended)
    return code


def place_let_in_code(unit: Unit, keyring: Keyring, person_id: str, valid_for: timedelta = VALID_FOR) -> str:
    """Store a new code in place of an earlier one and return it, without an entry in the log."""
    remove(unit, person_id, "let_in")
    code = new_code()
    row = Authenticator(
        id=new_id(),
        person_id=person_id,
        kind="let_in",
        secret=code_hash(keyring, person_id, code),
        expires_at=unit.now + valid_for,
        created_at=unit.now,
    )
    unit.session.add(row)
    return code


def refuse_staff(unit: Unit, person_id: str) -> None:
    """Raise `StaffRecovery` when the person holds any role but officer."""
    if STAFF_ROLES.intersection(roles_of(unit.connection, person_id, unit.now)):
        raise StaffRecovery


def never_opened(unit: Unit, person_id: str) -> bool:
    """Whether no password was ever set."""
    return unit.connection.scalar(_NEVER_OPENED, {"person": person_id}) is not None


def _refuse_unless_invited(unit: Unit, person_id: str) -> None:
    """A first code opens an account with the staff roles that it was made with; later ones ask for two persons."""
    if unit.connection.scalar(_INVITED_AS, {"person": person_id}) or unit.connection.scalar(
        _BY_TWO, {"person": person_id}
    ):
        return
    refuse_staff(unit, person_id)


def use_let_in_code(
    unit: Unit, keyring: Keyring, account: Account | None, code: str, new_hash: str, tried: Try
) -> bool:
    """Set the password of who holds the code and return True; False when name and code do not fit, which is recorded.

    The second factor goes with it (its device may be what was lost) and all sessions end. Raises `StaffRecovery`,
    unless this is the first code of an account that was made with its staff roles.
    """
    if account is None or not _use(unit, keyring, account.person_id, code):
        subject = of_person(account.person_id) if account else "person:unknown"
        record(unit, AuditTag.SIGN_IN_FAILED, actor="anonymous", subject=subject, by="let-in")
        return False
    person_id = account.person_id
    _refuse_unless_invited(unit, person_id)
    forgive(unit, tried)
    clear(unit, account_bucket(keyring, person_id))
    clear(unit, second_factor_bucket(keyring, person_id))
    removed = remove(unit, person_id, "totp", "recovery") | (remove_all_passkeys(unit, person_id) > 0)
    place_password(unit, person_id, new_hash)
    end_all_quietly(unit, person_id)
    subject = of_person(person_id)
    record(unit, AuditTag.LET_BACK_IN_CODE_USED, actor=person_id, subject=subject, second_factor_removed=removed)
    return True


def _use(unit: Unit, keyring: Keyring, person_id: str, code: str) -> bool:
    return use_printed_code(unit, _OPEN, code_hashes(keyring, person_id, code), {"person": person_id, "now": unit.now})
