"""A quiz is added to a module: practice, examination, or what is asked before and after the course."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.desk import DeskModule
from app.curriculum.domain.naming import free_id, quiz_path
from app.curriculum.domain.quiz_file import KINDS
from app.curriculum.domain.template import new_quiz
from app.curriculum.services.editing import edit_text, whole
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_new_quiz", __name__)


@pages.get("/authoring/<course>/new-quiz/<module>")
@requires(Permission.COURSE_AUTHOR)
def new_quiz_page(visit: Visit, course: str, module: str) -> Response:
    """Where a quiz is added to this module."""
    opened = open_course(visit, course)
    return _page(opened, _module(opened, module), "", "practice", {})


@pages.post("/authoring/<course>/new-quiz/<module>")
@requires(Permission.COURSE_AUTHOR)
def add_quiz(visit: Visit, course: str, module: str) -> Response:
    """Add a quiz without questions behind the others of its module, and go on to its rules."""
    opened = open_course(visit, course)
    shown = _module(opened, module)
    title, kind = " ".join(request.form.get("title", "").split()), request.form.get("kind", "")
    errors = _errors(title, kind)
    if errors:
        return _page(opened, shown, title, kind, errors)
    key = free_id(title, opened.desk.identities)
    path, text = quiz_path(f"modules/{module}", key, opened.files), new_quiz(key, title, kind)
    visit.write(partial(edit_text, course=course, person_id=visit.me.id, path=path, edit=whole(text)))
    return redirect(f"/authoring/{course}/rules/{path}", 303)


def _errors(title: str, kind: str) -> dict[str, str]:
    errors = {}
    if not title or len(title) > 200:
        errors["title"] = N_("Enter a title of up to 200 characters.")
    if kind not in KINDS:
        errors["kind"] = N_("Choose what it is for.")
    return errors


def _module(opened: OpenCourse, module: str) -> DeskModule:
    found = next((one for one in opened.desk.modules if one.folder == module), None)
    if found is None:
        raise NotFound
    return found


def _page(opened: OpenCourse, module: DeskModule, title: str, kind: str, errors: dict[str, str]) -> Response:
    return render(
        "curriculum/new_quiz.html",
        status=422 if errors else 200,
        opened=opened,
        version=opened.version,
        module=module,
        title=title,
        kind=kind,
        errors=errors,
    )
