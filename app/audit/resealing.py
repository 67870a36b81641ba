"""A new data key takes over: what older ones sealed is sealed anew, then they can be retired (S12)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from app.audit.events import AuditTag
from app.audit.services import SYSTEM, record
from app.foundation.crypto import Keyring
from app.foundation.resealing import files_under_older, reseal_batch, reseal_file, rows_under_older, sealed_tables
from app.foundation.storage import Storage
from app.foundation.transaction import Database, Unit
from app.jobs.context import JobContext
from app.jobs.mail import letters_under_older, reseal_letters
from app.jobs.services import enqueue

JOB = "keys.reseal"
MOST_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Left:
    """What older data keys still seal: rows by table (letters of the outbox among them), and stored files."""

    rows: int
    files: int

    @property
    def nothing(self) -> bool:
        """Whether the older keys are needed no more."""
        return not self.rows and not self.files


def reseal(context: JobContext) -> None:
    """Seal what older keys sealed with the one that writes: `keys.reseal`, every hour, and at once after a rotation.

    Each batch is a transaction of its own, so it may be cut off anywhere and goes on where it stopped; it ends by
    itself after ten minutes, and the next turn goes on. Without an older key it does nothing.
    """
    keyring: Keyring = context.parts["keyring"]
    keyring.look_again()
    if keyring.older:
        reseal_all(context.database, context.parts["storage"], keyring, MOST_SECONDS)


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


def left_under_older(connection: sa.Connection, storage: Storage, keyring: Keyring) -> Left:
    """Return what older data keys still seal."""
    rows = sum(rows_under_older(connection, table, keyring.mark) for table in sealed_tables())
    return Left(rows + letters_under_older(connection, keyring), files_under_older(storage, keyring.mark))


def ask_for_resealing(unit: Unit, number: int) -> None:
    """Let the worker begin at once, and keep in the log that the data key with this number writes from now on."""
    enqueue(unit, JOB, {}, key=f"{JOB}:{number}")
    record(unit, AuditTag.KEYS_ROTATED, actor=SYSTEM, subject="data-key", number=number, step="begun")


def note_retired(unit: Unit, number: int) -> None:
    """Keep in the log that the data key with this number is needed no more."""
    record(unit, AuditTag.KEYS_ROTATED, actor=SYSTEM, subject="data-key", number=number, step="retired")
