"""An officer leaves the agency, or comes back; a coordinator's pages."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from app.foundation.errors import NotFound
from app.identity.browser import myself
from app.identity.queries import Officer, officer_of
from app.identity.reading_log import note_person_read
from app.identity.services import leaving
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("identity_leaving", __name__)


@pages.get("/people/<public_id>/leave")
@requires(Permission.PEOPLE_COORDINATE)
def leave_page(visit: Visit, public_id: str) -> Response:
    """What happens, before it does."""
    officer = _officer(visit, public_id, "active")
    note_person_read(visit, officer.id, "leave")
    return render("identity/leave.html", officer=officer)


@pages.post("/people/<public_id>/leave")
@requires(Permission.PEOPLE_COORDINATE)
def leave(visit: Visit, public_id: str) -> Response:
    """End the access now."""
    officer, actor = _officer(visit, public_id, "active"), acting(myself(visit))
    visit.write(lambda unit: leaving.leave(unit, officer.id, actor))
    return redirect(f"/people/{public_id}", 303)


@pages.post("/people/<public_id>/come-back")
@requires(Permission.PEOPLE_COORDINATE)
def come_back(visit: Visit, public_id: str) -> Response:
    """Give the access back."""
    officer, actor = _officer(visit, public_id, "left"), acting(myself(visit))
    visit.write(lambda unit: leaving.come_back(unit, officer.id, actor))
    return redirect(f"/people/{public_id}", 303)


def _officer(visit: Visit, public_id: str, state: str) -> Officer:
    found = officer_of(visit.read, myself(visit).agency_path, public_id, visit.now)
    if found is None or found.state != state:
        raise NotFound
    return found
