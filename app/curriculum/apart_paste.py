"""The process that reads a long paste; it is asked through `brought_files`."""

from __future__ import annotations

from typing import Any

from app.curriculum.domain.rich_paste import pasted
from app.foundation.answering_apart import answer_apart


def read(content: bytes) -> dict[str, Any]:
    """Return the Markdown and the codes of the remarks on it."""
    found = pasted(content.decode("utf-8", "replace"))
    return {"markdown": found.markdown, "codes": [note.code for note in found.notes]}


if __name__ == "__main__":
    answer_apart(read)
