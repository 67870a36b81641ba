"""The process that reads and makes workbooks; it is asked through `brought_files`."""

from __future__ import annotations

import base64
from typing import Any

from app.curriculum.domain.question_workbook import template_xlsx
from app.curriculum.domain.unreadable_upload import UnreadableUpload
from app.curriculum.domain.workbook_reading import read_workbook
from app.foundation.answering_apart import answer_apart


def read(content: bytes) -> dict[str, Any]:
    """Return the rows as plain values, or why the file is not taken; asked for it, the workbook to start from."""
    if content == b"template":
        return {"content": base64.b64encode(template_xlsx()).decode()}
    try:
        table = read_workbook(content)
    except UnreadableUpload as problem:
        return {"refused": problem.code, "values": problem.values}
    return table.values()


if __name__ == "__main__":
    answer_apart(read, largest_file=1_000_000)
