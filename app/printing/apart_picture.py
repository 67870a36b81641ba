"""The process in which a picture that somebody gave is made plain: it holds nothing but that picture."""

from __future__ import annotations

import base64
from typing import Any

from app.foundation.answering_apart import answer_apart
from app.printing.pictures import UnusablePicture, plain_picture


def made_plain(content: bytes) -> dict[str, Any]:
    """Return the picture made anew, in base 64, or that it cannot be used."""
    try:
        plain = plain_picture(content)[1]
    except UnusablePicture:
        return {"refused": "unusable"}
    return {"content": base64.b64encode(plain).decode()}


if __name__ == "__main__":
    answer_apart(made_plain)
