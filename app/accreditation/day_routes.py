"""A practical day: who has a place, the attendance sheet to print, and afterwards who was there (X1, X7)."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.accreditation.cohort_queries import DayRecord, assessors_on, day_within, members_of, seats_on
from app.accreditation.services import practical_days
from app.accreditation.services.practical_days import Ticked
from app.audit.events import AuditTag
from app.foundation.errors import BadInput, NotFound
from app.identity.browser import myself
from app.identity.queries import PersonCard, person_cards, true_cards
from app.identity.reading_log import note_reading
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("practical_days", __name__, url_prefix="/people/days")


@pages.get("/<public_id>")
@requires(Permission.PEOPLE_COORDINATE)
def day(visit: Visit, public_id: str) -> Response:
    """One day: its places or, from the day on, who was there."""
    visit.path = "/people/cohorts"
    found = _found(visit, public_id)
    seats, cards = seats_on(visit.read, found.id), _mine(visit, _people(visit, found))
    note_reading(visit, AuditTag.PEOPLE_LISTED, f"practical-day:{found.id}", "practical-day-page", count=len(cards))
    return render(
        "accreditation/day.html",
        day=found,
        officers=[(card, seats.get(card.id, "")) for card in sorted(cards.values(), key=lambda card: card.name)],
        assessors=[card.name for card in person_cards(visit.read, assessors_on(visit.read, found.id)).values()],
        due=found.held_on <= visit.now.date(),
        noted=any(state != "assigned" for state in seats.values()),
        me=visit.me.id,
    )


@pages.post("/<public_id>")
@requires(Permission.PEOPLE_COORDINATE)
def change(visit: Visit, public_id: str) -> Response:
    """Give the places to those who are ticked, note who was there, or call the day off."""
    found, actor, act = _found(visit, public_id), acting(myself(visit)), request.form.get("act", "")
    mine, wanted = _mine(visit, _people(visit, found)), set(request.form.getlist("officer"))
    who = Ticked(frozenset(mine), frozenset(one for one, card in mine.items() if card.public_id in wanted))
    if act == "places":
        visit.write(lambda unit: practical_days.give_places(unit, found, who, actor))
    elif act == "there":
        visit.write(lambda unit: practical_days.note_attendance(unit, found, who, actor))
    elif act == "off":
        visit.write(lambda unit: practical_days.call_off(unit, found, actor))
    else:
        raise BadInput
    return redirect(f"/people/days/{public_id}", 303)


@pages.get("/<public_id>/sheet")
@requires(Permission.PEOPLE_COORDINATE)
def sheet(visit: Visit, public_id: str) -> Response:
    """The attendance sheet: it goes through many hands, so who has a cover name stands on it by that."""
    visit.path = "/people/cohorts"
    found = _found(visit, public_id)
    seats = seats_on(visit.read, found.id)
    cards = sorted(person_cards(visit.read, seats).values(), key=lambda card: card.name)
    note_reading(visit, AuditTag.PEOPLE_LISTED, f"practical-day:{found.id}", "attendance-sheet", count=len(cards))
    assessors = person_cards(visit.read, assessors_on(visit.read, found.id)).values()
    return render(
        "accreditation/day_sheet.html", day=found, officers=cards, assessors=[card.name for card in assessors]
    )


def _found(visit: Visit, public_id: str) -> DayRecord:
    found = day_within(visit.read, myself(visit).agency_path, public_id)
    if found is None:
        raise NotFound
    return found


def _people(visit: Visit, found: DayRecord) -> set[str]:
    """Return the ids of who is in the cohort or has a place."""
    members = members_of(visit.read, myself(visit).agency_path, visit.now, found.cohort_id)
    return {*members, *seats_on(visit.read, found.id)}


def _mine(visit: Visit, people: set[str]) -> dict[str, PersonCard]:
    """Return those of them who are of the own subtree: somebody may have moved since (X1)."""
    path = myself(visit).agency_path
    return {one: card for one, card in true_cards(visit.read, people).items() if card.agency_path.startswith(path)}
