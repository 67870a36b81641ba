"""The flat sheet: documented columns, one table, no cell that a spreadsheet takes for a formula (P5, U20)."""

from __future__ import annotations

from collections.abc import Sequence

from app.foundation.flat_table import csv_text
from app.insight.domain.measures import Table


def sheet(columns: Sequence[str], rows: Table) -> str:
    """Return the rows as CSV (RFC 4180) with these columns and no others; an empty cell where nothing may be said.

    Raises KeyError where a row lacks a column.
    """
    return csv_text(columns, ([row[column] for column in columns] for row in rows))
