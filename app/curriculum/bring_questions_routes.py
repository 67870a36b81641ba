"""Questions from a table: pasted or sent, looked at row by row, and added only then; a new bank to put them in."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, make_response, redirect, request
from werkzeug.wrappers import Response

from app.curriculum.brought_files import LARGEST_REQUEST, question_workbook, read_rows, sent_file
from app.curriculum.brought_queries import Brought, brought_file
from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.keyed import KeyedQuestion, keyed
from app.curriculum.domain.naming import free_id
from app.curriculum.domain.previewing import preview_questions
from app.curriculum.domain.question_table import QuestionTable, read_question_table
from app.curriculum.domain.question_template import WORKBOOK_SIZE, template_csv
from app.curriculum.domain.table_reading import LARGEST_TABLE, Table
from app.curriculum.domain.template import new_bank
from app.curriculum.domain.unreadable_upload import REASONS, UnreadableUpload
from app.curriculum.services.bringing import BroughtGone, ReadFile, add_questions, keep_brought, take_brought
from app.curriculum.services.editing import edit_text, whole
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.foundation.words import N_
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_tables", __name__)
SHOWN, MOST_PROBLEMS = 20, 200
_TEMPLATES = {
    "csv": (template_csv, "text/csv"),
    "xlsx": (question_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@pages.url_value_preprocessor
def take_large_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """A file beyond the limit is answered in the page's own words, so it may come in."""
    request.max_content_length = LARGEST_REQUEST


@pages.get("/authoring/<course>/new-bank")
@requires(Permission.COURSE_AUTHOR)
def new_bank_page(visit: Visit, course: str) -> Response:
    """Where a bank of questions begins."""
    return _bank_page(open_course(visit, course), "", False, {})


@pages.post("/authoring/<course>/new-bank")
@requires(Permission.COURSE_AUTHOR)
def add_bank(visit: Visit, course: str) -> Response:
    """Add an empty bank and go on to bring questions into it."""
    opened = open_course(visit, course)
    title, examination = " ".join(request.form.get("title", "").split()), request.form.get("examination") == "1"
    if not title or len(title) > 200:
        return _bank_page(opened, title, examination, {"title": N_("Enter a title of up to 200 characters.")})
    key = free_id(title, opened.desk.identities)
    path, text = f"banks/{key}.quiz.md", new_bank(key, title, examination=examination)
    visit.write(partial(edit_text, course=course, person_id=visit.me.id, path=path, edit=whole(text)))
    return redirect(f"/authoring/{course}/bring-questions/{path}", 303)


@pages.get("/authoring/<course>/bring-questions/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def bring_questions_page(visit: Visit, course: str, path: str) -> Response:
    """Where a table of questions is pasted or sent."""
    return _send_page(_quiz_file(visit, course, path), path)


@pages.post("/authoring/<course>/bring-questions/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def bring_questions(visit: Visit, course: str, path: str) -> Response:
    """Read the table and keep its rows; nothing of the course is changed."""
    opened = _quiz_file(visit, course, path)
    try:
        content, name = _sent()
        read = read_rows(content)
        _read_among(opened, path, read)
    except UnreadableUpload as problem:
        return _send_page(opened, path, problem)
    file = ReadFile(course, "questions", path, name, read)
    public_id = visit.write(partial(keep_brought, person_id=visit.me.id, file=file))
    return redirect(f"/authoring/{course}/brought-questions/{public_id}", 303)


@pages.get("/authoring/<course>/brought-questions/<public_id>")
@requires(Permission.COURSE_AUTHOR)
def brought_questions_page(visit: Visit, course: str, public_id: str) -> Response:
    """What can be added, what is there already, and what is wrong in which row and column."""
    opened = open_course(visit, course)
    brought = _brought(visit, course, public_id)
    found = _read_among(opened, brought.target, brought.read)
    return render(
        "curriculum/brought_questions.html",
        opened=opened,
        version=opened.version,
        path=brought.target,
        file=opened.desk.text(brought.target),
        brought=brought,
        table=Table.of(brought.read),
        found=found,
        problems=found.problems[:MOST_PROBLEMS],
        previews=_previews(opened, brought.target, found),
    )


@pages.post("/authoring/<course>/brought-questions/<public_id>")
@requires(Permission.COURSE_AUTHOR)
def add_table(visit: Visit, course: str, public_id: str) -> Response:
    """Add the questions of the rows that are right."""
    opened = open_course(visit, course)
    brought = _brought(visit, course, public_id)
    questions = _read_among(opened, brought.target, brought.read).questions
    person_id = visit.me.id

    def work(unit: Unit) -> None:
        take_brought(unit, person_id, public_id)
        add_questions(unit, course=course, person_id=person_id, path=brought.target, questions=questions)

    visit.write(work)
    return redirect(f"/authoring/{course}/text/{brought.target}?saved=1", 303)


@pages.get("/authoring/question-table.<ending>")
@requires(Permission.COURSE_AUTHOR)
def question_template(visit: Visit, ending: str) -> Response:
    """The table to start from, with three rows that show how it is filled in."""
    if ending not in _TEMPLATES:
        raise NotFound
    make, media_type = _TEMPLATES[ending]
    response = make_response(make())
    response.mimetype = media_type
    response.headers["Content-Disposition"] = f'attachment; filename="questions.{ending}"'
    return response


def _sent() -> tuple[bytes, str]:
    """Return what was sent: a file, or else what was pasted."""
    pasted = request.form.get("table", "")
    if request.files.get("file"):
        return sent_file(LARGEST_TABLE, "2 MB")
    return pasted.encode(), ""


def _quiz_file(visit: Visit, course: str, path: str) -> OpenCourse:
    opened = open_course(visit, course)
    if not path.endswith(".quiz.md"):
        raise NotFound
    opened.text(path)
    return opened


def _brought(visit: Visit, course: str, public_id: str) -> Brought:
    found = brought_file(
        visit.read, public_id, person_id=visit.me.id, course=course, kind="questions", now=visit.now
    )  # fmt: skip
    if found is None:
        raise BroughtGone
    return found


def _read_among(opened: OpenCourse, path: str, read: dict[str, object]) -> QuestionTable:
    return read_question_table(Table.of(read), opened.desk.outcomes, opened.desk.identities, opened.text(path))


def _previews(opened: OpenCourse, path: str, found: QuestionTable) -> list[KeyedQuestion]:
    head = "---\nid: preview\ntitle: Preview\nbank: true\n---\n\n"
    text = head + "\n\n".join(new.block for new in found.questions[:SHOWN])
    questions, _ = preview_questions(opened.files, "banks/preview.quiz.md", text)
    return [keyed(one) for one in questions]


def _send_page(opened: OpenCourse, path: str, problem: UnreadableUpload | None = None) -> Response:
    return render(
        "curriculum/bring_questions.html",
        status=422 if problem else 200,
        opened=opened,
        version=opened.version,
        path=path,
        file=opened.desk.text(path),
        sizes={"csv": len(template_csv()), "xlsx": WORKBOOK_SIZE},
        pasted=request.form.get("table", "")[:LARGEST_TABLE],
        problem=(REASONS[problem.code], problem.values) if problem else None,
    )


def _bank_page(opened: OpenCourse, title: str, examination: bool, errors: dict[str, str]) -> Response:
    return render(
        "curriculum/new_bank.html",
        status=422 if errors else 200,
        opened=opened,
        version=opened.version,
        title=title,
        examination=examination,
        errors=errors,
    )
