"""An officer asks to be assessed, with files where the sheet is about files, or for a statement; and takes it back."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.attachments import ACCEPT, REFUSED, UnusableFile, handed_out, sent_files, take_large_files
from app.accreditation.domain.asked import ASKED_FOR, Recordable, recordable
from app.accreditation.domain.scheme import Scheme
from app.accreditation.domain.sheet import Sheet
from app.accreditation.evidence_queries import RecordedEvidence, evidence_of, schemes_assessed_by
from app.accreditation.evidence_words import ADD, KINDS, NO_NAMES, OUTCOMES, STATES
from app.accreditation.queries import schemes_in_force
from app.accreditation.request_queries import AskedFor, files_of, handed_in_file, handed_in_with, newest_request
from app.accreditation.services.asking import NewRequest, take_request_back
from app.accreditation.services.attaching import KeptFile
from app.accreditation.services.handing_in import hand_in
from app.accreditation.staffing import bars_now
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import NotFound
from app.foundation.ids import new_public_id
from app.foundation.words import N_
from app.identity.queries import person_card
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

ask_pages = Blueprint("evidence_requests", __name__, url_prefix="/accreditation/evidence")
ask_pages.url_value_preprocessor(take_large_files)
MOST = 500
_LONG = N_("Shorten this to at most 500 characters. Nothing of it was lost.")
HOW = {
    "handed-in": N_("An appointed assessor reads what you hand in, marks each criterion as met or not met, and writes "
                    "to you what is good and what is missing. Who trained you does not assess you, and who assesses "
                    "you does not decide about your certificate."),
    "practical": N_("An appointed assessor sees your name and your agency in a list, arranges place and time with you, "
                    "and fills in a sheet on the spot. Who trained you does not assess you."),
    "interview": N_("Appointed assessors see your name and your agency in a list and arrange the interview with you. "
                    "Who trained you does not assess you."),
    "employer-statement": N_("Your agency coordinator gets the request and states that you do this work, or says why "
                             "not."),
}  # fmt: skip


@ask_pages.get("/<kind>/<key>")
@requires(Permission.EVIDENCE_CLAIM)
def ask_page(visit: Visit, kind: str, key: str) -> Response:
    """What it is, what stands of it, and the request that is open."""
    return _page(visit, _found(visit, kind, key), {})


@ask_pages.post("/<kind>/<key>")
@requires(Permission.EVIDENCE_CLAIM)
def send_request(visit: Visit, kind: str, key: str) -> Response:
    """Ask for it."""
    found, note, actor = _found(visit, kind, key), request.form.get("note", "").strip(), acting(visit.me)
    files, problem = _handed_in(visit, _scheme(visit, found).sheets.get(key))
    errors = {**({"note": _LONG} if len(note) > MOST else {}), **({"files": problem} if problem else {})}
    if errors:
        return _page(visit, found, errors)
    token = request.form.get("token", "")
    new = NewRequest(token if len(token) == 16 else new_public_id(), kind, found.scheme, key, note)
    visit.write(lambda unit: hand_in(unit, actor, new, files))
    return redirect(f"/accreditation/evidence/{kind}/{key}", 303)


@ask_pages.post("/requests/<public_id>/take-back")
@requires(Permission.EVIDENCE_CLAIM)
def take_back(visit: Visit, public_id: str) -> Response:
    """Take an open request back."""
    actor = acting(visit.me)
    visit.write(lambda unit: take_request_back(unit, actor, public_id))
    return redirect("/accreditation/evidence", 303)


def _found(visit: Visit, kind: str, key: str) -> Recordable:
    known = recordable(one.scheme for one in schemes_in_force(visit.read))
    for one in known:
        if (one.kind, one.key) == (kind, key) and kind in ASKED_FOR:
            return one
    raise NotFound


@ask_pages.get("/handed-in/<public_id>")
@requires(Permission.ACCOUNT_KEEP)
def handed_in(visit: Visit, public_id: str) -> Response:
    """A file that was handed in, for who handed it in, and for who may assess it while it waits."""
    found = handed_in_file(visit.read, public_id)
    if found is None or not (found[1].person_id == visit.me.id or _may_assess(visit, found[1])):
        raise NotFound
    file, asked = found
    if asked.person_id != visit.me.id:
        actor, role, subject = visit.me.id, visit.me.role, f"evidence-request:{asked.id}"
        after_answer(visit, lambda unit: record(unit, AuditTag.EVIDENCE_FILE_HANDED_OUT, actor=actor, role=role,
                                                subject=subject, why="work-to-assess", file=file.sha256))  # fmt: skip
    return handed_out(visit.parts["storage"], file, "handed-in")


def _may_assess(visit: Visit, asked: AskedFor) -> bool:
    """Whether the visitor is appointed for the scheme and nothing bars them; once it is assessed, the sheet has it."""
    if not visit.may(Permission.PRACTICAL_ASSESS) or asked.outcome is not None:
        return False
    if asked.scheme not in schemes_assessed_by(visit.read, visit.me.id, visit.now.date()):
        return False
    card = person_card(visit.read, asked.person_id)
    return card is not None and not bars_now(visit.read, card, visit.me.id, "assessor", visit.now)


def _handed_in(visit: Visit, sheet: Sheet | None) -> tuple[list[KeptFile], str]:
    if sheet is None or not sheet.handed_in:
        return [], ""
    visit.close()  # opening files takes seconds: others need the connection
    try:
        return sent_files(visit.parts["storage"], needed=True), ""
    except UnusableFile as refused:
        return [], REFUSED[refused.code]


def _scheme(visit: Visit, found: Recordable) -> Scheme:
    return next(one.scheme for one in schemes_in_force(visit.read) if one.scheme.key == found.scheme)


def _page(visit: Visit, found: Recordable, errors: dict[str, str]) -> Response:
    visit.path = f"/accreditation/evidence/{found.kind}/{found.key}"
    scheme, entries = _scheme(visit, found), _entries(visit, found)
    newest = newest_request(visit.read, visit.me.id, found.kind, found.key)
    return render("accreditation/ask.html", status=422 if errors else 200, errors=errors, form=request.form, one=found,
                  sheet=scheme.sheets.get(found.key), scheme=scheme, newest=newest, kinds=KINDS, how=HOW, asks=ADD,
                  work=handed_in_with(visit.read, newest.id) if newest else (), accept=ACCEPT, no_names=NO_NAMES,
                  files=files_of(visit.read, [one.id for one in entries]), entries=entries, outcomes=OUTCOMES,
                  states=STATES, token=request.form.get("token") or new_public_id())  # fmt: skip


def _entries(visit: Visit, found: Recordable) -> list[RecordedEvidence]:
    return [one for one in evidence_of(visit.read, visit.me.id) if (one.kind, one.key) == (found.kind, found.key)]
