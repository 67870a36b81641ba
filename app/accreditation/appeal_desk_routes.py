"""Appeals and complaints before the staff: by when, who may hear them and why others may not, what follows (A23)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.appeal_desk_queries import SHOWN, appeal_counts, appeals_found, appeals_listed
from app.accreditation.appeal_opened import what_was_opened
from app.accreditation.appeal_queries import AppealRecord, appeal, panel_of
from app.accreditation.appeal_words import CASE_STATES, KINDS, KINDS_LISTED, LISTS, OUTCOMES, STATES, why_not
from app.accreditation.disputed import DisputedPaper, disputed_papers, title_of_paper
from app.accreditation.domain.appeal import PAPER, Step, outcomes_of
from app.accreditation.domain.parting import Candidate, why_barred
from app.accreditation.listing import PAGE, address, asked, picks, place, typed
from app.accreditation.parting_queries import declared_by, involved_with
from app.accreditation.services.hearing import acknowledge, answer_complaint, decide_appeal, name_panel
from app.audit.events import AuditTag
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import shown_card
from app.identity.reading_log import note_reading
from app.identity.services.actor import Actor, acting
from app.identity.staff_queries import Colleague, people_in_role
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

appeal_desk_pages = Blueprint("appeal_desk", __name__, url_prefix="/accreditation/appeals")
HERE = "/accreditation/appeals"
MOST = 4_000
_BOTH = N_("Both kinds")
_LONG = N_("Shorten this to at most 4,000 characters. Nothing of it was lost.")
_SAY = N_("Write the words that the officer reads.")
_WHO = N_("Choose at least one person.")
_CHOOSE = N_("Choose what follows.")
_WHICH = N_("Choose the paper that it is about.")
_PASSED = N_("The officer has passed this examination: it is not held again. Choose another paper or another outcome.")
_STEPS = {one.value: one for one in Step}


@appeal_desk_pages.get("")
@requires(Permission.APPEAL_HANDLE)
def appeals(visit: Visit) -> Response:
    """What is open by the day on which it is due, or what is over; found by a number in both."""
    shown, kind, find = asked("show", SHOWN, "open"), asked("kind", KINDS), typed()
    found = appeals_found(visit.read, find) if find else appeals_listed(visit.read, shown, kind=kind, after=place())
    today = visit.now.date()
    rows = [(one, one.deadline(today), STATES[one.steps[-1].kind if one.steps else ""]) for one in found[:PAGE]]
    return render("accreditation/appeal_desk.html", rows=rows, kinds=KINDS, shown=shown, find=find,
                  counts=appeal_counts(visit.read), **_links(found, shown, kind, find))  # fmt: skip


def _links(found: tuple[AppealRecord, ...], shown: str, kind: str, find: str) -> dict[str, Any]:
    """What narrows the list, and its other pages; what was found by a number has none."""
    last = found[PAGE - 1].public_id if found[PAGE:] and not find else ""
    return {
        "lists": picks(HERE, "show", LISTS.items(), "" if find else shown, kind=kind),
        "of_kinds": picks(HERE, "kind", [("", _BOTH), *KINDS_LISTED.items()], "-" if find else kind, show=shown),
        "first": address(HERE, show=shown, kind=kind) if place() and not find else "",
        "later": address(HERE, show=shown, kind=kind, after=last) if last else "",
    }


@appeal_desk_pages.get("/<public_id>")
@requires(Permission.APPEAL_HANDLE)
def appeal_case(visit: Visit, public_id: str) -> Response:
    """One of them: what was filed, its steps, and the next step for whoever may take it."""
    found = _found(visit, public_id)
    note_reading(visit, AuditTag.APPEAL_READ, f"appeal:{found.id}", "appeal-page", person=found.person_id)
    return _page(visit, found, {}, "")


@appeal_desk_pages.post("/<public_id>")
@requires(Permission.APPEAL_HANDLE, fresh=True)
def take_step(visit: Visit, public_id: str) -> Response:
    """Take the next step."""
    found, text = _found(visit, public_id), request.form.get("text", "").strip()
    wanted = _STEPS.get(request.form.get("step", ""))
    work, errors = _work(visit, found, wanted, acting(visit.me), text)
    if errors or work is None:
        return _page(visit, found, errors or {"step": _CHOOSE}, text)
    visit.write(work)
    return redirect(f"/accreditation/appeals/{public_id}", 303)


def _work(
    visit: Visit, found: AppealRecord, wanted: Step | None, actor: Actor, text: str
) -> tuple[Callable[[Unit], None] | None, dict[str, str]]:
    public_id, unsaid = found.public_id, {} if text else {"text": _SAY}
    if len(text) > MOST:
        return None, {"text": _LONG}
    if wanted is Step.ACKNOWLEDGE:
        return (lambda unit: acknowledge(unit, actor, public_id, text)), {}
    if wanted is Step.NAME_PANEL:
        free = {one.public_id: one.id for one, bars in _colleagues(visit, found) if not bars}
        members = [free[one] for one in request.form.getlist("panel") if one in free]
        return (lambda unit: name_panel(unit, actor, public_id, members)), {} if members else {"panel": _WHO}
    if wanted is Step.ANSWER:
        return (lambda unit: answer_complaint(unit, actor, public_id, text)), unsaid
    if wanted in {Step.UPHOLD, Step.DISMISS}:
        outcome = request.form.get("outcome", "") if wanted is Step.UPHOLD else "none"
        paper = request.form.get("paper", "")
        wrong = {} if outcome == "none" else _wrong(found, _papers(visit, found), outcome, paper)
        return (lambda unit: decide_appeal(unit, actor, public_id, wanted, outcome, text, paper)), wrong | unsaid
    return None, {}


def _found(visit: Visit, public_id: str) -> AppealRecord:
    found = appeal(visit.read, public_id)
    if found is None or found.person_id == visit.me.id:
        raise NotFound
    return found


def _papers(visit: Visit, found: AppealRecord) -> tuple[DisputedPaper, ...]:
    return disputed_papers(visit.read, found.person_id, found.decision_id, found.attempt_id)


def _outcomes(found: AppealRecord, papers: tuple[DisputedPaper, ...]) -> tuple[str, ...]:
    return outcomes_of(
        suspended=bool(found.number),
        decided=bool(found.number or found.decision_id),
        sat=bool(papers),
        again=any(one.may_sit_again for one in papers),
    )


def _wrong(found: AppealRecord, papers: tuple[DisputedPaper, ...], outcome: str, paper: str) -> dict[str, str]:
    """What is wrong with what the panel chose: with the outcome, or with the paper where it is about one."""
    if outcome not in _outcomes(found, papers):
        return {"outcome": _CHOOSE}
    if outcome not in PAPER:
        return {}
    chosen = [one for one in papers if one.public_id == paper]
    if not chosen:
        return {"paper": _WHICH}
    return {} if outcome == "mark-again" or chosen[0].may_sit_again else {"paper": _PASSED}


def _colleagues(visit: Visit, found: AppealRecord) -> tuple[tuple[Colleague, tuple[str, ...]], ...]:
    """Everyone of the staff with the reasons why they may not hear it; none: they may."""
    card = shown_card(visit.read, found.person_id)
    if card is None:
        raise NotFound
    staff = people_in_role(visit.read, "accreditation", visit.now)
    involved = involved_with(visit.read, [card.id])
    declared = declared_by(visit.read, [one.id for one in staff])
    candidate = Candidate(card.id, card.agency_path)
    return tuple((one, why_not(why_barred(candidate, one.id, "panel", involved, declared, visit.now))) for one in staff)


def _page(visit: Visit, found: AppealRecord, errors: dict[str, str], text: str) -> Response:
    card, panel = shown_card(visit.read, found.person_id), panel_of(visit.read, found.id)
    naming, deciding = Step.NAME_PANEL in found.legal, Step.UPHOLD in found.legal
    papers = _papers(visit, found) if deciding else ()
    return render(
        "accreditation/appeal_case.html",
        status=422 if errors else 200,
        one=found,
        name=card.name if card else "",
        legal=found.legal,
        deadline=found.deadline(visit.now.date()),
        colleagues=_colleagues(visit, found) if naming else (),
        on_panel=visit.me.id in panel,
        panel=[person.name for person in (shown_card(visit.read, one) for one in panel) if person],
        allowed=_outcomes(found, papers) if deciding else (),
        papers=papers,
        paper=request.form.get("paper", ""),
        opened=what_was_opened(visit.read, found),
        case_states=CASE_STATES,
        about=title_of_paper(visit.read, found.person_id, found.attempt_id),
        outcomes=OUTCOMES,
        states=STATES,
        kinds=KINDS,
        text=text,
        errors=errors,
    )
