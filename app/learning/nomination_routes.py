"""Nominations, as an agency's coordinators see them: nominate an officer, approve what another nominated, say no."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.audit.events import AuditTag
from app.curriculum.queries import LiveCourse, live_courses
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.identity.browser import myself
from app.identity.queries import Officer, PersonCard, officer_of, person_cards, true_cards
from app.identity.reading_log import note_person_read, note_reading
from app.identity.services.actor import acting
from app.learning.nomination_queries import PAGE, NominationRecord, nomination_of, nominations_of
from app.learning.services import nominating
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("nominations", __name__)
CardsOf = Callable[[sa.Connection, Iterable[str]], dict[str, PersonCard]]
LONGEST = 1_000
NO_REASON = N_("Say why in a sentence or two, up to 1,000 characters.")


@dataclass(frozen=True, slots=True)
class NominationRow:
    """A nomination with the names that the page shows."""

    record: NominationRecord
    title: str
    name: str
    rank: str
    agency: str
    by: str
    mine: bool


def rows_of(visit: Visit, records: Iterable[NominationRecord], cards_of: CardsOf = person_cards) -> list[NominationRow]:
    """Return nominations as rows; `mine` where the person had a part in them already, or they are about them."""
    records = tuple(records)
    titles = {one.outline.course: one.outline.title for one in live_courses(visit.read)}
    cards = cards_of(visit.read, {who for one in records for who in (one.person_id, one.nominated_by)})
    return [
        NominationRow(
            one,
            titles.get(one.course, one.course),
            cards[one.person_id].name,
            cards[one.person_id].rank,
            cards[one.person_id].agency_name,
            cards[one.nominated_by].name,
            visit.me.id in {one.nominated_by, one.approved_by, one.person_id},
        )
        for one in records
    ]


def restricted_courses(visit: Visit) -> tuple[LiveCourse, ...]:
    """Return the live courses that nobody joins without a nomination."""
    return tuple(one for one in live_courses(visit.read) if not one.open_to_join)


@pages.get("/people/nominations")
@requires(Permission.PEOPLE_COORDINATE)
def nominations(visit: Visit) -> Response:
    """What is under way, or what came to an end, in the own agencies."""
    return _list(visit, {})


@pages.post("/people/nominations/<public_id>")
@requires(Permission.PEOPLE_COORDINATE)
def answer(visit: Visit, public_id: str) -> Response:
    """Approve what another nominated, or say no."""
    found = nomination_of(visit.read, myself(visit).agency_path, public_id)
    if found is None:
        raise NotFound
    actor, why = acting(myself(visit)), request.form.get(f"answer-{public_id}", "").strip()
    if request.form.get("act") == "decline":
        if not why or len(why) > LONGEST:
            return _list(visit, {f"answer-{public_id}": NO_REASON}, why)
        visit.write(lambda unit: nominating.decline(unit, public_id, why, actor, waiting="nominated"))
    else:
        visit.write(lambda unit: nominating.approve(unit, public_id, actor))
    return redirect("/people/nominations", 303)


@pages.get("/people/<public_id>/nominate")
@requires(Permission.PEOPLE_COORDINATE)
def nominate_page(visit: Visit, public_id: str) -> Response:
    """Where an officer is nominated."""
    officer = _officer(visit, public_id)
    note_person_read(visit, officer.id, "nominate")
    return _nominate_page(visit, officer, "", "", {})


@pages.post("/people/<public_id>/nominate")
@requires(Permission.PEOPLE_COORDINATE)
def nominate(visit: Visit, public_id: str) -> Response:
    """Nominate the officer; a second coordinator approves."""
    officer, course = _officer(visit, public_id), request.form.get("course", "")
    why, actor = request.form.get("reason", "").strip(), acting(myself(visit))
    live = next((one for one in restricted_courses(visit) if one.outline.course == course), None)
    errors = {} if live else {"course": N_("Choose a course.")}
    errors |= {} if 0 < len(why) <= LONGEST else {"reason": NO_REASON}
    if errors or live is None:
        return _nominate_page(visit, officer, course, why, errors)
    visit.write(lambda unit: nominating.nominate(unit, officer.id, officer.agency_id, live, why, actor))
    return redirect("/people/nominations", 303)


def _officer(visit: Visit, public_id: str) -> Officer:
    found = officer_of(visit.read, myself(visit).agency_path, public_id, visit.now)
    if found is None or found.state != "active":
        raise NotFound
    return found


def _nominate_page(visit: Visit, officer: Officer, course: str, why: str, errors: dict[str, str]) -> Response:
    return render(
        "learning/nominate.html",
        status=422 if errors else 200,
        officer=officer,
        courses=[(one.outline.course, one.outline.title) for one in restricted_courses(visit)],
        course=course,
        why=why,
        errors=errors,
    )


def _list(visit: Visit, errors: dict[str, str], typed: str = "") -> Response:
    ended, me = request.args.get("show") == "ended", myself(visit)
    found = nominations_of(visit.read, me.agency_path, ended=ended)
    why = "nominations-ended" if ended else "nominations-to-approve"
    note_reading(visit, AuditTag.PEOPLE_LISTED, f"agency:{me.agency_id}", why, count=min(len(found), PAGE))
    return render(
        "learning/nominations.html",
        status=422 if errors else 200,
        rows=rows_of(visit, found[:PAGE], true_cards),
        more=bool(found[PAGE:]),
        ended=ended,
        errors=errors,
        typed=typed,
    )
