"""The process that reads the words of a PDF which a stranger sent to be checked; it is asked through `page_words`."""

from __future__ import annotations

from typing import Any

from pypdfium2 import PdfiumError

from app.foundation.answering_apart import answer_apart
from app.printing.words import words_of

SECONDS = 5


def read(content: bytes) -> dict[str, Any]:
    """Return the words that the file shows, or that it cannot be read."""
    try:
        return {"words": words_of(content)}
    except (PdfiumError, ValueError):
        return {"refused": "damaged"}


if __name__ == "__main__":
    answer_apart(read, seconds=SECONDS)
