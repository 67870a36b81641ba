"""The process that opens what officers and assessors attach; it is asked through `attachments`."""

from __future__ import annotations

import base64
import logging
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from app.accreditation.domain.photograph import NoPhotograph, made_anew
from app.foundation.answering_apart import answer_apart

MOST_OBJECTS = 60_000
_ACTIVE = {"/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/EmbeddedFile", "/RichMedia", "/XFA", "/Movie", "/Sound"}
_ACTS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound"}

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


def read(content: bytes) -> dict[str, Any]:
    """Return the media type and, of a picture, its content made anew; or why it is not taken."""
    if content.startswith(b"%PDF-"):
        refused = _why_not(content)
        return {"refused": refused} if refused else {"media_type": "application/pdf"}
    try:
        return {"media_type": "image/jpeg", "content": base64.b64encode(made_anew(content)).decode()}
    except NoPhotograph as problem:
        return {"refused": problem.code}


def _why_not(content: bytes) -> str:
    """A PDF is taken where it can be read to its end and does nothing: no script, no file within, no act outwards."""
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        if reader.encrypted:
            return "locked"
        pages = int(reader.root["/Pages"]["/Count"])
        return _judged(reader) if pages else "damaged"
    except Exception:  # a hostile file makes parsers fail in every way there is
        return "damaged"


def _judged(reader: PdfFileReader) -> str:
    waiting: list[Any] = [reader.trailer_view.raw_get("/Root")]
    seen: set[tuple[int, int]] = set()
    looked = 0
    while waiting:
        looked += 1
        if looked > MOST_OBJECTS * 20 or len(seen) > MOST_OBJECTS:
            return "tangled"
        found = waiting.pop()
        if isinstance(found, generic.IndirectObject):
            if (found.idnum, found.generation) in seen:
                continue
            seen.add((found.idnum, found.generation))
            found = found.get_object()
        if isinstance(found, generic.DictionaryObject):
            if _ACTIVE & set(found) or found.get("/S") in _ACTS:
                return "active"
            waiting += [found.raw_get(name) for name in found]
        elif isinstance(found, generic.ArrayObject):
            waiting += [found.raw_get(place) for place in range(len(found))]
    return ""


if __name__ == "__main__":
    answer_apart(read)
