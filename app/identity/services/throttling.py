"""How often may be guessed: a try is counted before it is judged, so a hundred at once find no gap (S8)."""

from __future__ import annotations

import ipaddress
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.foundation.crypto import Keyring
from app.foundation.db import UtcDateTime
from app.foundation.ids import new_id
from app.foundation.transaction import Unit
from app.identity.models import SignInFailure

WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_NETWORK, PER_BOTH = 10, 50, 5

_LATEST = (
    sa.select(SignInFailure.at)
    .where(
        SignInFailure.bucket == sa.bindparam("bucket"),
        SignInFailure.at > sa.bindparam("since", type_=UtcDateTime),
    )
    .order_by(SignInFailure.at.desc())
    .limit(sa.bindparam("most"))
)
_FORGIVE = sa.delete(SignInFailure).where(SignInFailure.id.in_(sa.bindparam("tries", expanding=True)))
_CLEAR = sa.delete(SignInFailure).where(SignInFailure.bucket == sa.bindparam("bucket"))
_SWEEP = sa.delete(SignInFailure).where(SignInFailure.at < sa.bindparam("before", type_=UtcDateTime))
# On SQLite a unit is alone anyway; on PostgreSQL two tries on one account would not see each other's count.
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:bucket, 7317830254892))")


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is counted under a keyed hash, and how many failures it bears in 15 minutes."""

    key: str
    most: int


@dataclass(frozen=True, slots=True)
class Try:
    """A counted try; `seconds` is how long to wait when the limit was reached, else 0."""

    rows: tuple[str, ...]
    seconds: int
    buckets: tuple[Bucket, ...] = ()


def account_bucket(keyring: Keyring, account: str) -> Bucket:
    """Return the count of an account: the person's id, or what was typed where nobody is called so."""
    return Bucket(keyring.search_hash("failure.account", account), PER_ACCOUNT)


def account_here_bucket(keyring: Keyring, account: str, network: str) -> Bucket:
    """Return the count of an account from one network: half of the account's, so no one line makes its owner wait."""
    return Bucket(keyring.search_hash("failure.account-here", f"{account} {_line(network)}"), PER_BOTH)


def device_bucket(keyring: Keyring, letters: str) -> Bucket:
    """Return the count of a browser that the account's owner signed in with before; strangers cannot reach it."""
    return Bucket(keyring.search_hash("failure.device", letters), PER_ACCOUNT)


def again_bucket(keyring: Keyring, person_id: str) -> Bucket:
    """Return the count of wrong passwords in sessions that are open; guesses at the sign-in do not reach it."""
    return Bucket(keyring.search_hash("failure.again", person_id), PER_ACCOUNT)


def let_in_bucket(keyring: Keyring, account: str, network: str) -> Bucket:
    """Return the count of wrong let-in codes from one network: 50 random bits bear guessing from many."""
    return Bucket(keyring.search_hash("failure.let-in", f"{account} {_line(network)}"), PER_ACCOUNT)


def second_factor_bucket(keyring: Keyring, person_id: str) -> Bucket:
    """Return the count of wrong codes; a right password does not clear it."""
    return Bucket(keyring.search_hash("failure.second-factor", person_id), PER_ACCOUNT)


def network_bucket(keyring: Keyring, network: str) -> Bucket:
    """Return the count of a network address; the 64 bits that IPv6 gives to one line count as one."""
    return Bucket(keyring.search_hash("failure.network", _line(network)), PER_NETWORK)


def _line(network: str) -> str:
    try:
        address = ipaddress.ip_address(network)
    except ValueError:
        return network
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else network


def count_try(unit: Unit, *buckets: Bucket) -> Try:
    """Count a try as failed in every bucket, or in none and say how long to wait. Call it in a unit of its own before
    judging the try; `forgive` takes it back when the try was right.
    """
    seconds = max(_wait(unit, bucket) for bucket in buckets)
    if seconds:
        return Try((), seconds)
    rows = [SignInFailure(id=new_id(), bucket=bucket.key, at=unit.now) for bucket in buckets]
    unit.session.add_all(rows)
    return Try(tuple(row.id for row in rows), 0, buckets)


def _wait(unit: Unit, bucket: Bucket) -> int:
    if unit.connection.dialect.name == "postgresql":
        unit.connection.execute(_LOCK, {"bucket": bucket.key})
    values = {"bucket": bucket.key, "since": unit.now - WINDOW, "most": bucket.most}
    times = unit.connection.scalars(_LATEST, values).all()
    return _seconds(times[-1], unit.now) if len(times) >= bucket.most else 0


def _seconds(oldest: datetime, now: datetime) -> int:
    return max(1, math.ceil((oldest + WINDOW - now).total_seconds()))


def forgive(unit: Unit, tried: Try) -> None:
    """Take back a try that was right."""
    unit.connection.execute(_FORGIVE, {"tries": list(tried.rows)})


def clear_own(unit: Unit, tried: Try) -> None:
    """Forget the earlier failures of the account where this right try was counted; those of the network stay."""
    for bucket in tried.buckets:
        if bucket.most != PER_NETWORK:
            clear(unit, bucket)


def clear(unit: Unit, bucket: Bucket) -> None:
    """Forget the earlier failures of `bucket`."""
    unit.connection.execute(_CLEAR, {"bucket": bucket.key})


def sweep(unit: Unit) -> int:
    """Forget failures that no longer count; for the nightly timetable."""
    return unit.connection.execute(_SWEEP, {"before": unit.now - WINDOW}).rowcount
