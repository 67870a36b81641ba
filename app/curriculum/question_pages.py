"""The questions of a quiz or bank as their author sees them: whole, in order, with key and reasons."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from app.assessment.domain.question import Question
from app.curriculum.desks import OpenCourse
from app.curriculum.domain.findings import Finding
from app.curriculum.domain.keyed import KeyedQuestion, keyed
from app.curriculum.domain.previewing import preview_questions
from app.curriculum.domain.question_places import blocks_of
from app.web.rendering import render
from app.web.visit import Visit

PAGE = 40


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    """A question in the list: its id, its text as written, how it reads, what is said about it."""

    key: str
    text: str
    question: Question | None
    shown: KeyedQuestion | None
    findings: tuple[Finding, ...]


def questions_page(visit: Visit, opened: OpenCourse, path: str, text: str) -> Response:
    """Return the list, 40 a page, narrowed by a word of the question where one is given."""
    wanted, page = request.args.get("find", "").strip()[:100], _page_number(request.args.get("page", ""))
    rows = [row for row in listed(opened, path, text) if wanted.casefold() in row.text.casefold()]
    last = max(1, -(-len(rows) // PAGE))
    page = min(page, last)
    return render(
        "curriculum/questions.html",
        opened=opened,
        version=opened.version,
        path=path,
        text=opened.desk.text(path),
        rows=rows[(page - 1) * PAGE : page * PAGE],
        found=len(rows),
        find=wanted,
        page=page,
        last=last,
        outcomes=opened.desk.outcomes,
        saved=request.args.get("saved", ""),
    )


def listed(opened: OpenCourse, path: str, text: str) -> tuple[ListedQuestion, ...]:
    """Return every question of the file in its order."""
    questions, _ = preview_questions(opened.files, path, text)
    known = {question.key: question for question in questions}
    shown = {key: keyed(question) for key, question in known.items()}
    findings = [finding for finding in opened.desk.findings if finding.file == path]
    return tuple(
        ListedQuestion(
            block.key,
            block.text,
            known.get(block.key),
            shown.get(block.key),
            tuple(one for one in findings if block.start < one.line <= block.end),
        )
        for block in blocks_of(text)
    )


def _page_number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 6 and int(typed) else 1
