"""The page of a lesson: the stored text is spliced in as it lies; feedback on a check question is put beneath it."""

from __future__ import annotations

from markupsafe import Markup
from werkzeug.wrappers import Response

from app.curriculum.queries import LessonRecord
from app.learning.answered_form import with_answer
from app.learning.checking import Feedback
from app.learning.languages import notice_of
from app.learning.places import Place
from app.learning.vetted import mark_for
from app.web.compression import LESSON
from app.web.locales import direction
from app.web.rendering import Renderer, Spliced, compressed
from app.web.visit import Visit

_MARK = Markup(LESSON.decode())  # noqa: S704 - a comment of our own; the lesson takes its place


def lesson_response(visit: Visit, place: Place, lesson: LessonRecord, feedback: Feedback | None) -> Response:
    """Return the page; without feedback the lesson goes out in its packed form."""
    renderer: Renderer = visit.parts["renderer"]
    place_in_course, module = place.outline.module_of(place.activity)
    page = renderer.html(
        visit,
        "learning/lesson.html",
        place=place,
        outline=place.outline,
        activity=place.activity,
        module=module,
        module_place=place_in_course,
        done=place.standing.is_done(place.activity.key),
        states=place.standing.states,
        lesson_html=_MARK,
        lesson_locale=lesson.locale,
        lesson_dir=direction(lesson.locale),
        copy_for=mark_for(visit, place.label),
        now=visit.now,
        notice=notice_of(place.outline, place.activity, visit.locale),
    ).encode()
    return compressed(page, lesson=_with_feedback(visit, lesson, feedback))


def _with_feedback(visit: Visit, lesson: LessonRecord, feedback: Feedback | None) -> Spliced:
    if feedback is None:
        return Spliced(lesson.html, lesson.packed)
    renderer: Renderer = visit.parts["renderer"]
    told = renderer.html(visit, "learning/feedback.html", feedback=feedback)
    in_places = feedback.question.type == "gaps"
    text = with_answer(lesson.html.decode(), feedback.key, feedback.sent, in_places=in_places)
    return Spliced(text.replace(f"<!--feedback:{feedback.key}-->", told, 1).encode())
