"""The cover name of an officer: a page of those who coordinate the officer's agency, and of nobody else."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.identity.browser import keyring_of, myself
from app.identity.domain.cover import LONGEST, MOST_BYTES
from app.identity.queries import Officer, cover_changed, cover_name, officer_of, shown_card
from app.identity.reading_log import note_person_read
from app.identity.services.actor import acting
from app.identity.services.covering import cover
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("identity_cover", __name__)
WRONG = N_("Use up to 80 characters, and another name than the officer's own.")


@pages.get("/people/<public_id>/cover-name")
@requires(Permission.PEOPLE_COORDINATE)
def cover_page(visit: Visit, public_id: str) -> Response:
    """What stands, and what a cover name does."""
    officer = _officer(visit, public_id)
    note_person_read(visit, officer.id, "officer-page")
    return _page(visit, officer, cover_name(visit.read, officer.id), {})


@pages.post("/people/<public_id>/cover-name")
@requires(Permission.PEOPLE_COORDINATE)
def change(visit: Visit, public_id: str) -> Response:
    """Set it, or take it away where nothing was entered."""
    officer, actor, keyring = _officer(visit, public_id), acting(myself(visit)), keyring_of(visit)
    name = " ".join(request.form.get("cover", "").split())
    if len(name) > LONGEST or len(name.encode()) > MOST_BYTES or name.casefold() == officer.name.casefold():
        return _page(visit, officer, name, {"cover": WRONG})
    visit.write(lambda unit: cover(unit, keyring, officer.id, name, actor))
    return redirect(f"/people/{public_id}/cover-name?saved=1", 303)


def _page(visit: Visit, officer: Officer, name: str, errors: dict[str, str]) -> Response:
    saved, change = request.args.get("saved") == "1", cover_changed(visit.read, officer.id)
    by = shown_card(visit.read, change[0]) if change else None
    still = len(visit.parts["certificates_that_name"](visit.read, officer.id, visit.now.date())) if name else 0
    return render("identity/cover_name.html", status=422 if errors else 200, officer=officer, cover=name,
                  errors=errors, saved=saved, still=still, by=by, change=change)  # fmt: skip


def _officer(visit: Visit, public_id: str) -> Officer:
    found = officer_of(visit.read, myself(visit).agency_path, public_id, visit.now)
    if found is None or found.state != "active":
        raise NotFound
    return found
