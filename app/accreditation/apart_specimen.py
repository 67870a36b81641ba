"""The process that prints a specimen of a certificate: a web process carries no printing."""

from __future__ import annotations

import base64
import json
from typing import Any

from app.accreditation.certificate_languages import design_of, language_for
from app.accreditation.domain.disclosure import Disclosure, disclosed
from app.accreditation.services.rendering import created_at, identifier, pictures_of, printed
from app.foundation.answering_apart import answer_apart
from app.printing.designs import design
from app.printing.press import render
from app.printing.raster import first_page
from app.printing.refusals import CannotPrint

LARGEST = 10_000_000
WIDTH = 1_120


def print_specimen(content: bytes) -> dict[str, Any]:
    """Return the PDF of `{"statement": text, "language": code}` and a picture of it, both in base 64, unsigned.

    Or why it cannot be printed.
    """
    asked = json.loads(content)
    text = asked["statement"]
    language = language_for(text, asked["language"])
    shown = disclosed(json.loads(text), Disclosure.FULL, None)
    try:
        pdf = render(
            design(design_of(text)),
            printed(text, "", shown, language),
            created=created_at(text),
            identifier=identifier(text),
            pictures=pictures_of(text),
        )
    except CannotPrint as problem:
        return {"refused": str(problem)}
    return {"pdf": base64.b64encode(pdf).decode(), "picture": base64.b64encode(first_page(pdf, WIDTH)).decode()}


if __name__ == "__main__":
    answer_apart(print_specimen, LARGEST)
