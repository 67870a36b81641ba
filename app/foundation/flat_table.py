"""Tables that are handed out as CSV: named columns and no others, no cell that is taken for a formula (U20)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - East Asian spreadsheets take these too


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return the table as a file, with the mark by which spreadsheets know UTF-8; raises as `csv_text` does."""
    return csv_text(columns, rows).encode("utf-8-sig")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the rows under `columns` (RFC 4180).

    Raises ValueError where a row has not as many cells as there are columns.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        if len(row) != len(columns):
            raise ValueError("a row has as many cells as there are columns")
        writer.writerow([plain_cell(cell) for cell in row])
    return text.getvalue()


def plain_cell(value: object) -> str:
    """Return a cell; what would begin a formula gets an apostrophe before it (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text
