"""The reports of readers before an owner of the course: answer them, and see what an accepted challenge touches."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.assessment.item_queries import ConcernedAttempt, attempts_with_item
from app.assessment.queries import questions_by_version
from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.keyed import keyed
from app.curriculum.report_queries import Report, report_for, reports_on
from app.curriculum.services.reporting import LONGEST, answer_report
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring_reports", __name__)


@pages.get("/authoring/<course>/reports")
@requires(Permission.COURSE_AUTHOR)
def reports(visit: Visit, course: str) -> Response:
    """What readers reported, the open ones first."""
    opened = open_course(visit, course)
    return render(
        "curriculum/reports.html",
        opened=opened,
        version=opened.version,
        reports=reports_on(visit.read, course, visit.me.id),
    )


@pages.get("/authoring/<course>/reports/<public_id>")
@requires(Permission.COURSE_AUTHOR)
def report_page(visit: Visit, course: str, public_id: str) -> Response:
    """One report, the question it is about, and once it is accepted what rests on that question."""
    return _page(visit, course, public_id, {})


@pages.post("/authoring/<course>/reports/<public_id>")
@requires(Permission.COURSE_AUTHOR)
def answer(visit: Visit, course: str, public_id: str) -> Response:
    """Answer it: accepted or declined, in words that the reader sees."""
    _on_desk(visit, course, public_id)
    text, verdict = request.form.get("answer", "").strip(), request.form.get("verdict", "")
    errors = {}
    if not 0 < len(text) <= LONGEST:
        errors["answer"] = N_("Write an answer of up to 2,000 characters: the reader sees it.")
    if verdict not in {"accepted", "declined"}:
        errors["verdict"] = N_("Say whether the reader is right.")
    if errors:
        return _page(visit, course, public_id, errors)
    accepted = verdict == "accepted"
    visit.write(
        partial(answer_report, person_id=visit.me.id, public_id=public_id, accepted=accepted, answer=text)
    )  # fmt: skip
    return redirect(f"/authoring/{course}/reports/{public_id}", 303)


def _page(visit: Visit, course: str, public_id: str, errors: dict[str, str]) -> Response:
    opened, found = _on_desk(visit, course, public_id)
    attempts = _attempts(visit, found)
    return render(
        "curriculum/report.html",
        status=422 if errors else 200,
        opened=opened,
        version=opened.version,
        report=found,
        shown=_question(visit, found),
        attempts=attempts,
        credentials=visit.parts["credentials_resting_on"](visit.read, {one.id: one.person_id for one in attempts}),
        entered=request.form,
        errors=errors,
    )


def _on_desk(visit: Visit, course: str, public_id: str) -> tuple[OpenCourse, Report]:
    """Return the course and the report. Raises `NotFound` where the report is about another course."""
    opened, found = open_course(visit, course), report_for(visit.read, public_id, visit.me.id)
    if found is None or found.course != course:
        raise NotFound
    return opened, found


def _attempts(visit: Visit, found: Report) -> tuple[ConcernedAttempt, ...]:
    """Return who must be regraded: nobody's attempt is shown to a trainer before the challenge is accepted (T16)."""
    if found.state != "accepted" or not found.item_version_id:
        return ()
    return attempts_with_item(visit.read, found.course, found.item_version_id)


def _question(visit: Visit, found: Report) -> object | None:
    if not found.item_version_id:
        return None
    question = questions_by_version(visit.read, [found.item_version_id]).get(found.item_version_id)
    return keyed(question) if question else None
