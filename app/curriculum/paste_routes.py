"""What is pasted or put into a lesson while it is written: formatted text, and pictures beside it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from flask import Blueprint, jsonify, request
from werkzeug.wrappers import Response

from app.curriculum.attaching import TOO_LONG, Attached, attached_answer, module_folder, translated
from app.curriculum.brought_files import LARGEST_REQUEST, read_paste, read_picture, sent_file
from app.curriculum.desks import open_course
from app.curriculum.domain.brought_document import LONGEST_DESCRIPTION, picture_markdown
from app.curriculum.domain.brought_notes import REMARKS
from app.curriculum.domain.fitted_picture import LARGEST_PICTURE, FittedPicture
from app.curriculum.domain.rich_paste import LARGEST_PASTE
from app.curriculum.domain.unreadable_upload import REASONS, UnreadableUpload
from app.curriculum.services.bringing import add_assets
from app.foundation.errors import BadInput
from app.foundation.sizes import size_words
from app.foundation.words import N_
from app.web.access import requires
from app.web.form import sent_json
from app.web.locales import gettext_for
from app.web.permissions import Permission
from app.web.visit import Visit

pages = Blueprint("authoring_pastes", __name__)
_MISSING = N_("Say what the picture shows, for those who cannot see it.")
_SAID = N_("The picture was added to the text. Officers fetch %(size)s for it.")


@pages.url_value_preprocessor
def take_large_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Pictures come as cameras make them; the form's token is read from the same request."""
    request.max_content_length = LARGEST_REQUEST


@pages.post("/authoring/paste")
@requires(Permission.COURSE_AUTHOR)
def paste(visit: Visit) -> Response:
    """Return the clipboard's HTML as Markdown, and a word on what was changed or left out."""
    sent = sent_json()
    text = sent.get("html") if isinstance(sent, dict) else None
    if not isinstance(text, str) or len(text) > LARGEST_PASTE:
        raise BadInput
    try:
        markdown, codes = read_paste(text)
    except UnreadableUpload as problem:
        raise BadInput from problem
    answer: Response = jsonify(markdown=markdown, said=_said(visit, codes))
    return answer


def _said(visit: Visit, codes: Iterable[str]) -> str:
    translate = gettext_for(visit.locale)[0]
    remarks = [REMARKS[code] for code in codes]
    words = [f"{translate(one.text)}: {translate(one.reason)}" for one in remarks if one.kind != "kept"]
    return " ".join([str(translate(N_("The formatted text was pasted."))), *words])


@pages.post("/authoring/<course>/picture/<path:path>")
@requires(Permission.COURSE_AUTHOR)
def add_lesson_picture(visit: Visit, course: str, path: str) -> Response:
    """Put a picture beside the text and its Markdown into it: by script at the cursor, without at the end."""
    opened = open_course(visit, course)
    folder = module_folder(opened, path)
    picture, shows, errors = _sent_picture(visit)
    if picture is None:
        return attached_answer(visit, opened, path, Attached(errors=errors))
    name = f"assets/{picture.named(shows)}"
    files = {f"{folder}/{name}": picture.content}
    visit.write(partial(add_assets, course=course, person_id=visit.me.id, files=files))
    said = translated(visit, _SAID, size=size_words(len(picture.content)))
    return attached_answer(visit, open_course(visit, course), path, Attached(picture_markdown(name, shows), said))


def _sent_picture(visit: Visit) -> tuple[FittedPicture | None, str, dict[str, str]]:
    """Return the picture and what it shows, or what is wrong by field."""
    said = " ".join(request.form.get("alternative", "").split())
    errors = {}
    if not said or len(said) > LONGEST_DESCRIPTION:
        errors["alternative"] = translated(visit, TOO_LONG if said else _MISSING)
    try:
        content, _ = sent_file(LARGEST_PICTURE, "10 MB", "picture")
        picture = read_picture(content) if not errors else None
    except UnreadableUpload as problem:
        return None, said, {"picture": translated(visit, REASONS[problem.code], **problem.values), **errors}
    return picture, said, errors
