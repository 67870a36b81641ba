"""Tables that are handed out as CSV: named columns and no others, no cell that is taken for a formula (U20)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from werkzeug.wrappers import Response

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return the rows under `columns` (RFC 4180, with the mark by which spreadsheets know UTF-8)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        if len(row) != len(columns):
            raise ValueError("a row has as many cells as there are columns")
        writer.writerow([plain_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def csv_answer(content: bytes, name: str) -> Response:
    """Return the table as a file of this name, which no cache keeps."""
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def plain_cell(value: object) -> str:
    """Return a cell; what would begin a formula gets an apostrophe before it (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text
