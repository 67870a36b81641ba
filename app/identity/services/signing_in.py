"""The first factor: a name or service number and a password (O3, S8)."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.errors import Refusal
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity import passwords
from app.identity.account_queries import Account
from app.identity.models import Authenticator
from app.identity.services.actor import ANONYMOUS, Actor, of_person
from app.identity.services.browser_sessions import Opened, end_quietly, open_session
from app.identity.services.throttling import Try, account_bucket, clear, clear_own, forgive

_REHASH = (
    sa.update(Authenticator)
    .where(Authenticator.person_id == sa.bindparam("person"), Authenticator.kind == "password")
    .values(secret=sa.bindparam("new_secret", type_=Authenticator.secret.type))
)


class NoRoleHeld(Refusal):
    """The account holds no role at present."""

    code = "no_role_held"
    message = N_("Your account holds no role at present. Ask your agency's coordinator.")


@dataclass(frozen=True, slots=True)
class Browser:
    """Where someone signs in: what the browser calls itself, a shared computer or not, the session it had before."""

    device: str
    shared: bool
    earlier_session: str = ""


def note_wrong_password(unit: Unit, account: Account | None) -> None:
    """Record a failed sign-in; the counted try stays."""
    subject = of_person(account.person_id) if account else "person:unknown"
    record(unit, AuditTag.SIGN_IN_FAILED, actor=ANONYMOUS.id, subject=subject)


def note_wrong_again(unit: Unit, actor: Actor) -> None:
    """Record that someone signed in gave a wrong password where it is asked for again; the counted try stays."""
    record(
        unit, AuditTag.SIGN_IN_FAILED, actor=actor.id, role=actor.role, subject=of_person(actor.id), by="asked-again"
    )


def open_after_password(
    unit: Unit, keyring: Keyring, account: Account, tried: Try, browser: Browser, password: str
) -> Opened:
    """Open a session after a right password, at the stage `second`, `enrol` or `full`; the browser's earlier one ends.

    Earlier failures are forgotten only when nothing is left to pass. Raises `NoRoleHeld`.
    """
    if not account.roles:
        raise NoRoleHeld
    stage = stage_after_password(account)
    forgive(unit, tried)
    if stage == "full":
        clear(unit, account_bucket(keyring, account.person_id))
        clear_own(unit, tried)
    end_quietly(unit, browser.earlier_session)
    _keep_hash_current(unit, account, password)
    role = first_role(account.roles)
    token = open_session(unit, account.person_id, role=role, stage=stage, shared=browser.shared, device=browser.device)
    subject = of_person(account.person_id)
    record(unit, AuditTag.SIGN_IN_SUCCEEDED, actor=account.person_id, role=role, subject=subject, stage=stage)
    return Opened(token, stage)


def stage_after_password(account: Account) -> str:
    """Return what comes next: a code where a second factor stands, setting one up for staff, nothing for officers.

    Staff without codes use their passkey as the second step; an officer's passkey makes no password weaker or harder.
    """
    if account.second_factor or (account.staff and account.passkey):
        return "second"
    return "enrol" if account.staff else "full"


def first_role(roles: tuple[str, ...]) -> str:
    """Return the role that is active after sign-in: officer where held, else the first."""
    return "officer" if "officer" in roles else roles[0]


def _keep_hash_current(unit: Unit, account: Account, password: str) -> None:
    if account.password_hash and passwords.needs_new_hash(account.password_hash):
        values = {"person": account.person_id, "new_secret": passwords.hashed(password)}
        unit.connection.execute(_REHASH, values)
