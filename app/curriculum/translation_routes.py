"""The translation desk: which texts are translated how far, and one text beside its translation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.course_reading import course_hash
from app.curriculum.domain.fields import LANGUAGE
from app.curriculum.domain.translating.front import FrontEntry
from app.curriculum.domain.translating.parts import CannotBeWritten, Group
from app.curriculum.domain.translating.states import TextState, translation_states
from app.curriculum.domain.yaml_blocks import with_block, yaml_list
from app.curriculum.overtaking import basis_of, hash_of, unless_moved
from app.curriculum.services.editing import TextMoved, edit_text, whole
from app.curriculum.translation_desk import HEAD, Desk, desk_of
from app.foundation.kept import Kept
from app.foundation.words import N_
from app.web.access import requires
from app.web.locales import direction, language_name
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_translations", __name__)
PAGE = 12
_states: Kept[tuple[TextState, ...]] = Kept(16)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which groups of a desk stand on a page: some at a time, or only those that wait for something."""

    groups: tuple[Group, ...]
    page: int
    last: int
    only_open: bool
    stale: int
    open: int


@pages.get("/authoring/<course>/translate")
@requires(Permission.COURSE_AUTHOR)
def translations(visit: Visit, course: str) -> Response:
    """Every text with its state in each language."""
    return _overview(open_course(visit, course), "", None)


@pages.post("/authoring/<course>/translate")
@requires(Permission.COURSE_AUTHOR)
def add_language(visit: Visit, course: str) -> Response:
    """List another language in course.yml."""
    opened, tag = open_course(visit, course), request.form.get("language", "").strip()
    if not LANGUAGE.fullmatch(tag) or len(tag) > 11:
        return _overview(opened, tag, N_("Enter a language tag such as fr, es or pt-BR."))
    if tag in opened.desk.languages:
        return _overview(opened, tag, N_("The course lists this language already."))

    def edit(before: str | None) -> str:
        return with_block(before or "", "languages", [f"languages: {yaml_list([*opened.desk.languages, tag])}"])

    visit.write(partial(edit_text, course=course, person_id=visit.me.id, path=HEAD, edit=edit))
    return redirect(f"/authoring/{course}/translate", 303)


@pages.get("/authoring/<course>/translate/<language>/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def translation_desk(visit: Visit, course: str, language: str, path: str) -> Response:
    """A text and its translation side by side; what is out of date is marked."""
    opened = open_course(visit, course)
    return _desk_page(opened, desk_of(visit.read, opened, language, path))


@pages.post("/authoring/<course>/translate/<language>/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def save_translation(visit: Visit, course: str, language: str, path: str) -> Response:
    """Save the words of the page into the file of the translation."""
    opened = open_course(visit, course)
    desk = desk_of(visit.read, opened, language, path)
    entry, errors = _entry()
    if errors:
        return _desk_page(opened, desk, errors)
    try:
        text = desk.written(request.form, entry, current=request.form.get("current") == "1")
    except CannotBeWritten as problem:
        return _desk_page(opened, desk, problem.errors)
    return _saved(visit, opened, desk, text)


def _saved(visit: Visit, opened: OpenCourse, desk: Desk, text: str) -> Response:
    edit = unless_moved(whole(text))
    try:
        visit.write(partial(edit_text, course=opened.course, person_id=visit.me.id, path=desk.path, edit=edit))
    except TextMoved as moved:
        return _moved_page(opened, desk, text, moved)
    page = _number(request.form.get("page", ""))
    only = "&show=open" if request.form.get("show") == "open" else ""
    address = f"/authoring/{opened.course}/translate/{desk.language}/{desk.source_path}"
    return redirect(f"{address}?saved=1&page={page}{only}", 303)


def _moved_page(opened: OpenCourse, desk: Desk, text: str, moved: TextMoved) -> Response:
    return render(
        "curriculum/text_moved.html",
        status=409,
        version=opened.version,
        path=desk.path,
        message=moved.message,
        title=desk.title,
        mine=text,
        basis=basis_of("", moved),
    )


def _entry() -> tuple[FrontEntry, dict[str, str]]:
    by, on = (request.form.get(name, "").strip()[:200] for name in ("reviewed_by", "reviewed_on"))
    errors = {}
    if by and not _is_day(on):
        errors["reviewed_on"] = N_("Enter the day of the review, such as 2027-01-31.")
    if on and not by:
        errors["reviewed_by"] = N_("Enter who reviewed it.")
    return FrontEntry(request.form.get("assisted") == "1", " ".join(by.split()), on), errors


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _overview(opened: OpenCourse, typed: str, error: str | None) -> Response:
    states = _states.get(course_hash(opened.files), lambda: translation_states(opened.files)) or ()
    return render(
        "curriculum/translations.html",
        status=422 if error else 200,
        opened=opened,
        version=opened.version,
        states=states,
        languages=[(one, language_name(one)) for one in opened.desk.languages[1:]],
        typed=typed,
        error=error,
    )


def _desk_page(opened: OpenCourse, desk: Desk, errors: dict[str, str] | None = None) -> Response:
    return render(
        "curriculum/translation_desk.html",
        status=422 if errors else 200,
        opened=opened,
        version=opened.version,
        desk=desk,
        shown=_shown(desk),
        entered=request.form if errors else {},
        errors=errors or {},
        name=language_name(desk.language),
        direction=direction(desk.language),
        source_direction=direction(opened.desk.languages[0]),
        based_on=request.form.get("based_on") or hash_of(desk.target),
        findings=[finding for finding in opened.desk.findings if finding.file == desk.path],
        saved=request.args.get("saved") == "1",
    )


def _shown(desk: Desk) -> Shown:
    values, groups = request.form or request.args, desk.groups
    only_open = values.get("show") == "open"
    wanted = [group for group in groups if group.stale or group.open] if only_open else list(groups)
    last = max(1, -(-len(wanted) // PAGE))
    page = min(_number(values.get("page", "")), last)
    return Shown(
        groups=tuple(wanted[(page - 1) * PAGE : page * PAGE]),
        page=page,
        last=last,
        only_open=only_open,
        stale=sum(group.stale for group in groups),
        open=sum(group.open for group in groups),
    )


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 6 and int(typed) else 1
