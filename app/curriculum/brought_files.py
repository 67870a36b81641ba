"""Files that a trainer sends: read in a process of their own, and what that process answers as plain values."""

from __future__ import annotations

import base64
from typing import Any

from flask import request

from app.curriculum.domain.films import CleanFilm
from app.curriculum.domain.fitted_picture import FittedPicture
from app.curriculum.domain.rich_paste import pasted
from app.curriculum.domain.table_reading import is_workbook, read_text_table
from app.curriculum.domain.unreadable_upload import UnreadableUpload
from app.foundation.apart import TooMuch, ask_apart

LARGEST_REQUEST = 11_000_000
LONG_PASTE = 100_000
_DOCUMENT = "app.curriculum.apart_document"
_FILM = "app.curriculum.apart_film"
_PICTURE = "app.curriculum.apart_picture"
_PASTE = "app.curriculum.apart_paste"
_TABLE = "app.curriculum.apart_table"


def sent_file(most: int, said: str, field: str = "file") -> tuple[bytes, str]:
    """Return the bytes of a field and the name they came under. Raises `UnreadableUpload`."""
    upload = request.files.get(field)
    content = upload.read(most + 1) if upload else b""
    if not content:
        raise UnreadableUpload("empty")
    if len(content) > most:
        raise UnreadableUpload("too-large", limit=said)
    return content, (upload.filename or "") if upload else ""


def read_document(content: bytes, name: str) -> dict[str, Any]:
    """Return lessons, pictures and notes of a Word document. Raises `UnreadableUpload`."""
    return _answer(_DOCUMENT, content, name[:200].replace("\0", ""))


def read_picture(content: bytes) -> FittedPicture:
    """Return a picture fitted to slow lines. Raises `UnreadableUpload`."""
    found = _answer(_PICTURE, content)
    return FittedPicture(base64.b64decode(found["content"]), found["ending"], found["width"], found["height"])


def read_film(content: bytes) -> CleanFilm:
    """Return a film without the notes of its maker's devices. Raises `UnreadableUpload`."""
    found = _answer(_FILM, content)
    return CleanFilm(base64.b64decode(found["content"]), found["ending"])


def read_paste(text: str) -> tuple[str, list[str]]:
    """Return pasted HTML as Markdown and the codes of the remarks on it; a long one is read apart, as it takes seconds.

    Raises `UnreadableUpload`.
    """
    if len(text) > LONG_PASTE:
        found = _answer(_PASTE, text.encode("utf-8", "replace"))
        return found["markdown"], found["codes"]
    here = pasted(text)
    return here.markdown, [note.code for note in here.notes]


def question_workbook() -> bytes:
    """Return the table that authors start from as a workbook."""
    return base64.b64decode(_answer(_TABLE, b"template")["content"])


def read_rows(content: bytes) -> dict[str, Any]:
    """Return the rows of a table; a workbook is opened apart, text is not. Raises `UnreadableUpload`."""
    return _answer(_TABLE, content) if is_workbook(content) else read_text_table(content).values()


def _answer(module: str, content: bytes, *words: str) -> dict[str, Any]:
    try:
        found = ask_apart(module, content, *words)
    except TooMuch as problem:
        raise UnreadableUpload("tangled") from problem
    if "refused" in found:
        raise UnreadableUpload(found["refused"], **found["values"])
    return found
