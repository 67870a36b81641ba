"""The badge inside a certificate's PDF, read back."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader

NAME = "credential.json"


def attached_badge(pdf: bytes) -> dict[str, Any] | None:
    """Return the badge that a certificate carries; None where it carries none. Believe it where the file is genuine."""
    try:
        names = PdfFileReader(BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
        files = {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}
        badge = json.loads(files[NAME]["/EF"]["/F"].data)
    except Exception:  # a file of others fails in every way there is, and all of them mean the same here
        return None
    return badge if isinstance(badge, dict) else None
