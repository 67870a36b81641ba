"""A case before the desk: read, take, decide after a check, answer as the second person."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.case_page import CasePage, case_page, changed_titles
from app.accreditation.desk_words import ANSWERS, DECIDED, OPENED, OUTCOMES, REASONS, bar_words
from app.accreditation.evidence_words import KINDS, STATES
from app.accreditation.evidence_words import OUTCOMES as PRACTISED
from app.accreditation.services import claiming, deciding
from app.accreditation.services.deciding import Desk, Draft, EvidenceChanged
from app.accreditation.services.finding_gaps import gaps_of
from app.accreditation.shown import gap_rows
from app.audit.events import AuditTag
from app.foundation.errors import BadInput, NotFound
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.reading_log import note_reading
from app.identity.services.actor import Actor, acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

case_pages = Blueprint("cases", __name__, url_prefix="/accreditation/cases/<public_id>")
_MOST = 500
_LONG = N_("Shorten this to at most 500 characters. Nothing of it was lost.")
_CLAIMS: Mapping[str, Callable[[Unit, str, Actor], None]] = {"claim": claiming.claim, "release": claiming.release}
_WHAT = N_("Write what is asked of the officer.")
_WHY = N_("Choose at least one reason.")
_OTHER = N_("Write the other reason.")
_OBJECT = N_("Write why you object, for your colleague.")


@case_pages.get("")
@requires(Permission.CASE_DECIDE)
def case(visit: Visit, public_id: str) -> Response:
    """Everything that the decision stands on; whose case was read stands in the log."""
    page = case_page(visit, public_id)
    _note_read(visit, page, "case-page")
    return _shown(visit, page)


def _note_read(visit: Visit, page: CasePage, why: str) -> None:
    subject, person = f"case:{page.case.id}", page.card.id
    note_reading(visit, AuditTag.CASE_READ, subject, why, person=person)


@case_pages.post("/claim")
@requires(Permission.CASE_DECIDE)
def claim(visit: Visit, public_id: str) -> Response:
    """Take the case, or put it back."""
    act, actor = _CLAIMS.get(request.form.get("act", "")), acting(visit.me)
    if act is None:
        raise BadInput
    visit.write(lambda unit: act(unit, public_id, actor))
    return redirect(f"/accreditation/cases/{public_id}", 303)


@case_pages.get("/decide")
@requires(Permission.CASE_DECIDE, fresh=True)
def decide_page(visit: Visit, public_id: str) -> Response:
    """Grant, ask for more, or refuse."""
    page = case_page(visit, public_id)
    if not page.may_decide:
        return redirect(f"/accreditation/cases/{public_id}", 303)
    _note_read(visit, page, "decide")
    return _decide_page(visit, page, Draft(""), {})


@case_pages.post("/check")
@requires(Permission.CASE_DECIDE)
def check(visit: Visit, public_id: str) -> Response:
    """What the decision does, before it is made."""
    page, draft = case_page(visit, public_id), _draft()
    errors = _errors(draft)
    if errors:
        return _decide_page(visit, page, draft, errors)
    changed = changed_titles(page, request.form.get("seen", ""))
    return _check_page(visit, page, draft, changed)


@case_pages.post("/decide")
@requires(Permission.CASE_DECIDE, fresh=True)
def decide(visit: Visit, public_id: str) -> Response:
    """Decide, or propose where the scheme asks for two."""
    draft, seen, actor = _draft(), request.form.get("seen", ""), acting(visit.me)
    if _errors(draft):
        return _decide_page(visit, case_page(visit, public_id), draft, _errors(draft))
    try:
        visit.write(lambda unit: deciding.decide(unit, _desk(visit), public_id, actor, draft, seen))
    except EvidenceChanged:
        page = case_page(visit, public_id)
        return _check_page(visit, page, draft, changed_titles(page, seen))
    return redirect(f"/accreditation/cases/{public_id}", 303)


@case_pages.post("/answer")
@requires(Permission.CASE_DECIDE, fresh=True)
def answer(visit: Visit, public_id: str) -> Response:
    """Agree to a colleague's proposal, object to it, or take the own one back."""
    chosen, note, actor = request.form.get("answer", ""), request.form.get("note", "").strip(), acting(visit.me)
    if len(note) > _MOST or (chosen == "object" and not note):
        return _shown(visit, case_page(visit, public_id), {"note": _LONG if note else _OBJECT}, note)
    acts: Mapping[str, Callable[[Unit], None]] = {
        "approve": lambda unit: deciding.approve(unit, _desk(visit), public_id, actor),
        "object": lambda unit: deciding.object_to(unit, public_id, actor, note),
        "take-back": lambda unit: deciding.take_back(unit, public_id, actor),
    }
    if chosen not in acts:
        raise NotFound
    visit.write(acts[chosen])
    return redirect(f"/accreditation/cases/{public_id}", 303)


def _desk(visit: Visit) -> Desk:
    return Desk(visit.parts["issuer"], visit.parts["keyring"])


def _draft() -> Draft:
    form = request.form
    reasons = tuple(one for one in REASONS if one in form.getlist("reasons"))
    return Draft(form.get("outcome", ""), reasons, (), form.get("text", "").strip())


def _errors(draft: Draft) -> dict[str, str]:
    if draft.outcome not in OUTCOMES:
        raise BadInput
    if len(draft.text) > _MOST:
        return {"text" if draft.outcome == "defer" else "text-refuse": _LONG}
    if draft.outcome == "defer" and not draft.text:
        return {"text": _WHAT}
    if draft.outcome == "refuse" and not draft.reasons:
        return {"reasons": _WHY}
    return {"text-refuse": _OTHER} if "other" in draft.reasons and not draft.text else {}


def _shown(visit: Visit, page: CasePage, errors: dict[str, str] | None = None, note: str = "") -> Response:
    visit.path = f"/accreditation/cases/{page.case.public_id}"
    reasons = (page.decisions[-1].reasons or {}) if page.decisions else {}
    return render("accreditation/case.html", status=422 if errors else 200, page=page, errors=errors or {},
                  words=note, gaps=gap_rows(visit, reasons.get("gaps", ())),
                  bar_words=bar_words, reasons=REASONS, decided=DECIDED, outcomes=OUTCOMES, opened=OPENED,
                  answers=ANSWERS, kinds=KINDS, states=STATES, practised=PRACTISED)  # fmt: skip


def _decide_page(visit: Visit, page: CasePage, draft: Draft, errors: dict[str, str]) -> Response:
    visit.path = f"/accreditation/cases/{page.case.public_id}/decide"
    return render("accreditation/case_decide.html", status=422 if errors else 200, page=page, draft=draft,
                  reasons=REASONS, errors=errors)  # fmt: skip


def _check_page(visit: Visit, page: CasePage, draft: Draft, changed: tuple[str, ...]) -> Response:
    gaps = gaps_of(visit.read, page.asked, page.judgement, page.evidence) if draft.outcome == "refuse" else []
    return render("accreditation/case_check.html", status=409 if changed else 200, page=page, draft=draft,
                  reasons=REASONS, outcomes=OUTCOMES, changed=changed, gaps=gap_rows(visit, gaps))  # fmt: skip
