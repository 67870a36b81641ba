"""The table of questions that authors start from: its columns, and three rows that show how they are filled in."""

from __future__ import annotations

from app.foundation.flat_table import csv_bytes

COLUMNS = (
    *("type", "question", "answer 1", "answer 2", "answer 3", "answer 4", "right"),
    *("reason 1", "reason 2", "reason 3", "reason 4", "outcome", "level", "red line", "remark"),
)
ROWS = (
    (
        *("single", "What do you write down first?", "What you see", "What you think", "Nothing", "", "1"),
        *("Right. The record comes first.", "No. A guess is no record.", "No. What is not noted is lost.", ""),
        *("", "1", "yes", "Write first, act then."),
    ),
    (
        *("truefalse", "A powered computer is always switched off at once.", "", "", "", "", "false"),
        *("Right. What is in its memory would be lost.", "No. Memory may hold keys and open files."),
        *("", "", "", "1", "", ""),
    ),
    (
        *("order", "Put the steps in order.", "Photograph", "Isolate", "Bag", "Seal", ""),
        *("", "", "", "", "", "2", "", "The place is shown before anything in it is moved."),
    ),
)


WORKBOOK_SIZE = 5_600
"""About how many bytes the same table has as a workbook, said before it is fetched; making one takes a process."""


def template_csv() -> bytes:
    """Return the table as UTF-8 with a mark at its start, as spreadsheet programs want it."""
    return csv_bytes(COLUMNS, ROWS)
