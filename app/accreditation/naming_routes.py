"""The certificates that still name an officer with a cover name: a page of the agency's coordinators alone (X7)."""

from __future__ import annotations

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from app.accreditation.naming_queries import certificates_that_name
from app.accreditation.services.withholding import withhold_name
from app.foundation.errors import NotFound
from app.identity.browser import myself
from app.identity.queries import Officer, is_covered, officer_of
from app.identity.reading_log import note_person_read
from app.identity.services.actor import acting
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

naming_pages = Blueprint("certificates_that_name", __name__, url_prefix="/people")


@naming_pages.get("/<public_id>/named-certificates")
@requires(Permission.PEOPLE_COORDINATE)
def named_certificates(visit: Visit, public_id: str) -> Response:
    """Which certificates name the officer, and what replacing them does."""
    officer = _officer(visit, public_id)
    note_person_read(visit, officer.id, "officer-page")
    return render("accreditation/named_certificates.html", officer=officer, mine=officer.id == visit.me.id,
                  covered=is_covered(visit.read, officer.id),
                  rows=certificates_that_name(visit.read, officer.id, visit.now.date()))  # fmt: skip


@naming_pages.post("/<public_id>/named-certificates")
@requires(Permission.PEOPLE_COORDINATE)
def replace_named(visit: Visit, public_id: str) -> Response:
    """Replace them all by certificates that name nobody."""
    officer, actor = _officer(visit, public_id), acting(visit.me)
    issuer, keyring = visit.parts["issuer"], visit.parts["keyring"]
    visit.write(lambda unit: withhold_name(unit, officer.id, actor, issuer, keyring))
    return redirect(f"/people/{public_id}/named-certificates", 303)


def _officer(visit: Visit, public_id: str) -> Officer:
    found = officer_of(visit.read, myself(visit).agency_path, public_id, visit.now)
    if found is None or found.state != "active":
        raise NotFound
    return found
