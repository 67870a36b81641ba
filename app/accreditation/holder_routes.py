"""The holder's pages: what is left to do for each accreditation, own certificates, their PDF."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.case_queries import own_cases
from app.accreditation.cohort_queries import days_ahead
from app.accreditation.copy_page import other_languages
from app.accreditation.desk_words import REASONS
from app.accreditation.domain.number import parse_number
from app.accreditation.domain.statement import IMPORTED
from app.accreditation.naming_queries import names_who_is_covered
from app.accreditation.panels import judged_schemes, own_credentials, own_suspensions, renewal_rows
from app.accreditation.proof_queries import badge_of
from app.accreditation.public_record import PUBLIC_REASONS
from app.accreditation.queries import CredentialRecord, credential_by_number
from app.accreditation.services.looking_up import note_badge_handed_out, note_handed_out
from app.accreditation.shown import gap_rows
from app.accreditation.transcript_words import transcript_words
from app.foundation.errors import NotFound, Refusal
from app.foundation.storage import AlteredFile
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.jobs.worker import wait_until_finished
from app.web.access import requires
from app.web.locales import language_name
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit


class FileWithheld(Refusal):
    """The file is for its holder alone (X7)."""

    code = "file_withheld"
    message = N_("This file is handed out to the holder of the certificate alone. Its number answers as for everybody.")


holder_pages = Blueprint("certificates", __name__)
WAIT_SECONDS = 8.0
Note = Callable[[Unit, str, str, CredentialRecord], None]


@holder_pages.get("/certificates")
@requires(Permission.CERTIFICATE_HOLD)
def own_certificates(visit: Visit) -> Response:
    """Requirements of each scheme with their reasons, and the certificates held."""
    return render(
        "accreditation/certificates.html",
        credentials=own_credentials(visit),
        schemes=judged_schemes(visit),
        renewals=renewal_rows(visit),
        **_what_comes(visit),
        suspensions=own_suspensions(visit),
        reasons=REASONS,
        gap_rows=partial(gap_rows, visit),
        today=visit.now.date(),
        grounds=PUBLIC_REASONS,
        other_languages=other_languages(visit),
        languages=tuple((tag, language_name(tag)) for tag in transcript_words()),
        language=visit.locale.partition("-")[0],
    )


def _what_comes(visit: Visit) -> dict[str, Any]:
    """The practical days ahead, and the cases that lie with staff."""
    days = days_ahead(visit.read, visit.me.id, visit.now.date())
    return {"days": days, "cases": own_cases(visit.read, visit.me.id)}


@holder_pages.get("/certificates/<number>.pdf")
@requires(Permission.ACCOUNT_KEEP)
def certificate_file(visit: Visit, number: str) -> Response:
    """The signed PDF, for its holder and for accreditation staff; for all others there is none."""
    credential = credential_by_number(visit.read, parse_number(number) or "")
    if credential is None or not _may_have(visit, credential):
        raise NotFound
    credential = credential if credential.sha256 else _waited_for(visit, credential)
    if credential.sha256 is None or credential.storage_key is None:
        return _being_prepared(credential)
    _note_if_not_own(visit, credential, note_handed_out)
    content = visit.parts["storage"].get(credential.storage_key)
    return _file(content, credential.sha256, f"{credential.number}.pdf", "application/pdf")


@holder_pages.get("/certificates/<number>.json")
@requires(Permission.ACCOUNT_KEEP)
def certificate_badge(visit: Visit, number: str) -> Response:
    """The signed badge, for its holder and for accreditation staff; one made before there were badges has none."""
    credential = credential_by_number(visit.read, parse_number(number) or "")
    if credential is None or not _may_have(visit, credential):
        raise NotFound
    credential = credential if credential.sha256 else _waited_for(visit, credential)
    if credential.sha256 is None:
        return _being_prepared(credential)
    badge = badge_of(visit.read, credential.id)
    if badge is None:
        raise NotFound
    _note_if_not_own(visit, credential, note_badge_handed_out)
    content = visit.parts["storage"].get(badge.storage_key)
    return _file(content, badge.sha256, f"{credential.number}.json", "application/json")


def _may_have(visit: Visit, credential: CredentialRecord) -> bool:
    """Whether there is a file for who asks. Raises `FileWithheld` where it would tell staff a secret name."""
    if credential.origin == IMPORTED:  # what was issued on paper has no file here
        return False
    if credential.person_id == visit.me.id:
        return True
    if visit.may(Permission.CERTIFICATE_READ) and names_who_is_covered(visit.read, credential):
        raise FileWithheld
    return visit.may(Permission.CERTIFICATE_READ)


def _waited_for(visit: Visit, credential: CredentialRecord) -> CredentialRecord:
    visit.close()  # eight seconds with a connection in hand would starve the others
    wait_until_finished(visit.database, f"certificate:{credential.id}", WAIT_SECONDS)
    return credential_by_number(visit.read, credential.number) or credential


def _being_prepared(credential: CredentialRecord) -> Response:
    answer = render("accreditation/being_prepared.html", status=202, address=f"/certificates/{credential.number}.pdf")
    answer.headers["Retry-After"] = "10"
    return answer


def _note_if_not_own(visit: Visit, credential: CredentialRecord, note: Note) -> None:
    if credential.person_id != visit.me.id:
        actor, role = visit.me.id, visit.me.role
        after_answer(visit, lambda unit: note(unit, actor, role, credential))


def _file(content: bytes, digest: str, name: str, mimetype: str) -> Response:
    if sha256(content).hexdigest() != digest:
        raise AlteredFile(digest)
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
