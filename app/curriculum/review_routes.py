"""The reviewer's pages: what waits, what a version changes, approve and publish, or send back with reasons."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.authoring_queries import comments_on, version_in_review, versions_waiting
from app.curriculum.box_words import box_words
from app.curriculum.check_form import check_form_maker
from app.curriculum.desks import OpenCourse, laid_out
from app.curriculum.domain.changes import changes
from app.curriculum.domain.opening_order import opening_changes
from app.curriculum.domain.previewing import preview_lesson
from app.curriculum.names import names_of
from app.curriculum.queries import source_files
from app.curriculum.services import reviewing
from app.curriculum.services.publishing import lesson_html
from app.curriculum.services.reviewing import Remark
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_reviews", __name__)
_LONGEST = 2000


@pages.get("/authoring/reviews")
@requires(Permission.COURSE_REVIEW)
def reviews(visit: Visit) -> Response:
    """The versions that wait for a reviewer; own work is shown, and why another trainer must look at it."""
    waiting = versions_waiting(visit.read, visit.me.id)
    return render(
        "curriculum/reviews.html", waiting=waiting, names=names_of(visit.read, {one.author_id for one in waiting})
    )


@pages.get("/authoring/reviews/<course>")
@requires(Permission.COURSE_REVIEW)
def review(visit: Visit, course: str) -> Response:
    """What the version changes, its questions with their keys, comments, and the decision."""
    return _review_page(visit, _in_review(visit, course), {})


@pages.post("/authoring/reviews/<course>/comment")
@requires(Permission.COURSE_REVIEW)
def comment(visit: Visit, course: str) -> Response:
    """Say something about a file or a line of it."""
    opened, text, path = (
        _in_review(visit, course),
        request.form.get("comment", "").strip(),
        request.form.get("path", ""),
    )
    line = request.form.get("line", "").strip()
    errors = _comment_errors(opened, path, line, text)
    if errors:
        return _review_page(visit, opened, errors)
    remark = Remark(path, int(line or 0), text)
    visit.write(partial(reviewing.comment, course=course, person_id=visit.me.id, remark=remark))
    return redirect(f"/authoring/reviews/{course}#comments", 303)


@pages.post("/authoring/reviews/<course>/send-back")
@requires(Permission.COURSE_REVIEW)
def send_back(visit: Visit, course: str) -> Response:
    """Send the version back to its author, with the reasons."""
    opened, note = _in_review(visit, course), request.form.get("note", "").strip()
    if not note or len(note) > _LONGEST:
        return _review_page(visit, opened, {"note": N_("Say in up to 2,000 characters what is to be changed.")})
    visit.write(partial(reviewing.send_back, course=course, person_id=visit.me.id, note=note))
    return redirect("/authoring/reviews", 303)


@pages.post("/authoring/reviews/<course>/approve")
@requires(Permission.COURSE_REVIEW, fresh=True)
def approve(visit: Visit, course: str) -> Response:
    """Approve what was looked at; with `then=publish` it goes live at once."""
    person_id, seen = visit.me.id, request.form.get("source_hash", "")
    if request.form.get("then") == "publish":
        show_check = check_form_maker(visit.parts["renderer"])
        visit.write(lambda unit: reviewing.approve_and_publish(unit, course, person_id, seen, show_check))
    else:
        visit.write(lambda unit: reviewing.approve(unit, course, person_id, seen))
    return redirect("/authoring/reviews", 303)


def _in_review(visit: Visit, course: str) -> OpenCourse:
    version = version_in_review(visit.read, course)
    if version is None:
        raise NotFound
    return laid_out(version, source_files(visit.read, version.id))


def _review_page(visit: Visit, opened: OpenCourse, errors: dict[str, str]) -> Response:
    version = opened.version
    live = source_files(visit.read, version.live_version_id) if version.live_version_id else {}
    changed = changes(live, opened.files)
    comments = comments_on(visit.read, version.id)
    waiting = {one.course: one for one in versions_waiting(visit.read, visit.me.id)}
    return render(
        "curriculum/review.html",
        status=422 if errors else 200,
        opened=opened,
        version=version,
        desk=opened.desk,
        changed=changed,
        opening=opening_changes(live, opened.files),
        readings={one.path: _as_read(visit, opened, one.path) for one in changed if one.kind != "removed"},
        comments=comments,
        names=names_of(visit.read, {version.author_id, *(one.person_id for one in comments)}),
        own=waiting[version.course].own if version.course in waiting else False,
        people=visit.parts["people_on"](visit.read, [version.course]),
        entered=request.form,
        errors=errors,
    )


def _as_read(visit: Visit, opened: OpenCourse, path: str) -> str:
    """Return a lesson as officers will read it; nothing for other files."""
    if not path.startswith("modules/") or not path.endswith(".md") or path.endswith(".quiz.md"):
        return ""
    shown = preview_lesson(opened.files, path, opened.text(path), box_words)
    show_check = check_form_maker(visit.parts["renderer"])
    return lesson_html(shown.lesson, shown.questions, opened.desk.languages[0], show_check) if shown.lesson else ""


def _comment_errors(opened: OpenCourse, path: str, line: str, text: str) -> dict[str, str]:
    if path not in opened.files:
        return {"path": N_("Choose the text that you speak about.")}
    if line and not (line.isascii() and line.isdigit() and len(line) < 7):
        return {"line": N_("Enter the number of a line, or leave it empty.")}
    if not text or len(text) > _LONGEST:
        return {"comment": N_("Write your comment in up to 2,000 characters.")}
    return {}
