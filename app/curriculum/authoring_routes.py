"""The trainer's own courses: the list, the course on the desk, its changes, and the steps towards review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from app.curriculum.authoring_queries import comments_on, courses_of
from app.curriculum.check_form import check_form_maker
from app.curriculum.desks import OpenCourse, open_course
from app.curriculum.domain.changes import FileChange, changes
from app.curriculum.domain.opening_order import opening_changes
from app.curriculum.domain.wording import is_wording_alone
from app.curriculum.outline import CourseOutline, ModuleOutline
from app.curriculum.queries import live_courses, source_files
from app.curriculum.report_queries import open_reports
from app.curriculum.services import reviewing
from app.curriculum.services.publishing import CourseHasErrors
from app.foundation.transaction import Unit
from app.web.access import requires
from app.web.permissions import Permission
from app.web.rendering import render
from app.web.visit import Visit

pages = Blueprint("authoring", __name__)


@pages.get("/authoring")
@requires(Permission.COURSE_AUTHOR)
def my_courses(visit: Visit) -> Response:
    """The courses that the trainer owns."""
    found = courses_of(visit.read, visit.me.id)
    people = visit.parts["people_on"](visit.read, [one.key for one in found])
    reports = open_reports(visit.read, visit.me.id)
    stale = {one.outline.course: due for one in live_courses(visit.read) if (due := _due(one.outline, visit.now))}
    return render("curriculum/my_courses.html", courses=found, people=people, reports=reports, stale=stale)


def _due(outline: CourseOutline, now: datetime) -> list[str]:
    """Return what of a live course was to be looked at again before today: the course itself, single modules (T18)."""
    parts: tuple[CourseOutline | ModuleOutline, ...] = (outline, *outline.modules)
    return [one.title for one in parts if _is_stale(one.review_by, now)]


def _is_stale(review_by: str, now: datetime) -> bool:
    """Whether the day by which something was to be looked at again is over."""
    return bool(review_by) and date.fromisoformat(review_by) < now.date()


@pages.get("/authoring/<course>")
@requires(Permission.COURSE_AUTHOR)
def desk(visit: Visit, course: str) -> Response:
    """The outline: every text, what it lacks, and what can be done next."""
    opened = open_course(visit, course)
    return render(
        "curriculum/desk.html",
        opened=opened,
        version=opened.version,
        desk=opened.desk,
        comments=comments_on(visit.read, opened.version.id),
        stale={one.folder for one in opened.desk.modules if _is_stale(one.review_by, visit.now)},
        people=visit.parts["people_on"](visit.read, [course]),
    )


@pages.get("/authoring/<course>/changes")
@requires(Permission.COURSE_AUTHOR)
def changes_page(visit: Visit, course: str) -> Response:
    """What the draft changes against what is live; from here the author asks for review."""
    return _changes_page(visit, open_course(visit, course))


@pages.post("/authoring/<course>/ask-for-review")
@requires(Permission.COURSE_AUTHOR)
def ask_for_review(visit: Visit, course: str) -> Response:
    """Hand the draft to the other trainers; with errors the page names each and leads to it."""
    try:
        return _step(visit, course, reviewing.ask_for_review)
    except CourseHasErrors:
        return _changes_page(visit, open_course(visit, course), 422)


@pages.post("/authoring/<course>/take-back")
@requires(Permission.COURSE_AUTHOR)
def take_back(visit: Visit, course: str) -> Response:
    """Take the version back from review."""
    return _step(visit, course, reviewing.take_back)


@pages.get("/authoring/<course>/give-up")
@requires(Permission.COURSE_AUTHOR)
def give_up_page(visit: Visit, course: str) -> Response:
    """What giving the draft up means, before it is done."""
    opened = open_course(visit, course)
    return render("curriculum/give_up.html", version=opened.version, changed=_changed(visit, opened))


@pages.post("/authoring/<course>/give-up")
@requires(Permission.COURSE_AUTHOR)
def give_up(visit: Visit, course: str) -> Response:
    """Give the draft up; the live version stays as it is."""
    visit.write(partial(reviewing.give_up, course=course, person_id=visit.me.id))
    return redirect("/authoring", 303)


@pages.post("/authoring/<course>/publish")
@requires(Permission.COURSE_AUTHOR, fresh=True)
def publish(visit: Visit, course: str) -> Response:
    """Publish what another trainer has approved."""
    show_check = check_form_maker(visit.parts["renderer"])
    return _step(visit, course, partial(reviewing.publish_approved, show_check=show_check))


@pages.post("/authoring/<course>/publish-wording")
@requires(Permission.COURSE_AUTHOR, fresh=True)
def publish_wording(visit: Visit, course: str) -> Response:
    """Publish a change of wording alone, at once."""
    show_check = check_form_maker(visit.parts["renderer"])
    return _step(visit, course, partial(reviewing.publish_wording, show_check=show_check))


@pages.post("/authoring/<course>/comments/<comment_id>/settle")
@requires(Permission.COURSE_AUTHOR)
def settle(visit: Visit, course: str, comment_id: str) -> Response:
    """Note that a reviewer's comment was dealt with."""
    return _step(visit, course, partial(reviewing.settle, comment_id=comment_id))


def _step(visit: Visit, course: str, step: Callable[..., None]) -> Response:
    person_id = visit.me.id

    def work(unit: Unit) -> None:
        step(unit, course=course, person_id=person_id)

    visit.write(work)
    return redirect(f"/authoring/{course}", 303)


def _changes_page(visit: Visit, opened: OpenCourse, status: int = 200) -> Response:
    live = opened.version.live_version_id
    before = source_files(visit.read, live) if live and live != opened.version.id else {}
    return render(
        "curriculum/changes.html",
        status=status,
        opened=opened,
        version=opened.version,
        desk=opened.desk,
        refused=status != 200,
        changed=changes(before, opened.files) if live != opened.version.id else (),
        wording=is_wording_alone(before, opened.files),
        opening=opening_changes(before, opened.files),
        people=visit.parts["people_on"](visit.read, [opened.course]),
    )


def _changed(visit: Visit, opened: OpenCourse) -> tuple[FileChange, ...]:
    live = opened.version.live_version_id
    if live == opened.version.id:
        return ()
    return changes(source_files(visit.read, live) if live else {}, opened.files)
