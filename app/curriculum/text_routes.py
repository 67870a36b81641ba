"""The editor of a lesson, or of any text of the course as a file: preview by the server, save, earlier revisions."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.authoring_queries import SavedText, revision_text, revisions_of
from app.curriculum.box_words import box_words
from app.curriculum.check_form import check_form_maker
from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.changes import line_rows
from app.curriculum.domain.lesson_text import LessonText, new_lesson_text, read_lesson_text, write_lesson_text
from app.curriculum.domain.naming import free_id, lesson_path
from app.curriculum.domain.previewing import preview_lesson
from app.curriculum.forms import LessonForm, lesson_form
from app.curriculum.names import names_of
from app.curriculum.overtaking import basis_of, hash_of, unless_moved
from app.curriculum.question_pages import questions_page
from app.curriculum.services.editing import Edit, TextMoved, edit_text, take_out_text, whole
from app.curriculum.services.publishing import lesson_html
from app.foundation.errors import NotFound
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_texts", __name__)
NEW = LessonText("", "", "")


@pages.get("/authoring/<course>/text/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def text_page(visit: Visit, course: str, path: str) -> Response:
    """A lesson in its editor; a quiz or bank as its questions; anything else, and `?as=file`, as a file."""
    opened = open_course(visit, course)
    text = opened.text(path)
    if path.endswith(".quiz.md") and request.args.get("as") != "file":
        return questions_page(visit, opened, path, text)
    lesson = None if _as_file(path) else read_lesson_text(text)
    if lesson is None:
        return _file_page(visit, opened, path, text, hash_of(text))
    return _lesson_page(visit, opened, path, LessonForm(lesson, {}), text)


@pages.post("/authoring/<course>/text/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def save_text(visit: Visit, course: str, path: str) -> Response:
    """Show the preview, or save what was typed; a text that somebody else saved meanwhile is shown beside it."""
    opened = open_course(visit, course)
    text, based_on = opened.text(path), request.form.get("based_on", "")
    if "file" in request.form:
        typed = request.form["file"].replace("\r\n", "\n")
        if request.form.get("action") == "preview":
            return _file_page(visit, opened, path, typed, based_on)
        return _saved(visit, opened, path, typed)
    form, old = lesson_form(request.form), read_lesson_text(text)
    if old is None:
        raise NotFound
    if form.errors or request.form.get("action") == "preview":
        return _lesson_page(visit, opened, path, form, text, based_on)
    return _saved(visit, opened, path, write_lesson_text(text, form.text))


@pages.get("/authoring/<course>/new-lesson/<module>")
@requires(Permission.COURSE_AUTHOR)
def new_lesson_page(visit: Visit, course: str, module: str) -> Response:
    """An empty editor for a lesson of this module."""
    return _new_page(visit, open_course(visit, course), module, LessonForm(NEW, {}))


@pages.post("/authoring/<course>/new-lesson/<module>")
@requires(Permission.COURSE_AUTHOR)
def new_lesson(visit: Visit, course: str, module: str) -> Response:
    """Preview the new lesson, or add it after the lessons of its module."""
    opened, form = open_course(visit, course), lesson_form(request.form)
    if form.errors or request.form.get("action") == "preview":
        return _new_page(visit, opened, module, form)
    key = free_id(form.text.title, opened.desk.identities)
    path = lesson_path(_folder(opened, module), key, opened.files)
    return _write(visit, opened, path, whole(new_lesson_text(key, form.text)))


@pages.post("/authoring/<course>/take-out/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def take_out(visit: Visit, course: str, path: str) -> Response:
    """Take a lesson out of the draft; it can be brought back from its revisions."""
    if not path.startswith("modules/"):
        raise NotFound
    visit.write(partial(take_out_text, course=course, person_id=visit.me.id, path=path))
    return redirect(f"/authoring/{course}/revisions/{path}", 303)


@pages.get("/authoring/<course>/revisions/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def revisions(visit: Visit, course: str, path: str) -> Response:
    """Every saved revision of a text; one of them compared with what stands now."""
    opened = open_course(visit, course)
    found = revisions_of(visit.read, opened.version.id, path)
    if not found and path not in opened.files:
        raise NotFound
    return _revisions_page(visit, opened, path, found)


def _revisions_page(visit: Visit, opened: OpenCourse, path: str, found: tuple[SavedText, ...]) -> Response:
    chosen = _number(request.args.get("number", ""))
    old = revision_text(visit.read, opened.version.id, path, chosen)
    now = opened.text(path) if path in opened.files else ""
    return render(
        "curriculum/revisions.html",
        version=opened.version,
        path=path,
        title=_title(opened, path),
        revisions=found,
        names=names_of(visit.read, {one.person_id for one in found}),
        chosen=chosen if old is not None else None,
        rows=line_rows(old, now) if old is not None else (),
        gone=path not in opened.files,
    )


@pages.post("/authoring/<course>/revisions/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def bring_back(visit: Visit, course: str, path: str) -> Response:
    """Bring an earlier revision back, as a new save."""
    opened = open_course(visit, course)
    old = revision_text(visit.read, opened.version.id, path, _number(request.form.get("number", "")))
    if old is None:
        raise NotFound
    return _write(visit, opened, path, whole(old))


def _saved(visit: Visit, opened: OpenCourse, path: str, new: str) -> Response:
    try:
        return _write(visit, opened, path, unless_moved(whole(new)))
    except TextMoved as moved:
        return render(
            "curriculum/text_moved.html",
            status=409,
            version=opened.version,
            path=path,
            message=moved.message,
            title=_title(opened, path),
            mine=new,
            basis=basis_of("", moved),
        )


def _write(visit: Visit, opened: OpenCourse, path: str, edit: Edit) -> Response:
    visit.write(partial(edit_text, course=opened.course, person_id=visit.me.id, path=path, edit=edit))
    return redirect(f"/authoring/{opened.course}/text/{path}?saved=1", 303)


def _number(typed: str) -> int:
    """Return the number of a revision; one that no revision has where none was given."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else -1


