"""A reader reports a passage or a question; own reports with their answers. What officers find wrong is worth money."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.assessment.queries import AttemptRecord
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import outline_of
from app.curriculum.report_queries import reports_by
from app.curriculum.services.reporting import LONGEST, NewReport, report
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.learning.attempt_routes import own_attempt
from app.learning.papers import may_explain, result_items
from app.learning.places import place_of
from app.learning.vetted import refuse_unvetted
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("reports", __name__)
_SAY = N_("Say in up to 2,000 characters what is wrong, or what is missing.")


@pages.get("/reports")
@requires(Permission.COURSE_FOLLOW)
def own_reports(visit: Visit) -> Response:
    """What the person has reported, and the answers."""
    return render(
        "learning/reports.html", reports=reports_by(visit.read, visit.me.id), made=request.args.get("made") == "1"
    )


@pages.get("/courses/<course>/<module>/<slug>/report")
@requires(Permission.COURSE_FOLLOW)
def report_page(visit: Visit, course: str, module: str, slug: str) -> Response:
    """Where a mistake in a lesson is reported."""
    place = place_of(visit, course, module, slug)
    return _form(place.activity.title, place.activity.href, place.activity.href + "/report", {})


@pages.post("/courses/<course>/<module>/<slug>/report")
@requires(Permission.COURSE_FOLLOW)
def report_passage(visit: Visit, course: str, module: str, slug: str) -> Response:
    """Keep the report for the owners of the course."""
    place = place_of(visit, course, module, slug)
    text = _text()
    if text is None:
        return _form(place.activity.title, place.activity.href, place.activity.href + "/report", {"text": _SAY})
    return _kept(visit, NewReport(course, place.outline.version_id, place.activity.key, text))


@pages.get("/attempts/<public_id>/challenge/<item>")
@requires(Permission.ATTEMPT_SUBMIT)
def challenge_page(visit: Visit, public_id: str, item: str) -> Response:
    """Where a question of an explained attempt is challenged (O32)."""
    attempt, outline = _explained(visit, public_id, item)
    return _challenge_form(visit, attempt, outline, item, {})


@pages.post("/attempts/<public_id>/challenge/<item>")
@requires(Permission.ATTEMPT_SUBMIT)
def challenge(visit: Visit, public_id: str, item: str) -> Response:
    """Keep the challenge, with the version of the question that was asked."""
    attempt, outline = _explained(visit, public_id, item)
    text = _text()
    if text is None:
        return _challenge_form(visit, attempt, outline, item, {"text": _SAY})
    asked = next(entry.version_id for entry in attempt.form if entry.key == item)
    return _kept(visit, NewReport(outline.course, outline.version_id, attempt.quiz.key, text, item, asked))


def _explained(visit: Visit, public_id: str, item: str) -> tuple[AttemptRecord, CourseOutline]:
    """Return the own attempt whose explanations are open, and its course. Raises `NotFound`."""
    attempt = own_attempt(visit, public_id)
    outline = outline_of(visit.read, attempt.quiz.edition)
    known = item in {entry.key for entry in attempt.form}
    if outline is None or not known or attempt.state != "released" or not may_explain(visit.read, attempt):
        raise NotFound
    refuse_unvetted(visit, outline)
    return attempt, outline


def _challenge_form(
    visit: Visit, attempt: AttemptRecord, outline: CourseOutline, item: str, errors: dict[str, str]
) -> Response:
    here = f"/attempts/{attempt.public_id}"
    asked = next(one for one in result_items(visit.read, attempt) if one.question.key == item)
    return _form(outline.title, f"{here}#item-{item}", f"{here}/challenge/{item}", errors, asked.question.stem_html)


def _form(title: str, back: str, action: str, errors: dict[str, str], stem_html: str = "") -> Response:
    return render(
        "learning/report.html",
        status=422 if errors else 200,
        title=title,
        back=back,
        action=action,
        stem_html=stem_html,
        entered=request.form.get("text", ""),
        errors=errors,
    )


def _text() -> str | None:
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    return text if 0 < len(text) <= LONGEST else None


def _kept(visit: Visit, new: NewReport) -> Response:
    visit.write(partial(report, person_id=visit.me.id, new=new))
    return redirect("/reports?made=1", 303)
