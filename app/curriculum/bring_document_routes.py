"""A Word document becomes lessons: sent, looked at as officers will read it, and added only then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import Blueprint, make_response, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.brought_files import LARGEST_REQUEST, read_document, sent_file
from app.curriculum.brought_queries import Brought, brought_file
from app.curriculum.check_form import check_form_maker
from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.brought_document import (
    LONGEST_DESCRIPTION,
    ReadLesson,
    WaitingDocument,
    document_of,
    read_among,
)
from app.curriculum.domain.desk import DeskModule
from app.curriculum.domain.unreadable_upload import REASONS, UnreadableUpload
from app.curriculum.services.bringing import (
    BroughtGone,
    NewLesson,
    NewLessons,
    ReadFile,
    add_lessons,
    keep_brought,
    take_brought,
)
from app.curriculum.services.publishing import lesson_html
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_documents", __name__)
LARGEST = 10_000_000
_MISSING = N_("Say what the picture shows, for those who cannot see it.")
_TOO_LONG = N_("This is too long: use fewer characters.")


@pages.url_value_preprocessor
def take_large_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Documents may be larger than other requests; the form's token is read from the same request."""
    request.max_content_length = LARGEST_REQUEST


@pages.get("/authoring/<course>/bring-document/<module>")
@requires(Permission.COURSE_AUTHOR)
def bring_document_page(visit: Visit, course: str, module: str) -> Response:
    """Where a Word document is sent."""
    opened = open_course(visit, course)
    return _send_page(opened, _module(opened, module))


@pages.post("/authoring/<course>/bring-document/<module>")
@requires(Permission.COURSE_AUTHOR)
def bring_document(visit: Visit, course: str, module: str) -> Response:
    """Read the document and keep what was found; nothing of the course is changed."""
    opened = open_course(visit, course)
    shown = _module(opened, module)
    try:
        content, name = sent_file(LARGEST, "10 MB")
        read = read_document(content, name)
    except UnreadableUpload as problem:
        return _send_page(opened, shown, problem)
    file = ReadFile(course, "document", module, name, read)
    public_id = visit.write(partial(keep_brought, person_id=visit.me.id, file=file))
    return redirect(f"/authoring/{course}/brought-document/{public_id}", 303)


@pages.get("/authoring/<course>/brought-document/<public_id>")
@requires(Permission.COURSE_AUTHOR)
def brought_document_page(visit: Visit, course: str, public_id: str) -> Response:
    """The lessons as officers will read them, and what was kept, changed and dropped."""
    opened = open_course(visit, course)
    brought = _brought(visit, course, public_id)
    return _look_page(visit, opened, brought, document_of(brought.read), {})


@pages.post("/authoring/<course>/brought-document/<public_id>")
@requires(Permission.COURSE_AUTHOR)
def add_document(visit: Visit, course: str, public_id: str) -> Response:
    """Add the lessons once every picture has a description."""
    opened = open_course(visit, course)
    brought = _brought(visit, course, public_id)
    document, errors = _described(document_of(brought.read))
    if errors:
        return _look_page(visit, opened, brought, document, errors)
    visit.write(_added(opened, brought, document, visit.me.id))
    return redirect(f"/authoring/{course}#m-{brought.target}", 303)


@pages.get("/authoring/<course>/brought-picture/<public_id>/<name>")
@requires(Permission.COURSE_AUTHOR)
def brought_picture(visit: Visit, course: str, public_id: str, name: str) -> Response:
    """A picture of a document that waits, for who sent it."""
    document = document_of(_brought(visit, course, public_id).read)
    found = next((one for one in document.pictures if name == f"{one.digest}.webp"), None)
    if found is None:
        raise NotFound
    response = make_response(found.content)
    response.mimetype = "image/webp"
    return response


def _module(opened: OpenCourse, module: str) -> DeskModule:
    found = next((one for one in opened.desk.modules if one.folder == module), None)
    if found is None:
        raise NotFound
    return found


def _brought(visit: Visit, course: str, public_id: str) -> Brought:
    found = brought_file(
        visit.read, public_id, person_id=visit.me.id, course=course, kind="document", now=visit.now
    )  # fmt: skip
    if found is None:
        raise BroughtGone
    return found


def _send_page(opened: OpenCourse, module: DeskModule, problem: UnreadableUpload | None = None) -> Response:
    return render(
        "curriculum/bring_document.html",
        status=422 if problem else 200,
        opened=opened,
        version=opened.version,
        module=module,
        problem=(REASONS[problem.code], problem.values) if problem else None,
    )


def _described(document: WaitingDocument) -> tuple[WaitingDocument, dict[str, str]]:
    """Return the document with what the author says of its pictures, and what is missing."""
    said = {
        one.name: " ".join(request.form.get(f"picture-{at}", "").split())
        for at, one in enumerate(document.pictures, 1)
    }  # fmt: skip
    errors = {}
    for at, one in enumerate(document.pictures, 1):
        if not said[one.name]:
            errors[f"picture-{at}"] = _MISSING
        elif len(said[one.name]) > LONGEST_DESCRIPTION:
            errors[f"picture-{at}"] = _TOO_LONG
    return document.described(said), errors


def _look_page(
    visit: Visit, opened: OpenCourse, brought: Brought, document: WaitingDocument, errors: dict[str, str]
) -> Response:  # fmt: skip
    read = read_among(opened.files, brought.target, document)
    return render(
        "curriculum/brought_document.html",
        status=422 if errors else 200,
        opened=opened,
        version=opened.version,
        module=_module(opened, brought.target),
        brought=brought,
        document=document,
        lessons=[(one, _shown(visit, opened, brought, document, one)) for one in read],
        errors=errors,
    )


def _shown(
    visit: Visit, opened: OpenCourse, brought: Brought, document: WaitingDocument, lesson: ReadLesson
) -> str:  # fmt: skip
    """Return a lesson as officers will read it; its pictures come from what was sent, for they are nowhere else yet."""
    if lesson.source is None:
        return ""
    show_check = check_form_maker(visit.parts["renderer"])
    html = lesson_html(lesson.source, {}, opened.desk.languages[0], show_check)
    for one in document.pictures:
        place = f"/authoring/{opened.course}/brought-picture/{brought.public_id}/{one.digest}.webp"
        html = html.replace(f"/media/{one.digest}.webp", place)
    return html


def _added(
    opened: OpenCourse, brought: Brought, document: WaitingDocument, person_id: str
) -> Callable[[Unit], None]:  # fmt: skip
    read = read_among(opened.files, brought.target, document)
    lessons = tuple(
        NewLesson(one.title, found.minutes, document.body(one))
        for one, found in zip(document.lessons, read, strict=True)
    )  # fmt: skip
    pictures = {one.name: one.content for one in document.pictures}
    new = NewLessons(brought.target, lessons, pictures, opened.desk.identities)

    def work(unit: Unit) -> None:
        take_brought(unit, person_id, brought.public_id)
        add_lessons(unit, course=opened.course, person_id=person_id, new=new)

    return work
