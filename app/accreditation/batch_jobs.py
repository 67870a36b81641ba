"""What the worker does for cohorts: grants person by person, and puts the certificates of a batch into one file."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from hashlib import sha256

import sqlalchemy as sa
import structlog

from app.accreditation.batch_queries import BatchFile, batch_files, people_waiting
from app.accreditation.domain.cohort import Why
from app.accreditation.models import GrantBatch
from app.accreditation.services.batch_granting import finish_batch, grant_one, leave_out_one
from app.accreditation.services.batching import note
from app.accreditation.services.deciding import Desk
from app.audit.events import AuditTag
from app.audit.services import ClockBehind
from app.foundation.errors import Busy, DiskFull
from app.foundation.storage import AlteredFile, Storage
from app.foundation.transaction import Unit
from app.identity.services.actor import SYSTEM
from app.jobs.claims import LeaseLost
from app.jobs.context import GiveUp, JobContext

_STOPS = (ClockBehind, Busy, DiskFull, LeaseLost, sa.exc.DBAPIError)
"""What is not the matter of one person: the job stops, and its next turn goes on where it stood."""
_STEP = 10
_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can name: the same certificates give the same file
_log = structlog.get_logger()


def run_batch(context: JobContext, *, batch_id: str) -> None:
    """Grant what a batch asks for: `batch.run`. Each person is a transaction of their own, so that a worker who dies
    leaves who was granted granted, and the next goes on with the others.
    """
    desk = Desk(context.parts["issuer"], context.parts["keyring"])
    with context.database.reading() as connection:
        people = people_waiting(connection, batch_id)
    for place, person_id in enumerate(people):
        if place % _STEP == 0:
            context.progress(100 * place // len(people))
        _grant(context, desk, batch_id, person_id)

    def end(unit: Unit) -> None:
        finish_batch(unit, batch_id)
        context.finish(unit)

    context.write(end)


def _grant(context: JobContext, desk: Desk, batch_id: str, person_id: str) -> None:
    try:
        context.write(partial(grant_one, desk=desk, batch_id=batch_id, person_id=person_id))
    except _STOPS:
        raise
    except Exception as error:  # one person's broken record must not keep the others waiting
        _log.error("grant of a batch failed", person=person_id, error=type(error).__name__)
        context.write(partial(leave_out_one, batch_id=batch_id, person_id=person_id, why=Why.FAILED))


def make_archive(context: JobContext, *, batch_id: str) -> None:
    """Put the certificates of a batch into one zip, stored by its hash, sealed like each of them: `batch.archive`."""
    storage: Storage = context.parts["storage"]
    with context.database.reading() as connection:
        files = batch_files(connection, batch_id)
    if not files:
        raise GiveUp("the batch has no certificates")
    packed = pack(files, storage)
    digest = storage.put_content(packed)

    def enter(unit: Unit) -> None:
        batch = unit.session.get_one(GrantBatch, batch_id)
        if batch.archive_sha256 is None:
            batch.archive_sha256, batch.archive_size = digest, len(packed)
            unit.session.flush()
            note(unit, AuditTag.BATCH_ARCHIVED, SYSTEM, batch, sha256=digest, files=len(files))
        context.finish(unit)

    context.write(enter)


def pack(files: tuple[BatchFile, ...], storage: Storage) -> bytes:
    """Return a zip of the stored certificates, each under its number. Raises `AlteredFile` for one that is not as it
    was entered into the register.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # a PDF is packed already
        for one in files:
            content = storage.get(one.storage_key)
            if sha256(content).hexdigest() != one.sha256:
                raise AlteredFile(one.sha256)
            archive.writestr(zipfile.ZipInfo(f"{one.number}.pdf", _DAY), content)
    return target.getvalue()
