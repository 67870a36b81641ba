"""The queue of the desk: what waits, since when, what holds it up; taking the next case."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.afterwards import after_answer
from app.accreditation.case_queries import PAGE, CaseRow, case_counts, queue
from app.accreditation.desk_words import SHOWN
from app.accreditation.domain.case import claim_is_held
from app.accreditation.parting_queries import appealed_in
from app.accreditation.queries import schemes_in_force
from app.accreditation.services.claiming import claim
from app.accreditation.services.deciding import AlreadyDecided, ClaimedByColleague
from app.accreditation.services.parting import Barred
from app.accreditation.staffing import Roster, Staffing
from app.audit.events import AuditTag
from app.audit.services import record
from app.identity.queries import PersonCard, person_cards
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

queue_pages = Blueprint("queue", __name__, url_prefix="/accreditation/queue")
_MOST_TRIED = 200


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case in the list; `blocker` is a key of what holds it up, with the name of who does."""

    case: CaseRow
    name: str
    agency: str
    title: str
    blocker: str
    by: str


@queue_pages.get("")
@requires(Permission.CASE_DECIDE)
def queue_page(visit: Visit) -> Response:
    """The cases of one list, oldest first; whose names were shown stands in the log."""
    shown, scheme = _chosen("show", "waiting"), request.args.get("scheme", "")[:60]
    found = queue(visit.read, shown, me=visit.me.id, scheme=scheme, after=request.args.get("after", "")[:16])
    rows = _rows(visit, found[:PAGE])
    _note_names(visit, found[:PAGE])
    more = (
        f"/accreditation/queue?show={shown}&scheme={scheme}&after={found[PAGE - 1].public_id}" if found[PAGE:] else ""
    )
    schemes = tuple((one.scheme.key, one.scheme.title) for one in schemes_in_force(visit.read))
    return render("accreditation/queue.html", rows=rows, shown=shown, scheme=scheme, later=more, lists=SHOWN,
                  counts=case_counts(visit.read), schemes=schemes, now=visit.now,
                  nothing_free=request.args.get("none") == "1")  # fmt: skip


@queue_pages.post("/next")
@requires(Permission.CASE_DECIDE)
def open_next(visit: Visit) -> Response:
    """Take the oldest case that is free and that one may decide; of one accreditation where the list shows one."""
    scheme = request.form.get("scheme", "")[:60]
    for case in queue(visit.read, "waiting", me=visit.me.id, scheme=scheme, most=_MOST_TRIED):
        if case.proposed_by is None and not _held_by_other(case, visit) and _taken(visit, case.public_id):
            return redirect(f"/accreditation/cases/{case.public_id}", 303)
    return redirect(f"/accreditation/queue?none=1&scheme={quote(scheme)}", 303)


def _taken(visit: Visit, public_id: str) -> bool:
    actor = acting(visit.me)
    try:
        visit.write(lambda unit: claim(unit, public_id, actor))
    except (Barred, ClaimedByColleague, AlreadyDecided):
        return False
    return True


def _chosen(name: str, otherwise: str) -> str:
    asked = request.args.get(name, otherwise)
    return asked if asked in SHOWN else otherwise


def _held_by_other(case: CaseRow, visit: Visit) -> bool:
    return case.claimed_by not in {None, visit.me.id} and claim_is_held(case.claimed_at, visit.now)


def _rows(visit: Visit, cases: tuple[CaseRow, ...]) -> tuple[QueueRow, ...]:
    if not cases:
        return ()
    known = {one.scheme.key: one.scheme for one in schemes_in_force(visit.read)}
    people = {one for case in cases for one in (case.person_id, case.claimed_by, case.proposed_by) if one}
    cards = person_cards(visit.read, people)
    roster = Roster(visit.read, (case.person_id for case in cases), visit.now)
    again = [case.id for case in cases if case.reason == "appeal"]
    appealed, rows = appealed_in(visit.read, again) if again else {}, []
    for case in cases:
        scheme, card = known.get(case.scheme), cards[case.person_id]
        needed, before = scheme.decision.approvals if scheme else 1, appealed.get(case.id, frozenset())
        staffing = roster.staffing(card, needed, case.proposed_by, before)
        blocker, by = _blocker(visit, case, staffing, cards)
        rows.append(QueueRow(case, card.name, card.agency_name, scheme.title if scheme else case.scheme, blocker, by))
    return tuple(rows)


def _blocker(visit: Visit, case: CaseRow, staffing: Staffing, cards: dict[str, PersonCard]) -> tuple[str, str]:
    if case.state != "waiting":
        return case.state, ""
    if not staffing.enough:
        return "nobody", ""
    if case.proposed_by:
        return "second", cards[case.proposed_by].name
    if case.claimed_by and _held_by_other(case, visit):
        return "claimed", cards[case.claimed_by].name
    return ("not-you", "") if staffing.bars.get(visit.me.id) else ("ready", "")


def _note_names(visit: Visit, cases: tuple[CaseRow, ...]) -> None:
    actor, role, shown = visit.me.id, visit.me.role, [case.id for case in cases]
    if shown:
        after_answer(visit, lambda unit: record(unit, AuditTag.CASES_LISTED, actor=actor, role=role, subject="queue",
                                                why="queue-page", cases=shown))  # fmt: skip
