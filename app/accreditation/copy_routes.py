"""The own certificate in another language: asked for, waited for, handed to its holder."""

from __future__ import annotations

from hashlib import sha256

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.copy_queries import file_in
from app.accreditation.domain.number import parse_number
from app.accreditation.queries import CredentialRecord, credential_by_number
from app.accreditation.services.copying import ask_for_copy, copy_key
from app.foundation.errors import NotFound
from app.foundation.storage import AlteredFile
from app.identity.services.actor import acting
from app.jobs.queries import job_by_key
from app.jobs.worker import wait_until_finished
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

copy_pages = Blueprint("certificate_copies", __name__, url_prefix="/certificates/<number>")
WAIT_SECONDS = 8.0


@copy_pages.post("/language")
@requires(Permission.CERTIFICATE_HOLD)
def ask(visit: Visit, number: str) -> Response:
    """Ask for the own certificate in another language."""
    credential, language, actor = _own(visit, number), request.form.get("language", ""), acting(visit.me)
    visit.write(lambda unit: ask_for_copy(unit, credential, language, actor))
    return redirect(f"/certificates/{credential.number}/{language}.pdf", 303)


@copy_pages.get("/<language>.pdf")
@requires(Permission.CERTIFICATE_HOLD)
def copy(visit: Visit, number: str, language: str) -> Response:
    """The signed PDF in a language; there is none before it was asked for."""
    credential = _own(visit, number)
    found = file_in(visit.read, credential.id, language[:8])
    if found is None:
        key = copy_key(credential.id, language[:8])
        if job_by_key(visit.read, key) is None:
            raise NotFound
        visit.close()  # eight seconds with a connection in hand would starve the others
        wait_until_finished(visit.database, key, WAIT_SECONDS)
        found = file_in(visit.read, credential.id, language[:8])
    if found is None:
        address = f"/certificates/{credential.number}/{language[:8]}.pdf"
        return render("accreditation/being_prepared.html", status=202, address=address)
    content = visit.parts["storage"].get(found.storage_key)
    return _file(content, found.sha256, f"{credential.number}-{language}.pdf")


def _own(visit: Visit, number: str) -> CredentialRecord:
    credential = credential_by_number(visit.read, parse_number(number) or "")
    if credential is None or credential.person_id != visit.me.id:
        raise NotFound
    return credential


def _file(content: bytes, digest: str, name: str) -> Response:
    if sha256(content).hexdigest() != digest:
        raise AlteredFile(digest)
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
