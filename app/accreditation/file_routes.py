"""The public check of a PDF: is it as it was issued, and what does the register say (A20, U5)."""

from __future__ import annotations

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.open_form import open_form
from app.accreditation.queries import CredentialRecord, credential_by_file
from app.accreditation.services.looking_up import (
    FILES,
    UNKNOWN_NUMBERS,
    count_look,
    line_of,
    refuse_too_many,
    take_look,
)
from app.accreditation.staff_looks import note_file_if_staff
from app.accreditation.uploads import MEGABYTES, CheckedFile, check_file, sent_file, verdict_kind
from app.foundation.errors import TooOften
from app.web.access import public
from app.web.errors import wants_json
from app.web.rendering import render
from app.web.visit import Visit

file_pages = Blueprint("verify_file", __name__)


@file_pages.get("/verify/file")
@public
def file_box(visit: Visit) -> Response:
    """Where a PDF is sent to be checked."""
    open_form(visit)
    return render("accreditation/file_box.html", errors={}, megabytes=MEGABYTES)


@file_pages.get("/verify/fingerprint/<sha256>")
@public
def by_fingerprint(visit: Visit, sha256: str) -> Response:
    """What the register says of a file whose fingerprint a browser has worked out: the file itself is not sent."""
    bucket = UNKNOWN_NUMBERS.bucket(visit.parts["keyring"], line_of(visit.network))
    refuse_too_many(visit.read, UNKNOWN_NUMBERS, bucket, visit.now)
    stored = credential_by_file(visit.read, sha256.lower()[:64])
    if stored is None:
        after_answer(visit, lambda unit: count_look(unit, bucket))
    note_file_if_staff(visit, sha256.lower()[:64], stored)
    return _looked_up(visit, sha256[:64], stored)


@file_pages.post("/verify/file")
@public
def checked_file(visit: Visit) -> Response:
    """Check the file that was sent; it is not kept."""
    bucket = FILES.bucket(visit.parts["keyring"], line_of(visit.network))
    seconds = visit.write(lambda unit: take_look(unit, FILES, bucket))
    if seconds:
        raise TooOften(seconds=seconds)
    content, wrong = sent_file()
    if wrong:
        return render("accreditation/file_box.html", status=422, errors={"file": wrong}, megabytes=MEGABYTES)
    checked = check_file(visit, content)
    note_file_if_staff(visit, checked.sha256, checked.stored)
    return _for_programs(visit, checked) if wants_json() else _page(visit, checked)


def _looked_up(visit: Visit, sha256: str, stored: CredentialRecord | None) -> Response:
    if stored is None:
        answer = jsonify(sha256=sha256, status="unknown")
        answer.status_code = 404
        return answer
    status = stored.state(visit.now.date()).value
    return jsonify(sha256=sha256.lower(), status=status, number=stored.number, specimen=stored.specimen)


def _page(visit: Visit, checked: CheckedFile) -> Response:
    known = checked.stored or checked.named
    return render(
        "accreditation/file_checked.html",
        checked=checked,
        kind=verdict_kind(checked),
        known=known,
        state=known.state(visit.now.date()).value if known else "",
        megabytes=MEGABYTES,
    )


def _for_programs(visit: Visit, checked: CheckedFile) -> Response:
    stored = checked.stored
    return jsonify(
        verdict=checked.verdict.value,
        sha256=checked.sha256,
        number=stored.number if stored else checked.found.number,
        status=stored.state(visit.now.date()).value if stored else "unknown",
        checked=[{"said": one.said, "passed": one.passed} for one in checked.found.checked],
        changes=[{"revision": one.revision, "said": one.words} for one in checked.found.changes],
        page=[{"said": one.said, "passed": one.passed} for one in checked.page],
    )
