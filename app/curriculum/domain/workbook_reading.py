"""Reads the cells of an Excel workbook as plain text; no formula is ever worked out."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from app.curriculum.domain.office_archive import OfficeArchive, read_xml
from app.curriculum.domain.table_reading import FORMULA, LARGEST_TABLE, MOST_COLUMNS, MOST_ROWS, Table, kept_rows
from app.curriculum.domain.unreadable_upload import UnreadableUpload

_NEEDED = re.compile(r"xl/(workbook|sharedStrings|styles)\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/[^/]+\.xml")
_ALWAYS = ("[Content_Types].xml", "_rels/.rels")
_BROKEN = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OSError),
    *(zipfile.BadZipFile, InvalidFileException),
)


def read_workbook(content: bytes) -> Table:
    """Return the first sheet that holds anything. Raises `UnreadableUpload`."""
    if len(content) > LARGEST_TABLE:
        raise UnreadableUpload("too-large", limit="2 MB")
    small = _small(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(small), read_only=True, data_only=False, keep_links=False)
            for at, sheet in enumerate(book.worksheets):
                sheet.reset_dimensions()
                rows = kept_rows(_sheet_rows(sheet))
                if rows:
                    return Table(rows, str(sheet.title)[:60], other_sheets=len(book.worksheets) - 1 - at)
        except _BROKEN as problem:
            raise UnreadableUpload("damaged") from problem
    raise UnreadableUpload("empty")


def _small(content: bytes) -> bytes:
    """Return the workbook with its cells alone: every part is looked at before the library sees it."""
    archive = OfficeArchive(content, "not-table")
    if "xl/workbook.xml" not in archive.names:
        raise UnreadableUpload("not-table")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name in archive.names:
            if name in _ALWAYS or _NEEDED.fullmatch(name):
                part = archive.read(name)
                read_xml(part)
                made.writestr(name, part)
    return out.getvalue()


def _sheet_rows(sheet: Any) -> Iterable[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=MOST_COLUMNS), 1):
        yield number, [_shown(cell) for cell in row]


def _shown(cell: Any) -> str:
    """Return what a cell shows, nearly; a number without needless digits, a day or time as ISO 8601 writes it."""
    found = cell.value
    if found is None:
        return ""
    if getattr(cell, "data_type", "") == "f":
        return f"{FORMULA}{getattr(found, 'text', found)}"
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, int | float):
        percent = "%" in (getattr(cell, "number_format", "") or "")
        return f"{found * 100:.12g}%" if percent else f"{found:.12g}"
    if isinstance(found, datetime):
        return found.date().isoformat() if found.time() == time() else found.isoformat(" ")
    if isinstance(found, date | time):
        return found.isoformat()
    return str(found)
