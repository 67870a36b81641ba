"""The page on which a coordinator sets what holds for the own agency."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.words import N_
from app.identity.agency_profile import agency_profile
from app.identity.browser import myself
from app.identity.domain.vetting import is_zone
from app.identity.services.actor import acting
from app.identity.services.profiling import LINES, Profile, set_profile
from app.web.access import requires
from app.web.days import NoSuchDay, as_boxes, boxes_of, day_of
from app.web.locales import NAMES
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("identity_agency", __name__)
NO_ZONE = N_("Enter a time zone by its name, such as Africa/Accra or America/Lima.")
NO_DAYS = N_("Enter the first and the last day, the last one not before the first; or leave all boxes empty.")


@pages.get("/people/agency")
@requires(Permission.PEOPLE_COORDINATE)
def agency_page(visit: Visit) -> Response:
    """What is set."""
    profile = agency_profile(visit.read, visit.me.agency_id)
    entered = {
        "zone": profile.zone or "",
        "locale": profile.locale or "",
        "line": profile.line or "",
        "first": as_boxes(profile.quiet_from),
        "last": as_boxes(profile.quiet_until),
    }
    return _page(visit, entered, {})


@pages.post("/people/agency")
@requires(Permission.PEOPLE_COORDINATE)
def change(visit: Visit) -> Response:
    """Set it."""
    zone, locale, line = (request.form.get(name, "").strip() for name in ("zone", "locale", "line"))
    errors = {"zone": NO_ZONE} if zone and not is_zone(zone) else {}
    try:
        quiet = _quiet(visit.locale)
    except NoSuchDay:
        quiet, errors = None, {**errors, "first": NO_DAYS}
    if errors:
        boxes = {name: boxes_of(request.form, name) for name in ("first", "last")}
        return _page(visit, {"zone": zone, "locale": locale, "line": line, **boxes}, errors)
    new = Profile(zone or None, locale if locale in NAMES else None, quiet, line if line in LINES else None)
    actor, agency = acting(myself(visit)), visit.me.agency_id
    visit.write(lambda unit: set_profile(unit, agency, new, actor))
    return redirect("/people/agency?saved=1", 303)


def _quiet(locale: str) -> tuple[date, date] | None:
    first, last = (day_of(boxes_of(request.form, name), locale) for name in ("first", "last"))
    if first is None and last is None:
        return None
    if first is None or last is None or last < first:
        raise NoSuchDay
    return first, last


def _page(visit: Visit, entered: dict[str, Any], errors: dict[str, str]) -> Response:
    languages = [(code, NAMES[code]) for code in visit.parts["locales"]]
    return render(
        "identity/agency.html",
        status=422 if errors else 200,
        agency=agency_profile(visit.read, visit.me.agency_id),
        entered=entered,
        languages=languages,
        errors=errors,
        saved=request.args.get("saved") == "1",
    )
