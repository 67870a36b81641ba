"""Routes of the officer's training: home, courses, course, lesson, quiz front page, figures."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.assessment.queries import attempts_at, quiz_by_id
from app.curriculum.domain.labels import is_for_everybody
from app.curriculum.outline import CourseOutline
from app.curriculum.queries import lesson_of, live_course, live_courses, outline_of
from app.foundation.errors import NotFound
from app.learning.checking import feedback_on
from app.learning.languages import languages_of, notice_of
from app.learning.lesson_page import lesson_response
from app.learning.pages import goes_on, module_rows, next_step, quiz_front
from app.learning.places import Place, place_of
from app.learning.queries import Standing, standing_and_live, standings_of
from app.learning.searching import MOST, search_lessons
from app.learning.services.enrolling import join_course, missing_first
from app.learning.services.progressing import mark_lesson_done
from app.learning.vetted import mark_for, may_open, refuse_unvetted
from app.web.access import public, requires
from app.web.permissions import Permission
from app.web.rendering import kept_copy, page_tag, render
from app.web.visit import Visit

pages = Blueprint("learning", __name__)


@pages.get("/")
@public
def home(visit: Visit) -> Response:
    """Signed out: what this is. An officer: what comes next. Other roles: their own first page."""
    if visit.person is None:
        return render("pages/landing.html")
    if not visit.may(Permission.COURSE_FOLLOW):
        return redirect(
            visit.parts["homes"].get(visit.person.role, "/sign-in") if visit.person.permissions else "/sign-in"
        )
    standings = standings_of(visit.read, visit.me.id)
    steps = []
    for standing in standings:
        outline = outline_of(visit.read, standing.version_id, standing.locale)
        step = next_step(outline, standing, visit.me.identity_confirmed_at) if outline else None
        if step:
            steps.append(step)
    panels = [panel(visit, standings) for panel in visit.parts["home_panels"]]
    return render("learning/home.html", steps=steps, standings=standings, panels=[one for one in panels if one])


@pages.get("/courses")
@requires(Permission.COURSE_FOLLOW)
def courses(visit: Visit) -> Response:
    """All live courses, with the person's own state in each."""
    states = {standing.course: standing.state for standing in standings_of(visit.read, visit.me.id)}
    found = [one for one in live_courses(visit.read) if one.outline.for_everybody or one.outline.course in states]
    return render("learning/courses.html", courses=found, states=states)


@pages.get("/search")
@requires(Permission.COURSE_FOLLOW)
def search(visit: Visit) -> Response:
    """Find words in the lessons of the person's own courses."""
    typed = request.args.get("find", "").strip()[:100]
    standings = standings_of(visit.read, visit.me.id)
    read = (outline_of(visit.read, one.version_id, one.locale) for one in standings)
    outlines = [outline for outline in read if outline]
    outlines = [outline for outline in outlines if may_open(visit, outline)]
    found = search_lessons(visit.read, outlines, typed, confirmed=visit.me.identity_confirmed_at is not None)
    return render("learning/search.html", find=typed, found=found, most=MOST, on_courses=bool(outlines))


@pages.get("/courses/<course>")
@requires(Permission.COURSE_FOLLOW)
def course_page(visit: Visit, course: str) -> Response:
    """A course: to join, or as the person stands in it."""
    standing, live = standing_and_live(visit.read, visit.me.id, course)
    return _to_join(visit, course) if standing is None else _joined(visit, standing, live)


def _joined(visit: Visit, standing: Standing, live: str) -> Response:
    outline = outline_of(visit.read, standing.version_id, standing.locale)
    if outline is None:
        raise NotFound
    refuse_unvetted(visit, outline)
    confirmed_at = visit.me.identity_confirmed_at
    return render(
        "learning/course.html",
        outline=outline,
        standing=standing,
        languages=languages_of(outline),
        step=next_step(outline, standing, confirmed_at),
        modules=module_rows(outline, standing, confirmed_at, visit.now),
        newer=_newer(visit, outline, live),
    )


