"""Passkeys: added, named, removed, and signing in with one (W3C Web Authentication)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.db import UtcDateTime
from app.foundation.errors import NotFound, Refusal
from app.foundation.ids import new_id, new_public_id
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.account_queries import roles_of, second_factor_of
from app.identity.challenges import GOOD_FOR
from app.identity.models import Passkey, SpentChallenge
from app.identity.passkey_queries import credential_hash, own_passkeys, passkey_is_needed
from app.identity.passkeys import KnownKey, NewKey
from app.identity.policy import STAFF_ROLES
from app.identity.services.actor import ANONYMOUS, Actor, of_person
from app.identity.services.browser_sessions import Opened, end_quietly, open_session, renew_session
from app.identity.services.signing_in import Browser, NoRoleHeld, first_role
from app.identity.services.throttling import Try, forgive

MOST = 10
_RENAME = (
    sa.update(Passkey)
    .where(Passkey.public_id == sa.bindparam("which"), Passkey.person_id == sa.bindparam("owner"))
    .values(name=sa.bindparam("new_name", type_=Passkey.name.type))
)
_REMOVE = sa.delete(Passkey).where(
    Passkey.public_id == sa.bindparam("which"), Passkey.person_id == sa.bindparam("owner")
)
_REMOVE_ALL = sa.delete(Passkey).where(Passkey.person_id == sa.bindparam("owner"))
_USED = (
    sa.update(Passkey)
    .where(Passkey.id == sa.bindparam("which"))
    .values(sign_count=sa.bindparam("count"), used_at=sa.bindparam("now", type_=UtcDateTime))
)
_SPENT = sa.select(sa.exists().where(SpentChallenge.hash == sa.bindparam("hash")))
_SWEEP = sa.delete(SpentChallenge).where(SpentChallenge.at < sa.bindparam("before", type_=UtcDateTime))


class TooManyPasskeys(Refusal):
    """Ten passkeys are enough for anyone; more would hide one that is not theirs."""

    code = "too_many_passkeys"
    message = N_("You have ten passkeys. Remove one that you no longer use before you add another.")


class PasskeyKnown(Refusal):
    """The device's key is stored already."""

    code = "passkey_known"
    message = N_("This passkey is on the list already.")


class LastPasskey(Refusal):
    """Staff keep one passkey once they need one, and nobody removes their only second factor."""

    code = "last_passkey"
    message = N_("This is your only passkey, and your account needs one. Add another first, then remove this one.")


