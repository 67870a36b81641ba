"""Vetting of an officer: through which day, recorded by a coordinator."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.identity.browser import myself
from app.identity.domain.vetting import EARLIEST, LATEST, closes_at
from app.identity.queries import Officer, officer_of
from app.identity.reading_log import note_person_read
from app.identity.services import vetting
from app.identity.services.actor import acting
from app.identity.vetting_queries import vettings_of
from app.web.access import requires
from app.web.days import Boxes, NoSuchDay, as_boxes, boxes_of, day_of
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("identity_vetting", __name__)
NO_DAY = N_("Enter the last day of the vetting, for example 31 12 2027.")


@pages.get("/people/<public_id>/vetting")
@requires(Permission.PEOPLE_COORDINATE)
def vetting_page(visit: Visit, public_id: str) -> Response:
    """What stands, and where another day is recorded."""
    officer = _officer(visit, public_id)
    found = vettings_of(visit.read, officer.id)
    note_person_read(visit, officer.id, "vetting")
    return _page(visit, officer, as_boxes(found[0].last_day if found else None), {})


@pages.post("/people/<public_id>/vetting")
@requires(Permission.PEOPLE_COORDINATE)
def record(visit: Visit, public_id: str) -> Response:
    """Record the last day, or close labelled material now."""
    officer, actor = _officer(visit, public_id), acting(myself(visit))
    if request.form.get("act") == "withdraw":
        visit.write(lambda unit: vetting.withdraw_vetting(unit, officer.id, actor))
        return redirect(f"/people/{public_id}/vetting", 303)
    boxes = boxes_of(request.form, "last")
    try:
        day = day_of(boxes, visit.locale)
    except NoSuchDay:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        return _page(visit, officer, boxes, {"last": NO_DAY})
    visit.write(lambda unit: vetting.record_vetting(unit, officer.id, day, actor))
    return redirect(f"/people/{public_id}/vetting", 303)


def _page(visit: Visit, officer: Officer, boxes: Boxes, errors: dict[str, str]) -> Response:
    found = vettings_of(visit.read, officer.id)
    return render(
        "identity/vetting.html",
        status=422 if errors else 200,
        officer=officer,
        standing=found[0] if found else None,
        in_force=bool(found) and visit.now < closes_at(found[0].last_day, found[0].zone),
        boxes=boxes,
        errors=errors,
    )


def _officer(visit: Visit, public_id: str) -> Officer:
    found = officer_of(visit.read, myself(visit).agency_path, public_id, visit.now)
    if found is None or found.state != "active":
        raise NotFound
    return found
