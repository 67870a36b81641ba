"""Staff look at what officers claim: accept it, refuse it with the reason, annul what proved wrong."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.claim_queries import CLAIMED, PAGE, SHOWN, claims_listed
from app.accreditation.desk_words import bar_words
from app.accreditation.evidence_queries import RecordedEvidence, evidence_by_public_id
from app.accreditation.evidence_words import CASES, KINDS, OUTCOMES, STATES, VERDICTS
from app.accreditation.listing import address, asked, picks, place, typed
from app.accreditation.request_queries import files_of, rulings_on
from app.accreditation.services.recording import rule_on_claim
from app.accreditation.staffing import bars_now
from app.audit.events import AuditTag
from app.audit.services import record
from app.foundation.errors import BadInput, NotFound
from app.foundation.words import N_
from app.identity.queries import people_named, person_cards
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

ruling_pages = Blueprint("evidence_rulings", __name__, url_prefix="/accreditation/claims")
HERE = "/accreditation/claims"
MOST = 500
_ALL = N_("All kinds")
LISTS = {"waiting": N_("Waiting"), "answered": N_("Answered")}
_WHY = N_("Write why: the officer reads it, and an appeal rests on it.")
_LONG = N_("Shorten this to at most 500 characters. Nothing of it was lost.")


@ruling_pages.get("")
@requires(Permission.EVIDENCE_RULE)
def claims(visit: Visit) -> Response:
    """What waits for somebody's word, or what was answered last; whose names were shown is logged."""
    shown, kind, name = asked("show", SHOWN, "waiting"), asked("kind", CLAIMED), typed("name")
    people = [one.id for one in people_named(visit.read, visit.parts["keyring"], name)] if name else None
    found = claims_listed(visit.read, shown, kind=kind, people=people, after=place())
    entries, cards = found[:PAGE], person_cards(visit.read, {one.person_id for one in found}) if found else {}
    _note_listed(visit, sorted(cards))
    last = entries[-1].public_id if found[PAGE:] else ""
    rows = [(one, cards[one.person_id]) for one in entries]
    return render("accreditation/claims.html", rows=rows, kinds=KINDS,
                  cases=CASES, states=STATES, now=visit.now,
                  **_links(last, show=shown, kind=kind, name=name))  # fmt: skip


def _links(last: str, *, show: str, kind: str, name: str) -> dict[str, Any]:
    """What the list is narrowed by, the links that narrow it, and its other pages."""
    return {
        "shown": show,
        "kind": kind,
        "name": name,
        "lists": picks(HERE, "show", LISTS.items(), show, kind=kind, name=name),
        "of_kinds": picks(
            HERE, "kind", [("", _ALL), *((one, KINDS[one]) for one in CLAIMED)], kind, show=show, name=name
        ),
        "first": address(HERE, show=show, kind=kind, name=name) if place() else "",
        "later": address(HERE, show=show, kind=kind, name=name, after=last) if last else "",
    }


def _note_listed(visit: Visit, people: list[str]) -> None:
    actor, role = visit.me.id, visit.me.role
    if people:
        after_answer(visit, lambda unit: record(unit, AuditTag.EVIDENCE_LISTED, actor=actor, role=role,
                                                subject="claims", why="claims-to-rule-on", people=people))  # fmt: skip


@ruling_pages.get("/<public_id>")
@requires(Permission.EVIDENCE_RULE)
def claim(visit: Visit, public_id: str) -> Response:
    """One piece of evidence with its files and every word on it; that it was read stands in the log."""
    one = _found(visit, public_id)
    actor, role, subject, person = visit.me.id, visit.me.role, f"evidence:{one.id}", one.person_id
    after_answer(visit, lambda unit: record(unit, AuditTag.EVIDENCE_READ, actor=actor, role=role, subject=subject,
                                            why="claim-page", person=person))  # fmt: skip
    return _page(visit, one, {})


@ruling_pages.post("/<public_id>")
@requires(Permission.EVIDENCE_RULE)
def rule(visit: Visit, public_id: str) -> Response:
    """Accept, refuse or annul."""
    verdict, reason, actor = request.form.get("verdict", ""), request.form.get("reason", "").strip(), acting(visit.me)
    one = _found(visit, public_id)
    if verdict not in VERDICTS:
        raise BadInput
    if len(reason) > MOST or (verdict != "accepted" and not reason):
        return _page(visit, one, {"reason": _LONG if reason else _WHY})
    visit.write(lambda unit: rule_on_claim(unit, actor, public_id, verdict, reason))
    return redirect("/accreditation/claims" if one.state == "waiting" else f"/accreditation/claims/{public_id}", 303)


def _found(visit: Visit, public_id: str) -> RecordedEvidence:
    one = evidence_by_public_id(visit.read, public_id)
    if one is None:
        raise NotFound
    return one


def _page(visit: Visit, one: RecordedEvidence, errors: dict[str, str]) -> Response:
    visit.path = f"/accreditation/claims/{one.public_id}"
    rulings = rulings_on(visit.read, one.id)
    cards = person_cards(visit.read, {one.person_id, one.recorded_by, *(word.ruled_by for word in rulings)})
    bars = bars_now(visit.read, cards[one.person_id], visit.me.id, "assessor", visit.now)
    mine = visit.me.id in {one.person_id, one.recorded_by}
    return render("accreditation/claim_case.html", status=422 if errors else 200, one=one, card=cards[one.person_id],
                  names={key: card.name for key, card in cards.items()}, rulings=rulings, mine=mine, bars=bars,
                  files=files_of(visit.read, [one.id]).get(one.id, ()), errors=errors, form=request.form, kinds=KINDS,
                  cases=CASES, states=STATES, outcomes=OUTCOMES, verdicts=VERDICTS, bar_words=bar_words)  # fmt: skip
