"""Routes of the language of a course: the page that offers the choice, and the choice."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.queries import outline_of
from app.foundation.errors import NotFound
from app.learning.languages import languages_of
from app.learning.places import NotEnrolled
from app.learning.queries import standing_in
from app.learning.services.choosing_language import choose_course_language
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.safe_address import own_address
from app.web.visit import Visit

pages = Blueprint("course_languages", __name__)


@pages.get("/courses/<course>/language")
@requires(Permission.COURSE_FOLLOW)
def course_language_page(visit: Visit, course: str) -> Response:
    """The languages of a course; also the way to read an open paper in another one."""
    standing = standing_in(visit.read, visit.me.id, course)
    if standing is None:
        raise NotEnrolled
    outline = outline_of(visit.read, standing.version_id, standing.locale)
    if outline is None:
        raise NotFound
    back = own_address(request.args.get("back"), f"/courses/{course}")
    return render("learning/course_language.html", outline=outline, languages=languages_of(outline), back=back)


@pages.post("/courses/<course>/language")
@requires(Permission.COURSE_FOLLOW)
def choose_language(visit: Visit, course: str) -> Response:
    """Keep the choice and go back to where it was made."""
    language = request.form.get("language", "")[:12]
    visit.write(partial(choose_course_language, person_id=visit.me.id, course=course, language=language))
    return redirect(own_address(request.form.get("back"), f"/courses/{course}"), 303)
