"""The labels of single files of a course: a picture may be for fewer eyes than the lesson round it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.file_labels import label_lines, labelled_files, write_labels
from app.curriculum.domain.labels import LABELS
from app.curriculum.outline_forms import LABEL_CHOICES, label_errors
from app.curriculum.overtaking import basis_of, unless_moved
from app.curriculum.services.editing import TextMoved, edit_text
from app.foundation.errors import BadInput, NotFound
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_file_labels", __name__)


@pages.get("/authoring/<course>/file-labels")
@requires(Permission.COURSE_AUTHOR)
def labels_page(visit: Visit, course: str) -> Response:
    """Every picture, film and captions with the label that it bears itself."""
    opened = open_course(visit, course)
    return _page(opened, _own(opened))


@pages.post("/authoring/<course>/file-labels")
@requires(Permission.COURSE_AUTHOR)
def save_labels(visit: Visit, course: str) -> Response:
    """Write the labels into course.yml; a file that the form does not name keeps its own."""
    opened = open_course(visit, course)
    labels = {path: request.form.get(path, own) for path, own in _own(opened).items()}
    if not set(labels.values()) <= set(LABELS):
        raise BadInput
    errors = _errors(opened, labels)
    if errors:
        return _page(opened, labels, errors=errors)
    edit = unless_moved(lambda before: write_labels(before or "", labels), label_lines)
    try:
        visit.write(partial(edit_text, course=course, person_id=visit.me.id, path="course.yml", edit=edit))
    except TextMoved as moved:
        return _page(opened, labels, moved)
    return redirect(f"/authoring/{course}/changes", 303)


def _own(opened: OpenCourse) -> dict[str, str]:
    if opened.desk.head is None:
        raise NotFound
    return dict(labelled_files(opened.files, opened.desk.head.file_labels))


def _errors(opened: OpenCourse, labels: dict[str, str]) -> dict[str, str]:
    """Return path → what is wrong with its new label."""
    errors: dict[str, str] = {}
    for path, label in labels.items():
        labelled = opened.desk.labels.with_file(path, label)
        errors |= label_errors(opened.desk, path, labelled)
    return errors


def _page(
    opened: OpenCourse,
    labels: dict[str, str],
    moved: TextMoved | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    return render(
        "curriculum/file_labels.html",
        status=409 if moved else 422 if errors else 200,
        opened=opened,
        version=opened.version,
        files=labels.items(),
        choices=LABEL_CHOICES,
        basis=basis_of(label_lines(opened.text("course.yml")), moved),
        errors=errors or {},
    )
