"""Tables that are handed out as a file (`foundation/flat_table.py` makes them)."""

from __future__ import annotations

from werkzeug.wrappers import Response


def csv_answer(content: bytes, name: str) -> Response:
    """Return the table as a file of this name, which no cache keeps."""
    answer = Response(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
