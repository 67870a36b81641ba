"""What is put beside a lesson while it is written: where it goes, and the answer to who sent it, by script or page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import jsonify, request
from werkzeug.wrappers import Response

from app.curriculum.desks import OpenCourse
from app.curriculum.forms import LessonForm, lesson_form
from app.curriculum.text_routes import editor_again
from app.foundation.errors import NotFound
from app.foundation.words import N_
from app.web.errors import wants_json
from app.web.locales import gettext_for
from app.web.visit import Visit

TOO_LONG = N_("This is too long: use fewer characters.")
_TEXT_PATH = re.compile(r"modules/([^/]+)/[^/]+\.md")


@dataclass(frozen=True, slots=True)
class Attached:
    """The Markdown that shows what was added, and a word on it; or what is wrong, by field."""

    markdown: str = ""
    said: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


def module_folder(opened: OpenCourse, path: str) -> str:
    """Return the folder of the module that a lesson lies in. Raises `NotFound` where the path is none of a lesson."""
    found = _TEXT_PATH.fullmatch(path)
    if found is None or path.endswith(".quiz.md") or found[1] not in {one.folder for one in opened.desk.modules}:
        raise NotFound
    return f"modules/{found[1]}"


def attached_answer(visit: Visit, opened: OpenCourse, path: str, attached: Attached) -> Response:
    """Answer a script with the Markdown for the cursor; without scripts it stands at the end of the text typed."""
    if wants_json():
        answer: Response = jsonify(markdown=attached.markdown, said=attached.said, errors=dict(attached.errors))
        answer.status_code = 422 if attached.errors else 200
        return answer
    form = lesson_form(request.form)
    body = f"{form.text.body.rstrip()}\n\n{attached.markdown}\n".lstrip("\n") if attached.markdown else form.text.body
    typed = LessonForm(replace(form.text, body=body), attached.errors)
    return editor_again(visit, opened, path, typed, request.form.get("based_on", ""))


def translated(visit: Visit, message: str, **values: str) -> str:
    """Return a message in the words of who asks."""
    return str(gettext_for(visit.locale)[0](message, **values))
