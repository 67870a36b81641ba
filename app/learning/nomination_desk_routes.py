"""Nominations before the programme: accept or decline what agencies approved, and set how many places each has."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.audit.events import AuditTag
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.identity.agency_queries import all_agencies
from app.identity.browser import myself
from app.identity.reading_log import note_reading
from app.identity.services.actor import acting
from app.learning.nomination_queries import PAGE, nomination_by, nominations_approved, quotas
from app.learning.nomination_routes import LONGEST, NO_REASON, restricted_courses, rows_of
from app.learning.services import nominating
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("nomination_desk", __name__, url_prefix="/accreditation/nominations")
_MOST_PLACES = 10_000


@pages.get("")
@requires(Permission.NOMINATION_ACCEPT)
def desk(visit: Visit) -> Response:
    """What agencies have approved, oldest first, and the places of each."""
    return _desk(visit, {})


@pages.post("/<public_id>")
@requires(Permission.NOMINATION_ACCEPT)
def answer(visit: Visit, public_id: str) -> Response:
    """Accept, which enrols the officer, or decline with the reason."""
    if nomination_by(visit.read, public_id) is None:
        raise NotFound
    actor, why = acting(myself(visit)), request.form.get(f"answer-{public_id}", "").strip()
    if request.form.get("act") == "decline":
        if not why or len(why) > LONGEST:
            return _desk(visit, {f"answer-{public_id}": NO_REASON}, why)
        visit.write(lambda unit: nominating.decline(unit, public_id, why, actor, waiting="approved"))
    else:
        visit.write(lambda unit: nominating.accept(unit, public_id, actor))
    return redirect("/accreditation/nominations", 303)


@pages.post("/places")
@requires(Permission.NOMINATION_ACCEPT)
def places(visit: Visit) -> Response:
    """Set the places of an agency, and those below it, on a course; an empty number takes the limit away."""
    course, wanted = request.form.get("course", ""), request.form.get("places", "").strip()
    agency = next((one for one in all_agencies(visit.read) if one.public_id == request.form.get("agency")), None)
    known = any(one.outline.course == course for one in restricted_courses(visit))
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else None
    errors = {} if known else {"course": N_("Choose a course.")}
    errors |= {} if agency else {"agency": N_("Choose an agency.")}
    if wanted and (number is None or number > _MOST_PLACES):
        errors["places"] = N_("Enter a whole number up to 10,000, or nothing for no limit.")
    if errors or agency is None:
        return _desk(visit, errors)
    actor, agency_id = acting(myself(visit)), agency.id
    visit.write(lambda unit: nominating.set_quota(unit, course, agency_id, number, actor))
    return redirect("/accreditation/nominations", 303)


def _desk(visit: Visit, errors: dict[str, str], typed: str = "") -> Response:
    found, agencies = nominations_approved(visit.read), all_agencies(visit.read)
    names = {one.id: one.name for one in agencies}
    titles = {one.outline.course: one.outline.title for one in restricted_courses(visit)}
    note_reading(visit, AuditTag.PEOPLE_LISTED, "nominations", "nominations-to-accept", count=min(len(found), PAGE))
    limits = [
        (titles.get(one.course, one.course), names.get(one.agency_id, "–"), one.places) for one in quotas(visit.read)
    ]
    return render(
        "learning/nomination_desk.html",
        status=422 if errors else 200,
        rows=rows_of(visit, found[:PAGE]),
        more=bool(found[PAGE:]),
        limits=limits,
        courses=list(titles.items()),
        agencies=[(one.public_id, one.name) for one in agencies if one.kind == "police"],
        entered=request.form,
        errors=errors,
        typed=typed,
    )
