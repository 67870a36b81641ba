"""What a batch hands out: one file with all certificates, and the table of what came of each; both are logged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterator

from flask import Blueprint
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.batch_cohort import titles_for
from app.accreditation.batch_queries import BatchRecord, BatchRow, batch_by_public_id, batch_rows, credentials_of_batch
from app.accreditation.batch_words import LISTS, why_lines
from app.accreditation.domain.cohort import MOST, read_hindrance
from app.accreditation.naming_queries import numbers_withheld
from app.accreditation.queries import schemes_in_force
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.flat_table import csv_bytes
from app.identity.queries import person_cards
from app.web.access import requires
from app.web.permissions import Permission
from app.web.sheets import csv_answer
from app.web.visit import Visit

batch_file_pages = Blueprint("batch_files", __name__, url_prefix="/accreditation/batches/<public_id>")
COLUMNS = ("name", "rank", "agency", "outcome", "number", "valid_until", "reason")


@batch_file_pages.get("/certificates.zip")
@requires(Permission.CASE_DECIDE)
def archive(visit: Visit, public_id: str) -> Response:
    """All certificates of a batch as one file; there is none before the worker has made it."""
    batch = batch_by_public_id(visit.read, public_id)
    if batch is None or batch.archive_sha256 is None:
        raise NotFound
    credentials = list(credentials_of_batch(visit.read, batch.id))
    rows = batch_rows(visit.read, batch.id, list(LISTS["granted"]), 0, MOST)
    withheld = numbers_withheld(visit.read, {row.number: row.person_id for row in rows if row.number})
    content = _without(visit.parts["storage"].get_content(batch.archive_sha256), withheld)
    _note(visit, batch, "certificates-taken", credentials=credentials)
    answer = Response(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{public_id}.zip"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@batch_file_pages.get("/results.csv")
@requires(Permission.CASE_DECIDE)
def results(visit: Visit, public_id: str) -> Response:
    """What came of each person, in the words of the reader's language."""
    batch = batch_by_public_id(visit.read, public_id)
    if batch is None:
        raise NotFound
    rows = batch_rows(visit.read, batch.id, list(LISTS["all"]), 0, MOST)
    table = csv_bytes(COLUMNS, _lines(visit, batch, rows))
    _note(visit, batch, "results-taken", people=[row.person_id for row in rows])
    return csv_answer(table, f"{public_id}.csv")


def _without(packed: bytes, numbers: Collection[str]) -> bytes:
    """Return the file without the certificates that tell a secret name, whenever it was packed (X7)."""
    if not numbers:
        return packed
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as after:
        for one in before.infolist():
            if one.filename.removesuffix(".pdf") not in numbers:
                after.writestr(one, before.read(one))
    return kept.getvalue()


def _lines(visit: Visit, batch: BatchRecord, rows: tuple[BatchRow, ...]) -> Iterator[tuple[str, ...]]:
    cards = person_cards(visit.read, [row.person_id for row in rows])
    found = next((one for one in schemes_in_force(visit.read) if one.scheme.key == batch.scheme), None)
    titles = titles_for(visit, found) if found else {}
    for row in rows:
        card = cards[row.person_id]
        lines = why_lines(visit, read_hindrance(row.reason), titles) if row.reason else ()
        until = row.valid_until.isoformat() if row.valid_until else ""
        said = " ".join(line.striptags() for line in lines)
        yield card.name, card.rank, card.agency_name, row.outcome, row.number or "", until, said


def _note(visit: Visit, batch: BatchRecord, why: str, **more: object) -> None:
    actor, role, subject = visit.me.id, visit.me.role, f"batch:{batch.id}"
    after_answer(visit, lambda unit: record(unit, AuditTag.BATCH_HANDED_OUT, actor=actor, role=role, subject=subject,
                                            why=why, **more))  # fmt: skip
