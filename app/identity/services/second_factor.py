"""The second factor: a code of an authenticator app or a printed recovery code (O4, S8; RFC 6238)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.db import UtcDateTime
from app.foundation.errors import NotFound
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity.account_queries import roles_of
from app.identity.models import Authenticator
from app.identity.one_time_codes import RECOVERY_CODES, code_hash, code_hashes, matched_step, new_code
from app.identity.passkey_queries import lacks_factor
from app.identity.services.actor import Actor, of_person
from app.identity.services.browser_sessions import Opened, renew_session
from app.identity.services.throttling import Try, account_bucket, clear, forgive, second_factor_bucket

_OF_PERSON = Authenticator.person_id == sa.bindparam("person")
_TOTP = sa.select(Authenticator.id, Authenticator.secret).where(
    _OF_PERSON, Authenticator.kind == "totp", Authenticator.confirmed_at.is_not(None)
)
_RECOVERY = sa.select(Authenticator.id, Authenticator.secret).where(
    _OF_PERSON, Authenticator.kind == "recovery", Authenticator.used_at.is_(None)
)
_USE_STEP = (
    sa.update(Authenticator)
    .where(
        Authenticator.id == sa.bindparam("which"),
        sa.or_(Authenticator.last_step.is_(None), Authenticator.last_step < sa.bindparam("step")),
    )
    .values(last_step=sa.bindparam("step"))
)
_USE_CODE = (
    sa.update(Authenticator)
    .where(Authenticator.id == sa.bindparam("which"), Authenticator.used_at.is_(None))
    .values(used_at=sa.bindparam("now", type_=UtcDateTime))
)
_KEPT = (
    sa.update(Authenticator)
    .where(_OF_PERSON, Authenticator.kind == "recovery", Authenticator.confirmed_at.is_(None))
    .values(confirmed_at=sa.bindparam("now", type_=UtcDateTime))
)
_REMOVE = sa.delete(Authenticator).where(_OF_PERSON, Authenticator.kind.in_(sa.bindparam("kinds", expanding=True)))


def pass_second_factor(
    unit: Unit, keyring: Keyring, session_hash: str, actor: Actor, code: str, tried: Try
) -> Opened | None:
    """Finish signing in with `code` and return the session's new token, or None: wrong, used before, or too late.

    The stage is `enrol` where a passkey is needed and none is there. The failure is
    recorded and its counted try stays, so the caller returns it and does not raise.
    """
    tag = use_code(unit, keyring, actor.id, code)
    roles = roles_of(unit.connection, actor.id, unit.now)
    stage = "enrol" if lacks_factor(unit.connection, actor.id, roles, unit.now) else "full"
    token = renew_session(unit, session_hash, stage=stage) if tag else None
    if not tag or not token:
        note_wrong_code(unit, actor)
        return None
    forgive(unit, tried)
    clear(unit, second_factor_bucket(keyring, actor.id))
    clear(unit, account_bucket(keyring, actor.id))
    record(unit, tag, actor=actor.id, role=actor.role, subject=of_person(actor.id))
    return Opened(token, stage)


def note_wrong_code(unit: Unit, actor: Actor) -> None:
    """Record a wrong code; its counted try stays."""
    record(unit, AuditTag.SECOND_FACTOR_FAILED, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def use_code(unit: Unit, keyring: Keyring, person_id: str, code: str) -> AuditTag | None:
    """Use up a code of the app or a recovery code and return which, or None. Each code works once."""
    if _use_app_code(unit, person_id, code):
        return AuditTag.SECOND_FACTOR_USED
    if use_printed_code(unit, _RECOVERY, code_hashes(keyring, person_id, code), {"person": person_id}):
        return AuditTag.RECOVERY_CODE_USED
    return None


def _use_app_code(unit: Unit, person_id: str, code: str) -> bool:
    row = unit.connection.execute(_TOTP, {"person": person_id}).one_or_none()
    step = matched_step(row.secret, code, unit.now) if row else None
    if row is None or step is None:
        return False
    return unit.connection.execute(_USE_STEP, {"which": row.id, "step": step}).rowcount == 1


def use_printed_code(unit: Unit, codes: sa.Select[str, str], wanted: Sequence[str], values: Mapping[str, Any]) -> bool:
    """Use up the code among `codes` whose stored hash is among `wanted`; all are compared, in constant time."""
    rows = unit.connection.execute(codes, values).all()
    found = [row.id for row in rows for one in wanted if hmac.compare_digest(row.secret, one)]
    if not found:
        return False
    return unit.connection.execute(_USE_CODE, {"which": found[0], "now": unit.now}).rowcount == 1


def confirm_second_factor(
    unit: Unit, keyring: Keyring, session_hash: str, actor: Actor, secret: str, code: str
) -> tuple[str, tuple[str, ...]] | None:
    """Set up the second factor when `code` is the app's present one: return the session's new token and ten recovery
    codes, which are shown now and never again; None when the code does not fit.
    """
    step = matched_step(secret, code, unit.now)
    if step is None:
        return None
    place_totp(unit, actor.id, secret, step)
    roles = roles_of(unit.connection, actor.id, unit.now)
    stage = "enrol" if lacks_factor(unit.connection, actor.id, roles, unit.now) else "full"
    token = renew_session(unit, session_hash, stage=stage)
    if token is None:
        raise NotFound
    codes = _place_recovery_codes(unit, keyring, actor.id)
    record(unit, AuditTag.SECOND_FACTOR_SET, actor=actor.id, role=actor.role, subject=of_person(actor.id))
    return token, codes


def make_recovery_codes(unit: Unit, keyring: Keyring, actor: Actor) -> tuple[str, ...]:
    """Replace the recovery codes and return the new ten, which are shown now and never again."""
    codes = _place_recovery_codes(unit, keyring, actor.id)
    record(unit, AuditTag.RECOVERY_CODES_MADE, actor=actor.id, role=actor.role, subject=of_person(actor.id))
    return codes


def keep_recovery_codes(unit: Unit, actor: Actor) -> None:
    """Note that the person says they printed or wrote down the codes."""
    if unit.connection.execute(_KEPT, {"person": actor.id, "now": unit.now}).rowcount:
        subject = of_person(actor.id)
        record(unit, AuditTag.PERSON_CHANGED, actor=actor.id, role=actor.role, subject=subject, changed="codes-kept")


def place_totp(unit: Unit, person_id: str, secret: str, step: int | None = None) -> None:
    """Store the secret in place of an earlier one, without an entry in the log; the code of `step` is used up."""
    remove(unit, person_id, "totp")
    unit.session.add(_row(unit, person_id, "totp", secret, last_step=step, confirmed_at=unit.now))
    unit.session.flush()


def _place_recovery_codes(unit: Unit, keyring: Keyring, person_id: str) -> tuple[str, ...]:
    remove(unit, person_id, "recovery")
    codes = tuple(new_code() for _ in range(RECOVERY_CODES))
    unit.session.add_all(_row(unit, person_id, "recovery", code_hash(keyring, person_id, code)) for code in codes)
    return codes


def remove(unit: Unit, person_id: str, *kinds: str) -> bool:
    """Remove authenticators of these kinds; True when there were any."""
    return unit.connection.execute(_REMOVE, {"person": person_id, "kinds": list(kinds)}).rowcount > 0


def _row(unit: Unit, person_id: str, kind: str, secret: str, **more: object) -> Authenticator:
    return Authenticator(id=new_id(), person_id=person_id, kind=kind, secret=secret, created_at=unit.now, **more)
