"""What is attached to evidence: taken from a form, opened apart, refused with what to do about it, handed out."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from flask import request
from werkzeug.wrappers import Response

from app.accreditation.request_queries import FileRecord
from app.accreditation.services.attaching import KeptFile, keep_file
from app.foundation.apart import TooMuch, ask_apart
from app.foundation.storage import AlteredFile, Storage
from app.foundation.words import N_

LARGEST, MOST_FILES = 8_000_000, 4
LARGEST_REQUEST = MOST_FILES * LARGEST + 200_000
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp"
PHOTOGRAPHS = ".jpg,.jpeg,.png,.webp"
_APART = "app.accreditation.apart_attachment"
ENDINGS: Mapping[str, str] = {"application/pdf": "pdf", "image/jpeg": "jpg"}
REFUSED: Mapping[str, str] = {
    "empty": N_("Choose a file: a PDF or a photograph."),
    "too-many": N_("Choose at most 4 files."),
    "too-large": N_("One file is larger than 8 MB. Photograph it again at a smaller size and send that."),
    "kind": N_("One file is neither a PDF nor a picture (JPEG, PNG, WebP). Save it as one of these and send that."),
    "photograph": N_("Only photographs belong here (JPEG, PNG, WebP)."),
    "locked": N_("The PDF is locked with a password. Save a copy without one and send that."),
    "active": N_("The PDF holds programs, files or actions. Print it to a plain PDF and send that."),
    "damaged": N_("One file is damaged and cannot be read. Save or photograph it again and send that."),
    "tangled": N_("One file takes too long or too much memory to read. Save it in a simpler way and send that."),
    "too-many-points": N_("One picture has more than 60 million points. Make it smaller and send it again."),
}


class UnusableFile(Exception):
    """A file is not taken; `code` is a key of `REFUSED`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        assert code in REFUSED, code
        self.code = code


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as it may be kept: its content, of a picture made anew, and its media type."""

    content: bytes
    media_type: str


def take_large_files(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let photographs be larger than other requests; for a blueprint's `url_value_preprocessor`."""
    request.max_content_length = LARGEST_REQUEST


def sent_files(storage: Storage, field: str = "files", *, needed: bool, photographs: bool = False) -> list[KeptFile]:
    """Return what was sent under a field, looked at and laid down. Raises `UnusableFile`; then nothing was."""
    contents = [content for one in request.files.getlist(field) if (content := one.read(LARGEST + 1))]
    if needed and not contents:
        raise UnusableFile("empty")
    if len(contents) > MOST_FILES:
        raise UnusableFile("too-many")
    if any(len(content) > LARGEST for content in contents):
        raise UnusableFile("too-large")
    opened = [open_file(content) for content in contents]
    if photographs and any(one.media_type == "application/pdf" for one in opened):
        raise UnusableFile("photograph")
    return [keep_file(storage, one.content, one.media_type) for one in opened]


def handed_out(storage: Storage, file: FileRecord, name: str) -> Response:
    """Return the answer that hands a file out, never shown in place. Raises `AlteredFile`."""
    content = storage.get(file.storage_key)
    if sha256(content).hexdigest() != file.sha256:
        raise AlteredFile(file.sha256)
    answer = Response(content, mimetype=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{file.public_id}.{ENDINGS[file.media_type]}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def open_file(content: bytes) -> Opened:
    """Open a file in a process of its own. Raises `UnusableFile`."""
    try:
        found = ask_apart(_APART, content)
    except TooMuch as problem:
        raise UnusableFile("tangled") from problem
    if "refused" in found:
        raise UnusableFile(found["refused"])
    return Opened(base64.b64decode(found["content"]) if "content" in found else content, found["media_type"])
