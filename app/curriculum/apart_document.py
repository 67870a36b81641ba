"""The process that reads a Word document; it is asked through `brought_files`."""

from __future__ import annotations

import base64
import sys
from typing import Any

from app.curriculum.domain.unreadable_upload import UnreadableUpload
from app.curriculum.domain.word_document import read_word
from app.foundation.answering_apart import answer_apart


def read(content: bytes) -> dict[str, Any]:
    """Return the document as plain values, or why it is not taken."""
    try:
        found = read_word(content, sys.argv[1] if len(sys.argv) > 1 else "")
    except UnreadableUpload as problem:
        return {"refused": problem.code, "values": problem.values}
    return {
        "lessons": [{"title": one.title, "body": one.body} for one in found.lessons],
        "pictures": [
            {
                "name": one.name,
                "alternative": one.alternative,
                "width": one.picture.width,
                "height": one.picture.height,
                "content": base64.b64encode(one.picture.content).decode(),
            }
            for one in found.pictures
        ],
        "notes": [[one.code, one.count, list(one.places)] for one in found.notes],
    }


if __name__ == "__main__":
    answer_apart(read)
