"""Routes of the figures, films and captions of courses: who may have them, who may keep them, whose copy it is."""

from __future__ import annotations

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from app.curriculum.domain.labels import highest, is_for_everybody
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import asset_of, outline_of, versions_showing
from app.foundation.errors import NotFound
from app.learning.marked_figures import MEDIA_TYPE, POLICY, marked_figure
from app.learning.queries import versions_followed
from app.learning.vetted import mark_for, may_open
from app.web.access import requires
from app.web.permissions import Permission
from app.web.visit import Visit

pages = Blueprint("figures", __name__)


@pages.get("/media/<digest>.<ending>")
@requires(Permission.ACCOUNT_KEEP)
def figure(visit: Visit, digest: str, ending: str) -> Response:
    """A figure, film or captions, by hash, for trainers and for who is on a course that shows it (T14)."""
    labels = _labels(visit, digest)
    opens = visit.may(Permission.COURSE_AUTHOR) or any(_opens(visit, *one) for one in labels)
    found = asset_of(visit.read, digest) if opens else None
    if found is None:
        raise NotFound
    label = highest(*(label for _, label in labels))
    return _marked(visit, found[1], ending, label) or _as_it_is(visit, *found, label)


def _as_it_is(visit: Visit, media_type: str, content: bytes, label: str) -> Response:
    response = make_response(content)
    response.mimetype = media_type
    if is_for_everybody(label) and not visit.me.shared_computer:
        response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Disposition"] = "inline"
    # A film is fetched in pieces: where somebody jumps to, and from where a line broke.
    return response.make_conditional(request, accept_ranges=True, complete_length=len(content))


def _marked(visit: Visit, content: bytes, ending: str, label: str) -> Response | None:
    """Return the figure with its reader's mark in it; None where everybody is let in, or for a film or captions."""
    mark = mark_for(visit, label)
    marked = marked_figure(content, ending, f"TLP:{label} {mark} {visit.now:%Y-%m-%d}") if mark else None
    if marked is None:
        return None
    response = make_response(marked)
    response.mimetype = MEDIA_TYPE
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Disposition"] = f"inline; filename=TLP-{label}-{mark}.svg"
    return response


def _labels(visit: Visit, digest: str) -> list[tuple[CourseOutline, str]]:
    """Return each course that the person is on and that shows the file, with the file's label there (T21, U10).

    The hash is no secret: it stands in every copy of the page.
    """
    showing = versions_showing(visit.read, versions_followed(visit.read, visit.me.id), digest)
    outlines = (outline_of(visit.read, version) for version in showing)
    return [(outline, outline.label_of_file(digest)) for outline in outlines if outline]


def _opens(visit: Visit, outline: CourseOutline, label: str) -> bool:
    return may_open(visit, outline, label) and outline.opens_to(
        label, confirmed=visit.me.identity_confirmed_at is not None
    )