def _newer(visit: Visit, outline: CourseOutline, live: str) -> CourseOutline | None:
    """Return the version that the person may move to, where the labels of all that it asks open to them."""
    newest = outline_of(visit.read, live) if live not in ("", outline.version_id) else None
    return newest if newest and newest.number > outline.number and may_open(visit, newest, newest.asked_label) else None


def _to_join(visit: Visit, course: str) -> Response:
    live = live_course(visit.read, course)
    if live is None or not live.outline.for_everybody:
        raise NotFound
    titles = {one.outline.course: one.outline.title for one in live_courses(visit.read)}
    first = [(key, titles.get(key, "")) for key in missing_first(visit.read, visit.me.id, live)]
    return render("learning/course_to_join.html", live=live, outline=live.outline, first=first)


@pages.post("/courses/<course>/join")
@requires(Permission.COURSE_FOLLOW)
def join(visit: Visit, course: str) -> Response:
    """Join an open course."""
    visit.write(lambda unit: join_course(unit, person_id=visit.me.id, course=course))
    return redirect(f"/courses/{course}", 303)


@pages.get("/courses/<course>/<module>/<slug>")
@requires(Permission.COURSE_FOLLOW)
def activity_page(visit: Visit, course: str, module: str, slug: str) -> Response:
    """A lesson, or the front page of a quiz."""
    place = place_of(visit, course, module, slug, front=True)
    return _quiz_page(visit, place) if place.activity.kind == "quiz" else _lesson_page(visit, place)


def _quiz_page(visit: Visit, place: Place) -> Response:
    quiz = quiz_by_id(visit.read, place.activity.quiz_id)
    attempts = attempts_at(visit.read, visit.me.id, quiz.full_key)
    front = quiz_front(quiz, place.activity.items, attempts, visit.now, place.locked)
    notice = notice_of(place.outline, place.activity, visit.locale)
    mark = mark_for(visit, place.label)
    return render(
        "learning/quiz_front.html",
        place=place,
        outline=place.outline,
        front=front,
        without=place.outline.after(place.activity.key) if place.activity.measure == "pre-test" else None,
        notice=notice,
        copy_for=mark,
        now=visit.now,
    )


def _lesson_page(visit: Visit, place: Place) -> Response:
    """Not made again where the browser holds it; kept by no browser that others use, nor with an answer in it.

    Above TLP:GREEN no browser keeps a copy (U10).
    """
    me, tag, asked = visit.me, _tag(visit, place), request.args.get("check", "")
    alone = bool(asked) or me.shared_computer or not is_for_everybody(place.label)
    if not alone and request.if_none_match.contains(tag):
        return kept_copy(Response(status=304), tag)
    lesson = lesson_of(visit.read, place.outline, place.activity.key)
    if lesson is None:
        raise NotFound
    feedback = feedback_on(visit, place, asked, request.args.getlist("a")) if asked else None
    response = lesson_response(visit, place, lesson, feedback)
    return response if alone else kept_copy(response, tag)


def _tag(visit: Visit, place: Place) -> str:
    me, version, key = visit.me, place.outline.version_id, place.activity.key
    shown = (visit.locale, visit.low_data, visit.parts["build"])
    return page_tag(version, key, place.standing.revision, me.session_hash, me.role, *shown)


@pages.post("/courses/<course>/<module>/<slug>/done")
@requires(Permission.COURSE_FOLLOW)
def done(visit: Visit, course: str, module: str, slug: str) -> Response:
    """Mark a lesson as done and go on to what follows, or to what is left to do before that opens."""
    place = place_of(visit, course, module, slug, kind="lesson")
    key, read = place.activity.key, request.form.get("version", place.outline.number, type=int)
    visit.write(lambda unit: mark_lesson_done(unit, person_id=visit.me.id, course=course, lesson=key, read=read))
    after = goes_on(place.outline, place.standing.with_done(key), key)
    return redirect(after.href if after else f"/courses/{course}", 303)
