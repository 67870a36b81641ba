"""A new data key takes over: what older ones sealed and hashed is made anew, then they can be retired (S12)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.crypto import Keyring
from app.foundation.rehashing import HashedRows, rehash_batch, rows_to_rehash
from app.foundation.resealing import files_under_older, reseal_batch, reseal_file, rows_under_older, sealed_tables
from app.foundation.storage import Storage
from app.foundation.transaction import Database, Unit
from app.jobs.context import JobContext
from app.jobs.mail import letters_under_older, reseal_letters
from app.jobs.services import enqueue

JOB = "keys.reseal"
MOST_SECONDS = 600.0
UNTIL_ALL_KNOW = timedelta(seconds=30)
"""So long after a key came or went every process has looked at the folder of keys; only then are hashes made anew."""


@dataclass(frozen=True, slots=True)
class Left:
    """What older data keys still made: sealed rows (letters of the outbox too), files, and hashed rows."""

    rows: int
    files: int
    hashed: int

    @property
    def nothing(self) -> bool:
        """Whether the older keys are needed no more."""
        return not self.rows and not self.files and not self.hashed


def reseal(context: JobContext) -> None:
    """Make anew what older keys sealed and hashed: `keys.reseal`, every hour, and half a minute after keys changed.

    Each batch is a transaction of its own, so it may be cut off anywhere and goes on where it stopped; it ends by
    itself after ten minutes, and the next turn goes on. Without an older key it only takes away its last hashes.
    """
    keyring: Keyring = context.parts["keyring"]
    hashed: Sequence[HashedRows] = context.parts["hashed_rows"]
    keyring.look_again()
    end = time.monotonic() + MOST_SECONDS
    with context.database.reading() as connection:
        unsettled = any(one.unsettled(connection, keyring) for one in hashed)
    if keyring.older or unsettled:
        rehash_all(context.database, hashed, keyring, end)
    if keyring.older:
        reseal_all(context.database, context.parts["storage"], keyring, end - time.monotonic())


def rehash_all(database: Database, hashed: Sequence[HashedRows], keyring: Keyring, end: float) -> bool:
    """Go through all rows with hashes once; False where the time ran out before the end."""
    for one in hashed:
        after = database.write(partial(rehash_batch, keyring=keyring, hashed=one, after=""))
        while after:
            if time.monotonic() > end:
                return False
            after = database.write(partial(rehash_batch, keyring=keyring, hashed=one, after=after))
    return True


def reseal_all(database: Database, storage: Storage, keyring: Keyring, seconds: float) -> bool:
    """Go through all rows, letters and files once; False where the time ran out before the end."""
    end = time.monotonic() + seconds
    for table in sealed_tables():
        after = database.write(partial(reseal_batch, keyring=keyring, table=table, after=None))
        while after is not None:
            if time.monotonic() > end:
                return False
            after = database.write(partial(reseal_batch, keyring=keyring, table=table, after=after))
    database.write(partial(reseal_letters, keyring=keyring))
    for key in list(storage.files.keys()):
        if time.monotonic() > end:
            return False
        reseal_file(storage, keyring, key)
    return True


def left_under_older(
    connection: sa.Connection, storage: Storage, keyring: Keyring, hashed: Sequence[HashedRows]
) -> Left:
    """Return what older data keys still made."""
    rows = sum(rows_under_older(connection, table, keyring.mark) for table in sealed_tables())
    return Left(
        rows + letters_under_older(connection, keyring),
        files_under_older(storage, keyring.mark),
        sum(rows_to_rehash(connection, keyring, one) for one in hashed),
    )


def ask_for_resealing(unit: Unit, number: int) -> None:
    """Let the worker begin, and keep in the log that the data key with this number writes from now on."""
    enqueue(unit, JOB, {}, key=f"{JOB}:{number}", delay=UNTIL_ALL_KNOW)
    record(unit, AuditTag.KEYS_ROTATED, actor=SYSTEM, subject="data-key", number=number, step="begun")


def note_retired(unit: Unit, number: int) -> None:
    """Keep in the log that the data key with this number is needed no more; the worker takes its last hashes away."""
    enqueue(unit, JOB, {}, key=f"{JOB}:{number}:retired", delay=UNTIL_ALL_KNOW)
    record(unit, AuditTag.KEYS_ROTATED, actor=SYSTEM, subject="data-key", number=number, step="retired")
