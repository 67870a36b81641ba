"""The outline of a course: a new course, its record, modules and their order, the rules of a quiz, a sample paper."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import takewhile

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum import outline_forms as forms
from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain import module_list
from app.curriculum.domain.course_file import LEVELS
from app.curriculum.domain.course_record import CourseRecord, record_lines, record_of, write_record
from app.curriculum.domain.fields import ID
from app.curriculum.domain.naming import free_id
from app.curriculum.domain.opening_order import module_moved
from app.curriculum.domain.previewing import read_quiz_alone
from app.curriculum.domain.quiz_entry import QuizEntry, quiz_entry_of, rule_lines, write_quiz_entry
from app.curriculum.domain.template import new_course, new_module
from app.curriculum.overtaking import basis_of, unless_moved
from app.curriculum.queries import live_versions
from app.curriculum.sample_paper import sample_paper
from app.curriculum.services.creating import CourseIdTaken, create_course, move_text
from app.curriculum.services.editing import Edit, TextMoved, edit_text, whole
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.identity.queries import person_card
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_outline", __name__)
RESERVED = frozenset({"new", "reviews"})
_WAYS = {"up": -1, "down": 1}


@pages.get("/authoring/new")
@requires(Permission.COURSE_AUTHOR)
def new_course_page(visit: Visit) -> Response:
    """Where a course begins."""
    return render("curriculum/new_course.html", entered={}, errors={})


@pages.post("/authoring/new")
@requires(Permission.COURSE_AUTHOR)
def add_course(visit: Visit) -> Response:
    """Open the draft of a new course from the template."""
    title, summary, key, errors = _new_course(visit)
    if not errors:
        files = new_course(key, title, summary, _organisation(visit))
        try:
            visit.write(partial(create_course, person_id=visit.me.id, files=files))
            return redirect(f"/authoring/{key}", 303)
        except CourseIdTaken as taken:
            errors["key"] = taken.message
    return render("curriculum/new_course.html", status=422, entered=request.form, errors=errors)


def _organisation(visit: Visit) -> str:
    card = person_card(visit.read, visit.me.id)
    return card.agency_name if card else ""


def _new_course(visit: Visit) -> tuple[str, str, str, dict[str, str]]:
    title, summary = (" ".join(request.form.get(name, "").split()) for name in ("title", "summary"))
    key = request.form.get("key", "").strip() or free_id(title, RESERVED)
    errors = {}
    if not title or len(title) > 200:
        errors["title"] = N_("Enter a title of up to 200 characters.")
    if not summary or len(summary) > 500:
        errors["summary"] = N_("Say in up to 500 characters what one learns.")
    if not ID.fullmatch(key) or key in RESERVED:
        errors["key"] = N_("Use a lower-case letter, then letters, digits and hyphens, up to 40.")
    return title, summary, key, errors


@pages.get("/authoring/<course>/record")
@requires(Permission.COURSE_AUTHOR)
def record_page(visit: Visit, course: str) -> Response:
    """What the course says about itself."""
    opened = open_course(visit, course)
    return _record_page(opened, _record(opened), {})


@pages.post("/authoring/<course>/record")
@requires(Permission.COURSE_AUTHOR)
def save_record(visit: Visit, course: str) -> Response:
    """Save the course record into course.yml, key by key."""
    opened = open_course(visit, course)
    old = _record(opened)
    new = forms.record_form(request.form, old)
    errors = forms.record_errors(new, live_versions(visit.read).keys() - {course})
    errors = errors or forms.label_errors(opened.desk, "tlp", replace(opened.desk.labels, course=new.tlp))
    if errors:
        return _record_page(opened, new, errors)
    edit = unless_moved(lambda before: write_record(before or "", old, new), record_lines)
    try:
        return _edit(visit, opened, "course.yml", edit)
    except TextMoved as moved:
        return _record_page(opened, new, {}, moved)


def _record(opened: OpenCourse) -> CourseRecord:
    if opened.desk.head is None:
        raise NotFound
    return record_of(opened.desk.head)


def _record_page(
    opened: OpenCourse, record: CourseRecord, errors: dict[str, str], moved: TextMoved | None = None
) -> Response:
    return render(
        "curriculum/record.html",
        status=_status(errors, moved),
        basis=basis_of(record_lines(opened.text("course.yml")), moved),
        opened=opened,
        version=opened.version,
        record=record,
        levels=LEVELS,
        labels=forms.LABEL_CHOICES,
        rows=min(len(record.outcomes) + 2, forms.OUTCOME_ROWS),
        errors=errors,
    )


@pages.get("/authoring/<course>/new-module")
@requires(Permission.COURSE_AUTHOR)
def new_module_page(visit: Visit, course: str) -> Response:
    """Where a module is added."""
    return _module_page(open_course(visit, course), "", module_list.ModuleHead("", ""), {})


@pages.post("/authoring/<course>/new-module")
@requires(Permission.COURSE_AUTHOR)
def add_module(visit: Visit, course: str) -> Response:
    """Add a module behind the others, with a first lesson to write over."""
    opened = open_course(visit, course)
    head, errors = forms.module_form(request.form, _earlier(opened, ""))
    if errors:
        return _module_page(opened, "", head, errors)
    folder = visit.write(_module_added(opened, visit.me.id, head))
    return redirect(f"/authoring/{course}#m-{folder}", 303)


def _module_added(opened: OpenCourse, person_id: str, head: module_list.ModuleHead) -> Callable[[Unit], str]:
    title = head.title
    keys = {module.key for module in opened.desk.modules}
    folder = module_list.free_folder(opened.text("course.yml"), free_id(title, keys))
    texts = new_module(folder, title, free_id(title, opened.desk.identities))

    def work(unit: Unit) -> str:
        save = partial(edit_text, unit, course=opened.course, person_id=person_id)
        save(path="course.yml", edit=lambda old: module_list.module_added(old or "", folder, head))
        for path, text in texts.items():
            save(path=path, edit=whole(text))
        return folder

    return work


@pages.get("/authoring/<course>/modules/<folder>")
@requires(Permission.COURSE_AUTHOR)
def module_page(visit: Visit, course: str, folder: str) -> Response:
    """Title and minutes of a module, who looks after it, by when again, and after which module it opens."""
    opened = open_course(visit, course)
    module = next((one for one in opened.desk.modules if one.folder == folder), None)
    if module is None:
        raise NotFound
    after = next((one.folder for one in opened.desk.modules if one.key == module.after), "")
    cared = (module.owner, module.review_by, module.tlp, after)
    head = module_list.ModuleHead(module.title, str(module.minutes), *cared)
    return _module_page(opened, folder, head, {})


@pages.post("/authoring/<course>/modules/<folder>")
@requires(Permission.COURSE_AUTHOR)
def save_module(visit: Visit, course: str, folder: str) -> Response:
    """Save what is said of a module."""
    opened = open_course(visit, course)
    head, errors = forms.module_form(request.form, _earlier(opened, folder))
    if folder not in {one.folder for one in opened.desk.modules}:
        raise NotFound
    errors = errors or forms.label_errors(opened.desk, "tlp", opened.desk.labels.with_module(folder, head.tlp))
    if errors:
        return _module_page(opened, folder, head, errors)
    change = unless_moved(
        lambda before: module_list.module_changed(before or "", folder, head), partial(_lines_of, folder)
    )
    try:
        return _edit(visit, opened, "course.yml", change)
    except TextMoved as moved:
        return _module_page(opened, folder, head, {}, moved)


def _lines_of(folder: str, text: str) -> str:
    return module_list.module_lines(text, folder)


def _module_page(
    opened: OpenCourse,
    folder: str,
    head: module_list.ModuleHead,
    errors: dict[str, str],
    moved: TextMoved | None = None,
) -> Response:
    return render(
        "curriculum/module.html",
        status=_status(errors, moved),
        basis=basis_of(_lines_of(folder, opened.text("course.yml")), moved),
        opened=opened,
        version=opened.version,
        folder=folder,
        labels=forms.LABEL_CHOICES,
        earlier=_earlier(opened, folder),
        head=head,
        errors=errors,
    )


def _earlier(opened: OpenCourse, folder: str) -> dict[str, str]:
    """Return folder → title of the modules before one, or before a new one, that can be finished."""
    before = takewhile(lambda one: one.folder != folder, opened.desk.modules)
    return {one.folder: one.title for one in before if one.can_be_finished}


@pages.post("/authoring/<course>/move")
@requires(Permission.COURSE_AUTHOR)
def move(visit: Visit, course: str) -> Response:
    """Move a module, or a text within its module, one place up or down."""
    opened, way = open_course(visit, course), _WAYS.get(request.form.get("way", ""))
    path, folder = request.form.get("path", ""), request.form.get("module", "")
    if way is None or (path not in opened.files and folder not in {one.folder for one in opened.desk.modules}):
        raise NotFound
    if path:
        visit.write(partial(move_text, course=course, person_id=visit.me.id, path=path, by=way))
        return redirect(f"/authoring/{course}#m-{path.split('/')[1]}", 303)
    _edit(visit, opened, "course.yml", lambda before: module_moved(before or "", folder, way))
    return redirect(f"/authoring/{course}#m-{folder}", 303)


@pages.get("/authoring/<course>/rules/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def rules_page(visit: Visit, course: str, path: str) -> Response:
    """The five fields of a quiz, and its blueprint."""
    opened = open_course(visit, course)
    return _rules_page(opened, path, _quiz(opened, path), {})


@pages.post("/authoring/<course>/rules/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def save_rules(visit: Visit, course: str, path: str) -> Response:
    """Save the rules of a quiz into its front matter."""
    opened = open_course(visit, course)
    old = _quiz(opened, path)
    new = forms.quiz_form(request.form, old.kind)
    if request.form.get("action") == "more":
        return _rules_page(opened, path, new, {}, more=4)
    banks = {bank.key: bank.questions for bank in opened.desk.banks}
    errors = forms.quiz_errors(new, banks, opened.desk.outcomes)
    if errors:
        return _rules_page(opened, path, new, errors)
    edit = unless_moved(lambda before: write_quiz_entry(before or "", old, new), rule_lines)
    try:
        return _edit(visit, opened, path, edit, f"/rules/{path}?saved=1")
    except TextMoved as moved:
        return _rules_page(opened, path, new, {}, moved=moved)


@pages.get("/authoring/<course>/sample/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def sample(visit: Visit, course: str, path: str) -> Response:
    """A paper as an officer might get it, drawn anew each time it is asked for."""
    opened = open_course(visit, course)
    entry, seed = _quiz(opened, path), request.args.get("paper", "")[:16] or secrets.token_hex(4)
    paper = sample_paper(opened.files, path, seed)
    return render(
        "curriculum/sample_paper.html", opened=opened, version=opened.version, path=path, quiz=entry, paper=paper,
        another=secrets.token_hex(4),
    )  # fmt: skip


def _quiz(opened: OpenCourse, path: str) -> QuizEntry:
    quiz = read_quiz_alone(opened.files, path, opened.text(path)) if path.endswith(".quiz.md") else None
    if quiz is None:
        raise NotFound
    return quiz_entry_of(quiz)


def _rules_page(
    opened: OpenCourse,
    path: str,
    entry: QuizEntry,
    errors: dict[str, str],
    more: int = 2,
    moved: TextMoved | None = None,
) -> Response:
    return render(
        "curriculum/rules.html",
        status=_status(errors, moved),
        basis=basis_of(rule_lines(opened.text(path)), moved),
        opened=opened,
        version=opened.version,
        path=path,
        entry=entry,
        rows=min(len(entry.draws) + more, forms.DRAW_ROWS) if opened.desk.banks else 0,
        findings=[one for one in opened.desk.findings if one.file == path],
        saved=request.args.get("saved") == "1" and not errors,
        errors=errors,
    )


def _status(errors: dict[str, str], moved: TextMoved | None) -> int:
    return 409 if moved else 422 if errors else 200


def _edit(visit: Visit, opened: OpenCourse, path: str, edit: Edit, to: str = "") -> Response:
    visit.write(partial(edit_text, course=opened.course, person_id=visit.me.id, path=path, edit=edit))
    return redirect(f"/authoring/{opened.course}{to}", 303)