def _as_file(path: str) -> bool:
    return request.args.get("as") == "file" or not path.startswith("modules/")


def _lesson_page(
    visit: Visit, opened: OpenCourse, path: str, form: LessonForm, text: str, based_on: str = ""
) -> Response:
    return _editor(
        visit,
        opened,
        path,
        form,
        write_lesson_text(text, form.text),
        action=f"/authoring/{opened.course}/text/{path}",
        based_on=based_on or hash_of(text),
        new=False,
    )


def editor_again(visit: Visit, opened: OpenCourse, path: str, form: LessonForm, based_on: str) -> Response:
    """Return the editor with what was typed in it: of a lesson that stands, or of one that is new."""
    if path not in opened.files:
        return _new_page(visit, opened, path.split("/")[1], form)
    text = opened.text(path)
    if read_lesson_text(text) is None:
        raise NotFound
    return _lesson_page(visit, opened, path, form, text, based_on)


def _new_page(visit: Visit, opened: OpenCourse, module: str, form: LessonForm) -> Response:
    path = f"{_folder(opened, module)}/99-new.md"
    action = f"/authoring/{opened.course}/new-lesson/{module}"
    return _editor(
        visit, opened, path, form, new_lesson_text("new", form.text), action=action, based_on="", new=True
    )  # fmt: skip


def _editor(
    visit: Visit, opened: OpenCourse, path: str, form: LessonForm, whole: str, *, action: str, based_on: str, new: bool
) -> Response:
    shown = preview_lesson(opened.files, path, whole, box_words) if form.text.body.strip() else None
    html = ""
    if shown and shown.lesson:
        show_check = check_form_maker(visit.parts["renderer"])
        html = lesson_html(shown.lesson, shown.questions, opened.desk.languages[0], show_check)
    return render(
        "curriculum/lesson_editor.html",
        status=422 if form.errors and request.form.get("action") != "preview" else 200,
        opened=opened,
        version=opened.version,
        path=path,
        action=action,
        based_on=based_on,
        new=new,
        entered=form.text,
        errors=form.errors,
        attached=_attached(kept=bool(form.errors) or request.form.get("action") == "preview"),
        saved=request.args.get("saved") == "1",
        preview=shown,
        preview_html=html,
        size=len(html.encode()),
    )


def _attached(*, kept: bool) -> dict[str, str]:
    """Return what was typed beside a picture or a film that is not yet added."""
    return {name: request.form.get(name, "") if kept else "" for name in ("alternative", "film_minutes", "transcript")}


def _file_page(visit: Visit, opened: OpenCourse, path: str, text: str, based_on: str) -> Response:
    findings = [finding for finding in opened.desk.findings if finding.file == path]
    return render(
        "curriculum/file_editor.html",
        opened=opened,
        version=opened.version,
        path=path,
        text=text,
        based_on=based_on,
        findings=findings,
        saved=request.args.get("saved") == "1",
    )


def _folder(opened: OpenCourse, module: str) -> str:
    if module not in {one.folder for one in opened.desk.modules}:
        raise NotFound
    return f"modules/{module}"


def _title(opened: OpenCourse, path: str) -> str:
    found = opened.desk.text(path)
    return found.title if found and found.title else path
