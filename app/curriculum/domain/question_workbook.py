"""The table of questions that authors start from, as a workbook."""

from __future__ import annotations

import io

import openpyxl
from openpyxl.styles import Alignment, Font

from app.curriculum.domain.question_template import COLUMNS, ROWS


def template_xlsx() -> bytes:
    """Return the table as a workbook whose cells are all text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Questions"
    for row in (COLUMNS, *ROWS):
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = 24
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
