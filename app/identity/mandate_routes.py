"""Mandates over other agencies: operators give and end them, coordinators act under them."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.identity.agency_queries import AgencyRow, all_agencies
from app.identity.browser import myself
from app.identity.mandate_queries import mandate_by, mandates_of
from app.identity.queries import person_cards
from app.identity.reading_log import note_person_read
from app.identity.services.actor import acting
from app.identity.services.mandating import act_under, end_mandate, give_mandate
from app.identity.user_queries import User, user
from app.web.access import requires
from app.web.days import NoSuchDay, boxes_of, day_of
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("mandates", __name__)
LONGEST = 500
_AGENCY = N_("Choose an agency.")
_DAY = N_("Enter its last day: today or later, at most two years from now.")
_REASON = N_("Say why in a sentence or two, up to 500 characters.")
_MOST_DAYS = 731


@pages.get("/users/<public_id>/mandates")
@requires(Permission.USERS_MANAGE)
def mandates(visit: Visit, public_id: str) -> Response:
    """The mandates of somebody, and the form for another."""
    return _page(visit, _user(visit, public_id), {})


@pages.post("/users/<public_id>/mandates")
@requires(Permission.USERS_MANAGE, fresh=True)
def give(visit: Visit, public_id: str) -> Response:
    """Give a mandate."""
    one, actor, reason = _user(visit, public_id), acting(myself(visit)), request.form.get("reason", "").strip()
    agency, last = _agency(visit), _last_day(visit)
    errors = {} if agency else {"agency": _AGENCY}
    errors |= {} if last else {"last": _DAY}
    errors |= {} if 0 < len(reason) <= LONGEST else {"reason": _REASON}
    if errors or agency is None or last is None:
        return _page(visit, one, errors)
    visit.write(lambda unit: give_mandate(unit, one.id, agency, last, reason, actor))
    return redirect(f"/users/{public_id}/mandates", 303)


@pages.post("/users/mandates/<public_id>/end")
@requires(Permission.USERS_MANAGE, fresh=True)
def end(visit: Visit, public_id: str) -> Response:
    """End a mandate before its day."""
    found, actor = mandate_by(visit.read, public_id), acting(myself(visit))
    if found is None:
        raise NotFound
    back = person_cards(visit.read, [found.person_id])[found.person_id].public_id
    visit.write(lambda unit: end_mandate(unit, found, actor))
    return redirect(f"/users/{back}/mandates", 303)


@pages.get("/people/mandates")
@requires(Permission.PEOPLE_COORDINATE)
def own(visit: Visit) -> Response:
    """The coordinator's own mandates that are in force."""
    today, me = visit.now.date(), myself(visit)
    found = [one for one in mandates_of(visit.read, me.id) if one.in_force(today)]
    return render("identity/own_mandates.html", mandates=found, acting_for=me.acting_for)


@pages.post("/people/mandates")
@requires(Permission.PEOPLE_COORDINATE)
def take_up(visit: Visit) -> Response:
    """Act for another agency from now on, or for the own one again."""
    me, wanted = myself(visit), request.form.get("mandate", "")
    visit.write(lambda unit: act_under(unit, me.session_hash, wanted, acting(me)))
    return redirect("/people", 303)


def _user(visit: Visit, public_id: str) -> User:
    found = user(visit.read, public_id, visit.now)
    if found is None:
        raise NotFound
    return found


def _agency(visit: Visit) -> AgencyRow | None:
    wanted = request.form.get("agency", "")
    return next((one for one in all_agencies(visit.read) if one.public_id == wanted and one.kind == "police"), None)


def _last_day(visit: Visit) -> date | None:
    try:
        day = day_of(boxes_of(request.form, "last"), visit.locale)
    except NoSuchDay:
        return None
    return day if day and 0 <= (day - visit.now.date()).days <= _MOST_DAYS else None


def _page(visit: Visit, one: User, errors: dict[str, str]) -> Response:
    visit.path = "/users"
    note_person_read(visit, one.id, "mandates")
    found = mandates_of(visit.read, one.id)
    return render(
        "identity/mandates.html",
        status=422 if errors else 200,
        user=one,
        mandates=found,
        given_by={who: card.name for who, card in person_cards(visit.read, [row.given_by for row in found]).items()},
        agencies=[(row.public_id, row.name) for row in all_agencies(visit.read) if row.kind == "police"],
        may="coordinator" in one.roles and one.id != visit.me.id,
        today=visit.now.date(),
        entered=request.form,
        last=boxes_of(request.form, "last"),
        errors=errors,
    )
