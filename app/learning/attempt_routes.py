"""Routes of an attempt: start, paper, save, check answers, hand in, result."""

from __future__ import annotations

import secrets
from fractions import Fraction

from flask import Blueprint, jsonify, redirect, request
from werkzeug.wrappers import Response

from app.assessment.domain.attempt_rules import accepts_answers
from app.assessment.domain.grading import percent
from app.assessment.extra_queries import regrades_of
from app.assessment.queries import AttemptRecord, attempt_of
from app.assessment.services.closing import close_attempt
from app.assessment.services.saving import Saved, save_answer, save_form
from app.assessment.services.starting import start_attempt
from app.curriculum.outline import Activity, CourseOutline
from app.foundation.errors import NotFound
from app.foundation.transaction import Unit
from app.learning.answers import answer_sent, answers_in_form
from app.learning.pages import goes_on
from app.learning.papers import areas_missed, may_explain, outcome_scores, paper_of, result_items
from app.learning.places import place_of
from app.learning.queries import standing_in
from app.learning.readings import Reading, reading_of
from app.learning.services.progressing import AnotherVersionRead, hold_version
from app.learning.vetted import mark_for
from app.web.access import requires
from app.web.form import sent_json
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("attempts", __name__)


@pages.post("/courses/<course>/<module>/<slug>/start")
@requires(Permission.ATTEMPT_SUBMIT)
def start(visit: Visit, course: str, module: str, slug: str) -> Response:
    """Open an attempt by the rules that were read, or go on with the one that is open."""
    place = place_of(visit, course, module, slug, kind="quiz")
    place.refuse_if_locked()
    if request.form.get("version", place.outline.number, type=int) != place.outline.number:
        raise AnotherVersionRead
    seed = secrets.token_hex(8)

    def work(unit: Unit) -> str:
        hold_version(unit, place.standing)
        return start_attempt(unit, person_id=visit.me.id, quiz_version_id=place.activity.quiz_id, seed=seed)

    public_id = visit.write(work)
    return redirect(f"/attempts/{public_id}", 303)


@pages.get("/attempts/<public_id>")
@requires(Permission.ATTEMPT_SUBMIT)
def attempt_page(visit: Visit, public_id: str) -> Response:
    """The paper while it is open; afterwards the result."""
    reading = reading_of(visit, own_attempt(visit, public_id))
    attempt = reading.attempt
    if attempt.state == "in_progress" and accepts_answers(attempt.deadline, visit.now):
        items = paper_of(visit.read, attempt, reading.locale)
        mark = mark_for(visit, reading.label)
        return render(
            "learning/paper.html", attempt=attempt, reading=reading, items=items, now=visit.now, copy_for=mark
        )
    if attempt.state == "in_progress":
        return render("learning/time_over.html", attempt=attempt)
    return _result(visit, reading)


@pages.post("/attempts/<public_id>/save")
@requires(Permission.ATTEMPT_SUBMIT)
def save(visit: Visit, public_id: str) -> Response:
    """Keep one answer, sent by the page's script: 200 kept; 409 closed, or another window is ahead; 404 not yours."""
    answer = answer_sent(sent_json())
    outcome = visit.write(lambda unit: save_answer(unit, public_id, visit.me.id, answer))
    if outcome is Saved.KEPT:
        return jsonify(saved_at=visit.database.clock().strftime("%H:%M:%S"))
    if outcome is Saved.UNKNOWN:
        raise NotFound
    refused: Response = jsonify(code="stale" if outcome is Saved.STALE else "attempt_closed")
    refused.status_code = 409
    return refused


@pages.post("/attempts/<public_id>")
@requires(Permission.ATTEMPT_SUBMIT)
def save_page(visit: Visit, public_id: str) -> Response:
    """Keep what was changed on the page; then on: back to the saved question, or to the list of answers."""
    attempt = own_attempt(visit, public_id)
    answers = answers_in_form(request.form, attempt)
    outcome = visit.write(lambda unit: save_form(unit, attempt, answers))
    saved = request.form.get("save", "")
    if outcome is not Saved.KEPT:
        return redirect(f"/attempts/{public_id}", 303)
    target = f"#item-{saved}" if saved in {entry.key for entry in attempt.form} else "/check"
    return redirect(f"/attempts/{public_id}{target}", 303)


@pages.get("/attempts/<public_id>/check")
@requires(Permission.ATTEMPT_SUBMIT)
def check(visit: Visit, public_id: str) -> Response:
    """All answers before they are handed in: the unanswered first."""
    reading = reading_of(visit, own_attempt(visit, public_id))
    if reading.attempt.state != "in_progress":
        return redirect(f"/attempts/{public_id}", 303)
    paper = paper_of(visit.read, reading.attempt, reading.locale)
    items = sorted(paper, key=lambda item: (item.answered, not item.flagged, item.place))
    mark = mark_for(visit, reading.label)
    return render("learning/check_answers.html", attempt=reading.attempt, reading=reading, items=items, now=visit.now,
                  copy_for=mark)  # fmt: skip


@pages.post("/attempts/<public_id>/hand-in")
@requires(Permission.ATTEMPT_SUBMIT)
def hand_in(visit: Visit, public_id: str) -> Response:
    """Close the attempt, once, with everything that the page held and the server had."""
    attempt = own_attempt(visit, public_id)
    answers = answers_in_form(request.form, attempt)

    def work(unit: Unit) -> None:
        save_form(unit, attempt, answers)
        close_attempt(unit, public_id, visit.me.id, closed_by="person")

    if attempt.state == "in_progress":
        visit.write(work)
    return redirect(f"/attempts/{public_id}", 303)


def own_attempt(visit: Visit, public_id: str) -> AttemptRecord:
    """Return the visitor's own attempt. Raises `NotFound` for any other."""
    attempt = attempt_of(visit.read, public_id, visit.me.id)
    if attempt is None:
        raise NotFound
    return attempt


def _onward(visit: Visit, outline: CourseOutline, key: str) -> Activity | None:
    """Return where one goes on from a quiz; what the person has done is read only where a module waits for another."""
    after = outline.after(key)
    if after is None or after.module not in outline.opened_by:
        return after
    standing = standing_in(visit.read, visit.me.id, outline.course)
    return goes_on(outline, standing, key) if standing else after


def _result(visit: Visit, reading: Reading) -> Response:
    attempt, outline = reading.attempt, reading.outline
    activity = outline.by_key(attempt.quiz.key)
    explained = may_explain(visit.read, attempt)
    markings = regrades_of(visit.read, attempt.id) if attempt.quiz.rules.is_examination else ()
    standing = next((one for one in reversed(markings) if one.verdict == "better"), None)
    panels = [panel(visit, None) for panel in visit.parts["home_panels"]] if attempt.quiz.rules.is_examination else []
    return render(
        "learning/result.html",
        attempt=attempt,
        reading=reading,
        copy_for=mark_for(visit, reading.label),
        now=visit.now,
        outline=outline,
        activity=activity,
        after=_onward(visit, outline, attempt.quiz.key),
        percent=percent(attempt.score or Fraction(0)),
        cut=percent(attempt.quiz.rules.cut),
        outcomes=outcome_scores(attempt, dict(outline.outcomes)),
        missed=areas_missed(attempt),
        explained=explained,
        items=result_items(visit.read, attempt, reading.locale, standing) if explained else (),
        markings=markings,
        panels=[panel for panel in panels if panel],
    )
