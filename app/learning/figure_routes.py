"""The route of the figures, films and captions of courses: who may have them, who may keep them, whose copy it is."""

from __future__ import annotations

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from app.assessment.edition_queries import editions_sat
from app.curriculum.domain.labels import highest, is_for_everybody
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import asset_of, live_versions, outline_of, versions_showing
from app.foundation.errors import NotFound
from app.learning.marked_files import POLICY, marked_file
from app.learning.queries import versions_followed
from app.learning.vetted import mark_for, may_open
from app.learning.withheld_films import CannotBeMarked
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
    return _as_it_is(visit, *found) if is_for_everybody(label) else _marked(visit, *found, label)


def _as_it_is(visit: Visit, media_type: str, content: bytes) -> Response:
    response = make_response(content)
    response.mimetype = media_type
    if not visit.me.shared_computer:
        response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["Content-Disposition"] = "inline"
    # A film is fetched in pieces: where somebody jumps to, and from where a line broke.
    return response.make_conditional(request, accept_ranges=True, complete_length=len(content))


def _marked(visit: Visit, media_type: str, content: bytes, label: str) -> Response:
    """Return the file with its reader's mark in it; what kind it is says the file and not the address."""
    mark = mark_for(visit, label)
    marked = marked_file(content, media_type, f"TLP:{label} {mark} {visit.now:%Y-%m-%d}")
    if marked is None:
        raise CannotBeMarked(label=label)
    response = make_response(marked.content)
    response.mimetype = marked.media_type
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Content-Disposition"] = f"inline; filename=TLP-{label}-{mark}.{marked.ending}"
    return response


def _labels(visit: Visit, digest: str) -> list[tuple[CourseOutline, str]]:
    """Return each course that the person is on and that shows the file, with the file's label there (T21, U10).

    The hash is no secret: it stands in every copy of the page. Trainers look at every course that is live.
    """
    versions = list(versions_followed(visit.read, visit.me.id))
    if visit.may(Permission.COURSE_AUTHOR):
        versions += [version for version, _ in live_versions(visit.read).values()]
    showing = versions_showing(visit.read, versions, digest)
    if not showing and visit.may(Permission.ATTEMPT_SUBMIT):  # results of a version that the person moved on from
        showing = versions_showing(visit.read, editions_sat(visit.read, visit.me.id), digest)
    outlines = (outline_of(visit.read, version) for version in showing)
    return [(outline, outline.label_of_file(digest)) for outline in outlines if outline]


def _opens(visit: Visit, outline: CourseOutline, label: str) -> bool:
    return may_open(visit, outline, label) and outline.opens_to(
        label, confirmed=visit.me.identity_confirmed_at is not None
    )
