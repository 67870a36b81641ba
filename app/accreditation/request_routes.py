"""What officers ask of their agency: identities to be confirmed, cases, hours, statements; one click each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.evidence_queries import evidence_by_public_id
from app.accreditation.evidence_words import CASES, KINDS
from app.accreditation.request_queries import (
    FileRecord,
    claims_to_confirm,
    files_of,
    request_by_public_id,
    statements_asked,
)
from app.accreditation.services.asking import answer_statement_request
from app.accreditation.services.recording import confirm_claim
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import BadInput, NotFound
from app.foundation.words import N_
from app.identity.queries import PersonCard, officers_of, person_cards
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

request_pages = Blueprint("agency_requests", __name__, url_prefix="/people/requests")
MOST = 500
_WHY = N_("Write why not: the officer reads it.")
_LONG = N_("Shorten this to at most 500 characters. Nothing of it was lost.")


@dataclass(frozen=True, slots=True)
class RequestRow:
    """Something that waits for the coordinator's word: who asks what, since when, with its files."""

    public_id: str
    card: PersonCard
    kind: str
    key: str
    on: date
    title: str
    note: str
    minutes: int
    files: tuple[FileRecord, ...]
    mine: bool


@request_pages.get("")
@requires(Permission.EVIDENCE_CONFIRM)
def requests_page(visit: Visit) -> Response:
    """Everything that waits, oldest first; whose requests were read stands in the log."""
    return _page(visit, "", {})


@request_pages.post("/<public_id>")
@requires(Permission.EVIDENCE_CONFIRM)
def answer(visit: Visit, public_id: str) -> Response:
    """Confirm it, or say why not."""
    said, reason, actor, path = request.form.get("answer"), _reason(), acting(visit.me), visit.me.agency_path
    if said not in {"yes", "no"}:
        raise BadInput
    if said == "no" and not 0 < len(reason) <= MOST:
        return _page(visit, public_id, {f"reason-{public_id}": _LONG if reason else _WHY})
    act = confirm_claim if evidence_by_public_id(visit.read, public_id) else answer_statement_request
    if act is answer_statement_request and request_by_public_id(visit.read, public_id) is None:
        raise NotFound
    reason = reason if said == "no" else ""
    visit.write(lambda unit: act(unit, actor, path, public_id, accepted=said == "yes", reason=reason))
    return redirect("/people/requests", 303)


def _reason() -> str:
    return request.form.get("reason", "").strip()


def _page(visit: Visit, tried: str, errors: dict[str, str]) -> Response:
    visit.path = "/people/requests"
    rows, actor, role = _rows(visit), visit.me.id, visit.me.role
    unconfirmed = officers_of(visit.read, visit.me.agency_path, visit.now, not_confirmed=True)
    people = sorted({*(one.card.id for one in rows), *(one.id for one in unconfirmed)})
    if people:
        after_answer(visit, lambda unit: record(unit, AuditTag.EVIDENCE_LISTED, actor=actor, role=role,
                                                subject="requests", why="requests-to-answer",
                                                people=people))  # fmt: skip
    return render("accreditation/requests.html", status=422 if errors else 200, rows=rows, unconfirmed=unconfirmed,
                  kinds=KINDS, cases=CASES, tried=tried, typed=_reason() if tried else "", errors=errors)  # fmt: skip


def _rows(visit: Visit) -> list[RequestRow]:
    claims = claims_to_confirm(visit.read, visit.me.agency_path)
    asked = statements_asked(visit.read, visit.me.agency_path)
    people = {one.person_id for one in claims} | {one.person_id for one in asked}
    cards = person_cards(visit.read, people) if people else {}
    files = files_of(visit.read, [one.id for one in claims]) if claims else {}
    me = visit.me.id
    rows = [
        RequestRow(one.public_id, cards[one.person_id], one.kind, one.key, one.on, str(one.body.get("title", "")),
                   str(one.body.get("note", "")), one.minutes, files.get(one.id, ()), one.person_id == me)
        for one in claims
    ]  # fmt: skip
    return rows + [
        RequestRow(one.public_id, cards[one.person_id], one.kind, one.key, one.asked_at.date(), "", one.note, 0, (),
                   one.person_id == me)
        for one in asked
    ]  # fmt: skip
