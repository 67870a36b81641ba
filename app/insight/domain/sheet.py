"""The flat sheet: documented columns, one table, no cell that a spreadsheet takes for a formula (P5, U20)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from app.insight.domain.measures import Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def sheet(columns: Sequence[str], rows: Table) -> str:
    """Return the rows as CSV (RFC 4180) with these columns and no others; an empty cell where nothing may be said.

    Raises KeyError where a row lacks a column.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return text.getvalue()


def _cell(value: str | int | None) -> str:
    """Return the cell; what would begin a formula gets an apostrophe before it (OWASP, CSV injection)."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text
