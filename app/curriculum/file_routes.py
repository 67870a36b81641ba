"""The course as files: its zip handed out, a zip taken in, looked at before anything is changed, then put in place."""

from __future__ import annotations

import base64
from functools import partial

from flask import Blueprint, make_response, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.brought_files import LARGEST_REQUEST, sent_file
from app.curriculum.brought_queries import brought_file
from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.course_archive import ReadArchive, read_archive, write_archive
from app.curriculum.domain.course_state import STATE, state_text
from app.curriculum.domain.findings import Finding
from app.curriculum.domain.folder import read_course
from app.curriculum.domain.labels import is_for_everybody
from app.curriculum.domain.unreadable_upload import REASONS, UnreadableUpload
from app.curriculum.domain.writing.folder import canonical_folder
from app.curriculum.load_plan import plan_load
from app.curriculum.services.bringing import BroughtGone, ReadFile, keep_brought, take_brought
from app.curriculum.services.loading import MovedOn, OtherCourse, checked_source, load_into_draft
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.copy_mark import copy_mark
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_files", __name__)
LARGEST = 10_000_000
SHOWN = 200


@pages.url_value_preprocessor
def take_large_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """A folder with its pictures may be larger than other requests."""
    request.max_content_length = LARGEST_REQUEST


@pages.get("/authoring/<course>/files")
@requires(Permission.COURSE_AUTHOR)
def files_page(visit: Visit, course: str) -> Response:
    """Where the folder is fetched and sent."""
    return _page(open_course(visit, course))


@pages.get("/authoring/<course>/files.zip")
@requires(Permission.COURSE_AUTHOR)
def course_zip(visit: Visit, course: str) -> Response:
    """What lies on the desk as a zip; it says where it was taken from."""
    opened = open_course(visit, course)
    response = make_response(_zip_of(opened))
    response.mimetype = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{course}{_mark(visit, opened)}.zip"'
    return response


def _mark(visit: Visit, opened: OpenCourse) -> str:
    """Return what the name of a zip says of whose copy it is, where anything in it is above GREEN (X17)."""
    label = opened.desk.labels.highest
    return "" if is_for_everybody(label) else f"-TLP-{label}-{copy_mark(visit.parts['keyring'], visit.me.id)}"


@pages.post("/authoring/<course>/files")
@requires(Permission.COURSE_AUTHOR)
def send_files(visit: Visit, course: str) -> Response:
    """Read the zip and keep it; nothing of the course is changed."""
    opened = open_course(visit, course)
    try:
        content, name = sent_file(LARGEST, "10 MB")
    except UnreadableUpload as unread:
        return _page(opened, (REASONS[unread.code], dict(unread.values)))
    read = read_archive(content)
    problem, findings = _judged(course, read)
    if problem or findings:
        return _page(opened, problem, findings)
    kept = {"zip": base64.b64encode(write_archive({**read.files, STATE: read.state.encode()})).decode()}
    file = ReadFile(course, "folder", "", name, kept)
    public_id = visit.write(partial(keep_brought, person_id=visit.me.id, file=file))
    return redirect(f"/authoring/{course}/sent-files/{public_id}", 303)


@pages.get("/authoring/<course>/sent-files/<public_id>")
@requires(Permission.COURSE_AUTHOR)
def sent_files_page(visit: Visit, course: str, public_id: str) -> Response:
    """What the folder would change, for whom, before anything is written."""
    return _plan_page(visit, open_course(visit, course), public_id)


@pages.post("/authoring/<course>/sent-files/<public_id>")
@requires(Permission.COURSE_AUTHOR)
def load_sent_files(visit: Visit, course: str, public_id: str) -> Response:
    """Put the folder in the place of the draft; where it was overtaken, show both and change nothing."""
    opened, read = open_course(visit, course), _sent(visit, course, public_id)
    person_id = visit.me.id

    def work(unit: Unit) -> None:
        take_brought(unit, person_id, public_id)
        load_into_draft(unit, course=course, person_id=person_id, files=read.files, state=read.state)

    try:
        visit.write(work)
    except MovedOn:
        return _plan_page(visit, opened, public_id, 409)
    return redirect(f"/authoring/{course}/changes", 303)


def _zip_of(opened: OpenCourse) -> bytes:
    state = {STATE: state_text(opened.course, opened.files).encode()}
    return write_archive({**canonical_folder(opened.files), **state})


def _judged(course: str, read: ReadArchive) -> tuple[tuple[str, dict[str, str]] | None, tuple[Finding, ...]]:
    """Return why a folder cannot be taken: the archive is wrong, the course has errors, or it is another one."""
    if read.findings:
        return (N_("This zip cannot be taken as it is. What is wrong with it stands below."), {}), read.findings
    reading = read_course(read.files)
    if reading.course is None:
        errors = tuple(finding for finding in reading.findings if finding.level == "error")
        return (N_("This folder has errors. Mend them, then send it again."), {}), errors
    if reading.course.id != course:
        return (OtherCourse.message, {"other": reading.course.id}), ()
    return None, ()


def _sent(visit: Visit, course: str, public_id: str) -> ReadArchive:
    sent = brought_file(visit.read, public_id, person_id=visit.me.id, course=course, kind="folder", now=visit.now)
    if sent is None:
        raise BroughtGone
    return read_archive(base64.b64decode(sent.read["zip"]))


def _page(
    opened: OpenCourse, problem: tuple[str, dict[str, str]] | None = None, findings: tuple[Finding, ...] = ()
) -> Response:  # fmt: skip
    return render(
        "curriculum/files.html",
        status=422 if problem else 200,
        opened=opened,
        version=opened.version,
        zip_size=len(_zip_of(opened)),
        problem=problem,
        findings=findings[:SHOWN],
        more=max(len(findings) - SHOWN, 0),
    )


def _plan_page(visit: Visit, opened: OpenCourse, public_id: str, status: int = 200) -> Response:
    read = _sent(visit, opened.course, public_id)
    plan = plan_load(visit.read, checked_source(read.files), read.files, read.state, visit.parts["people_on"])
    return render(
        "curriculum/sent_files.html",
        status=status,
        opened=opened,
        version=opened.version,
        zip_size=len(_zip_of(opened)),
        public_id=public_id,
        plan=plan,
        shown=SHOWN,
    )
