"""The process that fits a picture; it is asked through `brought_files`."""

from __future__ import annotations

import base64
from typing import Any

from app.curriculum.domain.pictures import fitted
from app.curriculum.domain.unreadable_upload import UnreadableUpload
from app.foundation.answering_apart import answer_apart


def read(content: bytes) -> dict[str, Any]:
    """Return the picture as plain values, or why it is not taken."""
    try:
        found = fitted(content)
    except UnreadableUpload as problem:
        return {"refused": problem.code, "values": problem.values}
    return {
        "ending": found.ending,
        "width": found.width,
        "height": found.height,
        "content": base64.b64encode(found.content).decode(),
    }


if __name__ == "__main__":
    answer_apart(read)
