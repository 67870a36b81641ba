"""Looks at the register: how often a stranger may look, and what the log keeps of a look by staff."""

from __future__ import annotations

import hmac
import ipaddress
import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accreditation.models import VerificationLook
from app.accreditation.queries import CredentialRecord
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.crypto import Keyring
from app.foundation.db import UtcDateTime
from app.foundation.errors import TooOften
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.foundation.words import N_

NAME = "credential.name"
REASONS = {
    "holder-asked": N_("The holder asked about it"),
    "verification-request": N_("A request to verify, from a court or an agency"),
    "appeal": N_("An appeal or a complaint"),
    "suspected-fraud": N_("Suspected fraud"),
    "correction": N_("A correction of the record"),
}
"""Why staff may look somebody up by name; the log keeps the key (A30)."""
CASE_REFERENCE = re.compile(r"[A-Z0-9][A-Z0-9/.-]{0,29}")

_SINCE = sa.bindparam("since", type_=UtcDateTime)
_TIMES = (
    sa.select(VerificationLook.at)
    .where(VerificationLook.bucket == sa.bindparam("bucket"), VerificationLook.at > _SINCE)
    .order_by(VerificationLook.at.desc())
    .limit(sa.bindparam("most"))
)
_SWEEP = sa.delete(VerificationLook).where(VerificationLook.at <= sa.bindparam("before", type_=UtcDateTime))
# On SQLite a unit is alone anyway; on PostgreSQL two looks at once would not see each other's count.
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:bucket, 7317830254893))")


@dataclass(frozen=True, slots=True)
class Limit:
    """How many looks of one kind may be counted in a span of time."""

    kind: str
    most: int
    within: timedelta

    def bucket(self, keyring: Keyring, *of: str) -> str:
        """Return the keyed hash under which the looks of `of` are counted."""
        return keyring.search_hash(f"look.{self.kind}", " ".join(of))


UNKNOWN_NUMBERS = Limit("unknown", 30, timedelta(minutes=1))
NAMES = Limit("name", 10, timedelta(minutes=15))
FILES = Limit("file", 20, timedelta(minutes=5))
STAFF_NAMES = Limit("staff-name", 30, timedelta(hours=1))
_KEPT = timedelta(hours=1)


def line_of(network: str) -> str:
    """Return what counts as one network: an IPv4 address, or the 64 bits that IPv6 gives to one line."""
    try:
        address = ipaddress.ip_address(network)
    except ValueError:
        return network
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else network


def refuse_too_many(connection: sa.Connection, limit: Limit, bucket: str, now: datetime) -> None:
    """Raise `TooOften` where the limit is reached; a plain read, one statement."""
    seconds = _wait(connection, limit, bucket, now)
    if seconds:
        raise TooOften(seconds=seconds)


def count_look(unit: Unit, bucket: str) -> None:
    """Count a look, and forget those that no longer count."""
    unit.connection.execute(_SWEEP, {"before": unit.now - _KEPT})
    unit.connection.execute(sa.insert(VerificationLook), {"id": new_id(), "bucket": bucket, "at": unit.now})


def take_look(unit: Unit, limit: Limit, bucket: str) -> int:
    """Count a look if the limit bears it, and return 0; else the seconds to wait. A hundred at once find no gap."""
    if unit.connection.dialect.name == "postgresql":
        unit.connection.execute(_LOCK, {"bucket": bucket})
    seconds = _wait(unit.connection, limit, bucket, unit.now)
    if not seconds:
        count_look(unit, bucket)
    return seconds


def take_staff_look(unit: Unit, keyring: Keyring, person_id: str) -> int:
    """Count that somebody asks whose a sign-in name is, or return the seconds to wait."""
    return take_look(unit, STAFF_NAMES, STAFF_NAMES.bucket(keyring, person_id))


def is_holders_name(keyring: Keyring, credential: CredentialRecord | None, typed: str) -> bool:
    """Whether the certificate was issued to this name; accents, case and spaces do not count. None is nobody's."""
    held = credential.name_hash if credential else ""
    return any(hmac.compare_digest(one, held) for one in keyring.search_hashes(NAME, typed))


def note_look_by_number(unit: Unit, actor: str, role: str, credential: CredentialRecord, why: str) -> None:
    """Keep that a member of staff opened the register's page of a certificate, or its record, and for what."""
    record(
        unit,
        AuditTag.REGISTER_LOOKED_UP_BY_NUMBER,
        actor=actor,
        role=role,
        subject=credential.id,
        number=credential.number,
        why=why,
    )


def note_look_by_file(
    unit: Unit, actor: str, role: str, sha256: str, credential: CredentialRecord | None, why: str
) -> None:
    """Keep that a member of staff looked a PDF up by its fingerprint, and for what."""
    subject = credential.id if credential else "register"
    record(unit, AuditTag.REGISTER_LOOKED_UP_BY_PDF, actor=actor, role=role, subject=subject, sha256=sha256, why=why)


def note_look_by_name(unit: Unit, actor: str, role: str, *, reason: str, case: str, found: list[str]) -> None:
    """Keep that staff looked a person up, why, and whose certificates were shown: ids, never the name (A30)."""
    record(
        unit,
        AuditTag.REGISTER_LOOKED_UP_BY_NAME,
        actor=actor,
        role=role,
        subject="register",
        reason=reason,
        case=case,
        found=found,
    )


def note_badge_handed_out(unit: Unit, actor: str, role: str, credential: CredentialRecord) -> None:
    """Keep that a member of staff took a copy of somebody's badge."""
    _note_handed_out(unit, AuditTag.BADGE_HANDED_OUT, actor, role, credential)


def note_handed_out(unit: Unit, actor: str, role: str, credential: CredentialRecord) -> None:
    """Keep that a member of staff took a copy of somebody's certificate."""
    _note_handed_out(unit, AuditTag.CERTIFICATE_FILE_HANDED_OUT, actor, role, credential)


def _note_handed_out(unit: Unit, tag: AuditTag, actor: str, role: str, credential: CredentialRecord) -> None:
    record(
        unit,
        tag,
        actor=actor,
        role=role,
        subject=credential.id,
        number=credential.number,
    )


def _wait(connection: sa.Connection, limit: Limit, bucket: str, now: datetime) -> int:
    values = {"bucket": bucket, "since": now - limit.within, "most": limit.most}
    times = connection.scalars(_TIMES, values).all()
    if len(times) < limit.most:
        return 0
    return max(1, math.ceil((times[-1] + limit.within - now).total_seconds()))
