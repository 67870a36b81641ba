"""The page of a lesson: the stored text is spliced in as it lies; feedback on a check question is put beneath it."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from app.curriculum.box_words import box_words
from app.curriculum.domain.labels import is_for_everybody
from app.curriculum.queries import LessonRecord
from app.foundation.compression import packed
from app.foundation.kept import Kept
from app.learning.answered_form import with_answer
from app.learning.checking import Feedback
from app.learning.languages import notice_of
from app.learning.places import Place
from app.learning.vetted import mark_for
from app.learning.withheld_films import without_films
from app.web.compression import LESSON
from app.web.locales import direction
from app.web.rendering import Renderer, Spliced, compressed, later
from app.web.visit import Visit

_MARK = Markup(LESSON.decode())  # noqa: S704 - a comment of our own; the lesson takes its place


def lesson_response(visit: Visit, place: Place, lesson: LessonRecord, feedback: Feedback | None) -> Response:
    """Return the page; without feedback the lesson goes out in its packed form."""
    renderer: Renderer = visit.parts["renderer"]
    if not is_for_everybody(place.label):
        lesson = _without_films(place, lesson)
    if visit.low_data:
        lesson = _without_pictures(visit, place, lesson)
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
        changed=place.standing.is_changed(place.activity.key),
        states=place.standing.states,
        lesson_html=_MARK,
        lesson_locale=lesson.locale,
        lesson_dir=direction(lesson.locale),
        copy_for=mark_for(visit, place.label),
        now=visit.now,
        notice=notice_of(place.outline, place.activity, visit.locale),
    ).encode()
    return compressed(page, lesson=_with_feedback(visit, lesson, feedback))


_LOW: Kept[LessonRecord] = Kept(200)
"""Lessons whose pictures wait until asked for, as those of frozen versions: they never change."""


def _without_films(place: Place, lesson: LessonRecord) -> LessonRecord:
    html = without_films(lesson.html.decode(), place.outline, lesson.locale).encode()
    return lesson if html == lesson.html else replace(lesson, html=html, packed=packed(html))


def _without_pictures(visit: Visit, place: Place, lesson: LessonRecord) -> LessonRecord:
    def made() -> LessonRecord:
        words = {name: escape(word) for name, word in box_words(lesson.locale).items()}
        html = later(visit, lesson.html.decode(), words).encode()
        return replace(lesson, html=html, packed=packed(html))

    return _LOW.get((place.outline.version_id, place.activity.key, lesson.locale), made) or lesson


def _with_feedback(visit: Visit, lesson: LessonRecord, feedback: Feedback | None) -> Spliced:
    if feedback is None:
        return Spliced(lesson.html, lesson.packed)
    renderer: Renderer = visit.parts["renderer"]
    told = renderer.html(visit, "learning/feedback.html", feedback=feedback)
    told = later(visit, told) if visit.low_data else told
    in_places = feedback.question.type == "gaps"
    text = with_answer(lesson.html.decode(), feedback.key, feedback.sent, in_places=in_places)
    return Spliced(text.replace(f"<!--feedback:{feedback.key}-->", told, 1).encode())
