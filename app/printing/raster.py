"""A printed page as a picture, for pages that show it; in a process apart, as it carries a whole reader of PDFs."""

from __future__ import annotations

from io import BytesIO

import pypdfium2

QUALITY = 80


def first_page(pdf: bytes, width: int) -> bytes:
    """Return the first page of a PDF as a JPEG, `width` points wide."""
    page = pypdfium2.PdfDocument(pdf)[0]
    drawn = page.render(scale=width / page.get_width()).to_pil()
    made = BytesIO()
    drawn.convert("RGB").save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()