class ChallengeSpent(Refusal):
    """The same answer of a device came twice."""

    code = "challenge_spent"
    message = N_("This was sent before. Open the page again and use your passkey once more.")


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey just made, what its owner calls it, and the challenge that its making answered."""

    key: NewKey
    name: str
    challenge: bytes


@dataclass(frozen=True, slots=True)
class UsedKey:
    """A passkey whose signature holds, its new count, and the challenge that it signed."""

    key: KnownKey
    count: int
    challenge: bytes


def add_passkey(unit: Unit, session_hash: str, actor: Actor, new: NewPasskey) -> str | None:
    """Store the passkey and return the session's new token, at its last stage; None when the session is ended.

    Raises `ChallengeSpent`, `TooManyPasskeys`, `PasskeyKnown`.
    """
    spend(unit, new.challenge)
    present = own_passkeys(unit.connection, actor.id)
    if len(present) >= MOST:
        raise TooManyPasskeys
    hashed = credential_hash(new.key.credential_id)
    if unit.connection.scalar(sa.select(Passkey.id).where(Passkey.credential_hash == hashed)):
        raise PasskeyKnown
    token = renew_session(unit, session_hash)
    if token is None:
        return None
    row = Passkey(
        id=new_id(),
        public_id=new_public_id(),
        person_id=actor.id,
        credential_id=new.key.credential_id,
        credential_hash=hashed,
        public_key=new.key.public_key,
        sign_count=new.key.sign_count,
        name=new.name,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    record(unit, AuditTag.PASSKEY_ADDED, actor=actor.id, role=actor.role, subject=of_person(actor.id), passkey=row.id)
    return token


def rename_passkey(unit: Unit, public_id: str, actor: Actor, name: str) -> None:
    """Give one of the own passkeys another name. Raises `NotFound`."""
    if unit.connection.execute(_RENAME, {"which": public_id, "owner": actor.id, "new_name": name}).rowcount != 1:
        raise NotFound
    subject = of_person(actor.id)
    record(unit, AuditTag.PERSON_CHANGED, actor=actor.id, role=actor.role, subject=subject, changed="passkey-name")


def remove_passkey(unit: Unit, public_id: str, actor: Actor) -> None:
    """Remove one of the own passkeys. Raises `NotFound`, `LastPasskey`."""
    present = own_passkeys(unit.connection, actor.id)
    if public_id not in {one.public_id for one in present}:
        raise NotFound
    if len(present) == 1 and _must_stay(unit, actor.id):
        raise LastPasskey
    unit.connection.execute(_REMOVE, {"which": public_id, "owner": actor.id})
    record(unit, AuditTag.PASSKEY_REMOVED, actor=actor.id, role=actor.role, subject=of_person(actor.id))


def remove_all_passkeys(unit: Unit, person_id: str) -> int:
    """Remove every passkey of somebody who is let back in, without an entry of its own in the log."""
    return unit.connection.execute(_REMOVE_ALL, {"owner": person_id}).rowcount


def _must_stay(unit: Unit, person_id: str) -> bool:
    staff = bool(STAFF_ROLES.intersection(roles_of(unit.connection, person_id, unit.now)))
    no_code = second_factor_of(unit.connection, person_id).confirmed_at is None
    return staff and (no_code or passkey_is_needed(unit.connection, unit.now))


def spend(unit: Unit, challenge: bytes) -> None:
    """Note that the challenge was answered. Raises `ChallengeSpent` when it was before."""
    hashed = hashlib.sha256(challenge).hexdigest()
    if unit.connection.scalar(_SPENT, {"hash": hashed}):
        raise ChallengeSpent
    unit.session.add(SpentChallenge(hash=hashed, at=unit.now))
    unit.session.flush()


def note_use(unit: Unit, used: UsedKey) -> None:
    """Keep the passkey's count and time of use; the challenge is spent. Raises `ChallengeSpent`."""
    spend(unit, used.challenge)
    unit.connection.execute(_USED, {"which": used.key.id, "count": used.count, "now": unit.now})


def note_wrong_passkey(unit: Unit, key: KnownKey | None) -> None:
    """Record an answer that does not hold: of a passkey removed, altered, or too late."""
    subject = of_person(key.person_id) if key else "person:unknown"
    record(unit, AuditTag.SIGN_IN_FAILED, actor=ANONYMOUS.id, subject=subject, by="passkey")


def open_with_passkey(unit: Unit, used: UsedKey, browser: Browser, tried: Try) -> Opened:
    """Open a session with nothing left to pass; the browser's earlier one ends. Raises `NoRoleHeld`, `ChallengeSpent`.

    Failures that others made at the account's password are neither counted nor forgiven: nobody locks a passkey out.
    """
    person_id = used.key.person_id
    roles = roles_of(unit.connection, person_id, unit.now)
    if not roles:
        raise NoRoleHeld
    note_use(unit, used)
    forgive(unit, tried)
    end_quietly(unit, browser.earlier_session)
    role, subject = first_role(roles), of_person(person_id)
    token = open_session(unit, person_id, role=role, stage="full", shared=browser.shared, device=browser.device)
    record(unit, AuditTag.SIGN_IN_SUCCEEDED, actor=person_id, role=role, subject=subject, stage="full", by="passkey")
    return Opened(token, "full")


def sweep_challenges(unit: Unit) -> int:
    """Forget spent challenges that are too old to be taken anyway; for the nightly timetable."""
    return unit.connection.execute(_SWEEP, {"before": unit.now - 2 * GOOD_FOR}).rowcount
