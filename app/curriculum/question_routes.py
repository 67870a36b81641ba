"""The editor of one question: a form for choices, the course format's own text for every other type."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.keyed import keyed
from app.curriculum.domain.naming import free_id
from app.curriculum.domain.previewing import preview_block
from app.curriculum.domain.question_entry import entry_of, reads_back
from app.curriculum.domain.question_places import Block, added, block_of, blocks_of, replaced, taken_out
from app.curriculum.domain.question_writing import KINDS, QuestionEntry, with_key, write_entry
from app.curriculum.forms import MOST_OPTIONS, question_errors, question_form
from app.curriculum.overtaking import basis_of, hash_of
from app.curriculum.services.editing import Edit, TextMoved, edit_text
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_questions", __name__)
_ROWS = 4
_ONE = N_("Write one question here: it begins with ## and has an id such as {#first-steps}.")
_OTHERWISE = N_(
    "A line of this is read otherwise by the course format, such as one that begins with ## or =. Change it."
)
_TAKEN = N_("The id of this question is taken. Give it another one.")


@pages.get("/authoring/<course>/new-question/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def new_question_page(visit: Visit, course: str, path: str) -> Response:
    """An empty question of the type asked for, or with `?as=text` an empty text."""
    opened = _quiz_file(visit, course, path)
    kind = request.args.get("type", "single")
    if request.args.get("as") == "text":
        return _text_page(visit, opened, path, None, "", {})
    return _form_page(visit, opened, path, None, QuestionEntry("", kind if kind in KINDS else "single"), {}, rows=_ROWS)


@pages.post("/authoring/<course>/new-question/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def new_question(visit: Visit, course: str, path: str) -> Response:
    """Preview the question, or add it at the end of its quiz or bank."""
    opened = _quiz_file(visit, course, path)
    if "text" in request.form:
        return _from_text(visit, opened, path, None, request.form["text"].replace("\r\n", "\n"))
    kind = request.form.get("kind", "")
    entry = question_form(request.form, kind if kind in KINDS else "single", "")
    entry = with_key(entry, free_id(entry.stem or "question", opened.desk.identities))
    return _from_form(visit, opened, path, None, entry)


@pages.get("/authoring/<course>/question/<key>/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def question_page(visit: Visit, course: str, key: str, path: str) -> Response:
    """The question in its form, or as text where the form cannot show all of it."""
    opened = _quiz_file(visit, course, path)
    block = _block(opened, path, key)
    entry = None if request.args.get("as") == "text" else entry_of(block.text)
    if entry is None:
        return _text_page(visit, opened, path, block, block.text, {})
    return _form_page(visit, opened, path, block, entry, {}, rows=len(entry.options) + 1)


@pages.post("/authoring/<course>/question/<key>/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def save_question(visit: Visit, course: str, key: str, path: str) -> Response:
    """Preview, save or take out the question."""
    opened = _quiz_file(visit, course, path)
    block = _block(opened, path, key)
    if request.form.get("action") == "take-out":
        return _write(visit, opened, path, _without(key, request.form.get("based_on", "")))
    if "text" in request.form:
        return _from_text(visit, opened, path, block, request.form["text"].replace("\r\n", "\n"))
    old = entry_of(block.text)
    if old is None:
        raise NotFound
    return _from_form(visit, opened, path, block, question_form(request.form, old.kind, key, old.other))


def _from_form(
    visit: Visit, opened: OpenCourse, path: str, block: Block | None, entry: QuestionEntry
) -> Response:  # fmt: skip
    action = request.form.get("action", "save")
    if action == "more":
        return _form_page(visit, opened, path, block, entry, {}, rows=len(entry.options) + 3)
    errors = question_errors(entry, opened.desk.outcomes)
    if errors or action == "preview":
        return _form_page(visit, opened, path, block, entry, errors, rows=len(entry.options) + 1)
    written = write_entry(entry)
    wrong = [one.text for one in preview_block(opened.files, path, written)[1] if one.level == "error"]
    if wrong or not reads_back(entry):
        errors = {"stem": wrong[0] if reads_back(entry) else _OTHERWISE}
        return _form_page(visit, opened, path, block, entry, errors, rows=len(entry.options) + 1)
    return _save(visit, opened, path, block, written)


def _from_text(visit: Visit, opened: OpenCourse, path: str, block: Block | None, text: str) -> Response:
    errors = _text_errors(opened, path, block, text)
    if errors or request.form.get("action") == "preview":
        return _text_page(visit, opened, path, block, text, errors)
    return _save(visit, opened, path, block, text)


def _text_errors(opened: OpenCourse, path: str, block: Block | None, text: str) -> dict[str, str]:
    found = blocks_of(text)
    if not found or (block is not None and len(found) > 1) or found[0].start != 0 or not all(one.key for one in found):
        return {"text": _ONE}
    others = opened.desk.identities - ({block.key} if block else set())
    keys = [one.key for one in found]
    if others.intersection(keys) or len(set(keys)) < len(keys):
        return {"text": _TAKEN}
    findings = [finding for one in found for finding in preview_block(opened.files, path, one.text)[1]]
    wrong = [finding for finding in findings if finding.level == "error"]
    return {"text": f"{wrong[0].text} {wrong[0].hint}"} if wrong else {}


def _save(visit: Visit, opened: OpenCourse, path: str, block: Block | None, new: str) -> Response:
    based_on = request.form.get("based_on", "")

    def edit(before: str | None) -> str:
        text = (before or "").replace("\r\n", "\n")
        if block is None:
            return added(text, new)
        now = block_of(text, block.key)
        if now is None or (hash_of(now.text) != based_on and now.text != new):
            raise TextMoved(now.text if now else None, new)
        return replaced(text, now, new)

    try:
        return _write(visit, opened, path, edit, again=request.form.get("action") == "save-and-add")
    except TextMoved as moved:
        assert block is not None
        return render(
            "curriculum/question_moved.html",
            status=409,
            version=opened.version,
            path=path,
            key=block.key,
            message=moved.message,
            mine=new,
            basis=basis_of("", moved),
            gone=moved.theirs is None,
        )


def _without(key: str, based_on: str) -> Edit:
    def edit(before: str | None) -> str:
        text = (before or "").replace("\r\n", "\n")
        block = block_of(text, key)
        if block is None:
            raise NotFound
        if hash_of(block.text) != based_on:
            raise TextMoved(block.text)
        return taken_out(text, block)

    return edit


def _write(visit: Visit, opened: OpenCourse, path: str, edit: Edit, *, again: bool = False) -> Response:
    visit.write(partial(edit_text, course=opened.course, person_id=visit.me.id, path=path, edit=edit))
    if again:
        kind = request.form.get("kind", "")
        shown = f"type={kind}" if kind in KINDS else "as=text"
        return redirect(f"/authoring/{opened.course}/new-question/{path}?{shown}&saved=1", 303)
    return redirect(f"/authoring/{opened.course}/text/{path}?saved=1", 303)


def _form_page(
    visit: Visit, opened: OpenCourse, path: str, block: Block | None, entry: QuestionEntry, errors: dict[str, str],
    *, rows: int,
) -> Response:  # fmt: skip
    shown = preview_block(opened.files, path, write_entry(with_key(entry, "preview")))[0] if entry.stem else None
    return render(
        "curriculum/question_editor.html",
        status=422 if errors else 200,
        **_frame(opened, path, block, errors),
        entry=entry,
        rows=_row_count(entry.kind, rows),
        preview=keyed(shown) if shown else None,
    )


def _row_count(kind: str, wanted: int) -> int:
    fixed = {"truefalse": 2, "gaps": 0}
    return fixed.get(kind, min(max(wanted, 2), MOST_OPTIONS))


def _text_page(
    visit: Visit, opened: OpenCourse, path: str, block: Block | None, text: str, errors: dict[str, str]
) -> Response:  # fmt: skip
    found = blocks_of(text) if text.strip() else ()
    shown = [preview_block(opened.files, path, one.text)[0] for one in found[:20]]
    return render(
        "curriculum/question_as_text.html",
        status=422 if errors else 200,
        **_frame(opened, path, block, errors),
        text=text,
        previews=[keyed(one) for one in shown if one],
    )


def _frame(opened: OpenCourse, path: str, block: Block | None, errors: dict[str, str]) -> dict[str, object]:
    course = opened.course
    action = f"/authoring/{course}/question/{block.key}/{path}" if block else f"/authoring/{course}/new-question/{path}"
    return {
        "opened": opened,
        "version": opened.version,
        "path": path,
        "file": opened.desk.text(path),
        "key": block.key if block else "",
        "action": action,
        "based_on": request.form.get("based_on") or (hash_of(block.text) if block else ""),
        "errors": errors,
        "saved": request.args.get("saved") == "1",
    }


def _quiz_file(visit: Visit, course: str, path: str) -> OpenCourse:
    opened = open_course(visit, course)
    if not path.endswith(".quiz.md"):
        raise NotFound
    opened.text(path)
    return opened


def _block(opened: OpenCourse, path: str, key: str) -> Block:
    found = block_of(opened.text(path), key)
    if found is None:
        raise NotFound
    return found
