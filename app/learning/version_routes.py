"""Routes of a newer version of a course: what a move to it does, and the move."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.queries import outline_of
from app.foundation.errors import NotFound
from app.learning.places import NotEnrolled
from app.learning.queries import Standing, standing_and_live
from app.learning.services.moving import move_to_version
from app.learning.version_queries import MoveAhead, move_ahead
from app.learning.vetted import refuse_unvetted
from app.web.access import requires
from app.web.locales import language_name
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("course_versions", __name__)


@pages.get("/courses/<course>/newer-version")
@requires(Permission.COURSE_FOLLOW)
def newer_version_page(visit: Visit, course: str) -> Response:
    """What moving to the newer version would do, before anything happens; who is on the newest one is told so."""
    standing, ahead = _ahead(visit, course)
    outline = ahead.before if ahead else outline_of(visit.read, standing.version_id, standing.locale)
    if outline is None:
        raise NotFound
    refuse_unvetted(visit, outline)
    lost = language_lost(ahead, visit.locale)
    return render("learning/newer_version.html", outline=outline, standing=standing, ahead=ahead, lost=lost)


@pages.post("/courses/<course>/newer-version")
@requires(Permission.COURSE_FOLLOW)
def move(visit: Visit, course: str) -> Response:
    """Move to the version that the page described; once moved, a second click changes nothing."""
    _ahead(visit, course)
    number = request.form.get("number", 0, type=int)
    visit.write(partial(move_to_version, person_id=visit.me.id, course=course, number=number))
    return redirect(f"/courses/{course}", 303)


def language_lost(ahead: MoveAhead | None, locale: str) -> tuple[str, str] | None:
    """Return the names of the language that the newer version is not in and of the one it would be read in."""
    if ahead is None or ahead.before.read_in == ahead.after.read_in:
        return None
    return language_name(ahead.before.read_in, locale), language_name(ahead.after.read_in, locale)


def _ahead(visit: Visit, course: str) -> tuple[Standing, MoveAhead | None]:
    """Return where the person stands and the move they may make. Raises `NotEnrolled`.

    Raises `VettingNeeded` where a label closes the version they are on, whose parts the page names, or would close to
    them what the newer one asks: there is no way back.
    """
    standing, live = standing_and_live(visit.read, visit.me.id, course)
    if standing is None:
        raise NotEnrolled
    ahead = move_ahead(visit.read, visit.me.id, standing, live)
    if ahead:
        refuse_unvetted(visit, ahead.before)
        refuse_unvetted(visit, ahead.after, ahead.after.asked_label)
    return standing, ahead
