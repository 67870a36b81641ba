"""The words that a PDF shows, as a reader finds them; in a process apart, as the file may be anybody's."""

from __future__ import annotations

from io import BytesIO

import pypdfium2

MOST_PAGES, MOST_LETTERS = 5, 20_000


def words_of(pdf: bytes) -> str:
    """Return the words of the first five pages, at most 20,000 letters of each. Raises what the library raises."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    pages = (document[place].get_textpage() for place in range(min(len(document), MOST_PAGES)))
    return "\n".join(page.get_text_bounded()[:MOST_LETTERS] for page in pages)
