"""A film put beside a lesson while it is written: with its captions and with what is said in it, in one form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.curriculum.attaching import TOO_LONG, Attached, attached_answer, module_folder, translated
from app.curriculum.brought_files import LARGEST_REQUEST, read_film, sent_file
from app.curriculum.desks import open_course
from app.curriculum.domain.captions import captions_problem
from app.curriculum.domain.films import (
    LARGEST_CAPTIONS,
    LARGEST_FILM,
    LONGEST_TRANSCRIPT,
    CleanFilm,
    video_markdown,
)
from app.curriculum.domain.unreadable_upload import REASONS, UnreadableUpload
from app.curriculum.outline_forms import NO_FILM_HERE
from app.curriculum.services.bringing import add_assets
from app.foundation.sizes import size_words
from app.foundation.words import N_
from app.web.access import requires
from app.web.permissions import Permission
from app.web.visit import Visit

pages = Blueprint("authoring_films", __name__)
_NO_TRANSCRIPT = N_("Write what is said and shown in the film, for those who cannot see, hear or fetch it.")
_NO_MINUTES = N_("Enter whole minutes, from 1 to 600.")
_SAID = N_("The film was added to the text. Officers fetch %(size)s for it, and only once they ask for it.")


@dataclass(frozen=True, slots=True)
class _SentFilm:
    """What was typed, what was sent, and what is wrong by field."""

    transcript: str
    minutes: str
    captions: bytes
    film: CleanFilm | None
    errors: dict[str, str]


@pages.url_value_preprocessor
def take_large_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Films are larger than other requests; the form's token is read from the same request."""
    request.max_content_length = LARGEST_REQUEST


@pages.post("/authoring/<course>/film/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def add_lesson_film(visit: Visit, course: str, path: str) -> Response:
    """Put a film and its captions beside the text and its block into it."""
    opened = open_course(visit, course)
    folder = module_folder(opened, path)
    sent = _sent_film(visit) if opened.desk.takes_films(path) else _no_film(visit)
    if sent.film is None:
        return attached_answer(visit, opened, path, Attached(errors=sent.errors))
    name = f"assets/{sent.film.named(request.form.get('title', ''))}"
    film, captions = f"{name}.{sent.film.ending}", f"{name}.vtt"
    files = {f"{folder}/{film}": sent.film.content, f"{folder}/{captions}": sent.captions}
    visit.write(partial(add_assets, course=course, person_id=visit.me.id, files=files))
    said = translated(visit, _SAID, size=size_words(len(sent.film.content)))
    block = video_markdown(film, captions, sent.minutes, sent.transcript)
    return attached_answer(visit, open_course(visit, course), path, Attached(block, said))


def _no_film(visit: Visit) -> _SentFilm:
    return _SentFilm("", "", b"", None, {"film": translated(visit, NO_FILM_HERE)})


def _sent_film(visit: Visit) -> _SentFilm:
    """Judge what was typed and the captions first: a film is opened only where the rest is right."""
    transcript = request.form.get("transcript", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    minutes = request.form.get("film_minutes", "").strip()
    errors = {}
    if not transcript or len(transcript) > LONGEST_TRANSCRIPT:
        errors["transcript"] = translated(visit, TOO_LONG if transcript else _NO_TRANSCRIPT)
    if not (minutes.isascii() and minutes.isdigit() and 0 < int(minutes[:5]) <= 600):
        errors["film_minutes"] = translated(visit, _NO_MINUTES)
    captions, film = b"", None
    try:
        captions = _sent_captions()
    except UnreadableUpload as problem:
        errors["captions"] = translated(visit, REASONS[problem.code], **problem.values)
    try:
        content, _ = sent_file(LARGEST_FILM, "8 MB", "film")
        film = read_film(content) if not errors else None
    except UnreadableUpload as problem:
        errors["film"] = translated(visit, REASONS[problem.code], **problem.values)
    return _SentFilm(transcript, minutes, captions, film, errors)


def _sent_captions() -> bytes:
    content, _ = sent_file(LARGEST_CAPTIONS, "60 KB", "captions")
    wrong = captions_problem(content)
    if wrong:
        raise UnreadableUpload("captions", line=str(wrong[0]), problem=wrong[1])
    return content
