"""An officer asks to be assessed, or for a statement of the own agency, and takes it back."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.domain.asked import ASKED_FOR, Recordable, recordable
from app.accreditation.evidence_queries import RecordedEvidence, evidence_of
from app.accreditation.evidence_words import ADD, KINDS, OUTCOMES, STATES
from app.accreditation.queries import schemes_in_force
from app.accreditation.request_queries import newest_request
from app.accreditation.services.asking import NewRequest, ask, take_request_back
from app.foundation.errors import NotFound
from app.foundation.ids import new_public_id
from app.foundation.words import N_
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

ask_pages = Blueprint("evidence_requests", __name__, url_prefix="/accreditation/evidence")
MOST = 500
_LONG = N_("Shorten this to at most 500 characters. Nothing of it was lost.")
HOW = {
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
    if len(note) > MOST:
        return _page(visit, found, {"note": _LONG})
    token = request.form.get("token", "")
    new = NewRequest(token if len(token) == 16 else new_public_id(), kind, found.scheme, key, note)
    visit.write(lambda unit: ask(unit, actor, new))
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


def _page(visit: Visit, found: Recordable, errors: dict[str, str]) -> Response:
    visit.path = f"/accreditation/evidence/{found.kind}/{found.key}"
    scheme = next(one.scheme for one in schemes_in_force(visit.read) if one.scheme.key == found.scheme)
    newest = newest_request(visit.read, visit.me.id, found.kind, found.key)
    return render("accreditation/ask.html", status=422 if errors else 200, errors=errors, form=request.form, one=found,
                  sheet=scheme.sheets.get(found.key), scheme=scheme, newest=newest, kinds=KINDS, how=HOW, asks=ADD,
                  entries=_entries(visit, found), outcomes=OUTCOMES, states=STATES, token=new_public_id())  # fmt: skip


def _entries(visit: Visit, found: Recordable) -> list[RecordedEvidence]:
    return [one for one in evidence_of(visit.read, visit.me.id) if (one.kind, one.key) == (found.kind, found.key)]
