"""Certificates from before this register: the table that they come in, read row by row with every error named."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.foundation.words import N_

COLUMNS = ("reference", "sign_in_name", "scheme", "name", "rank", "issued_on", "valid_until")
NEEDED = ("reference", "sign_in_name", "scheme", "name", "issued_on", "valid_until")
MOST_ROWS = 2_000
_LONGEST = 200
_EMPTY = N_("%(column)s is empty.")
_LONG = N_("%(column)s is too long: at most 200 characters.")
_DAY = N_("%(column)s is no day such as 2024-03-31.")
_TURNED = N_("It ends before it begins.")
_FUTURE = N_("It was issued after today.")
_TWICE = N_("The same reference stands in the table twice.")


class UnreadableTable(Exception):
    """The file is no table of certificates; the message says why."""


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row: a sentence with its values."""

    text: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One certificate as the table has it; `line` is its line in the file, counted from 1."""

    line: int
    reference: str
    sign_in_name: str
    scheme: str
    name: str
    rank: str
    issued_on: date | None
    valid_until: date | None
    errors: tuple[RowError, ...]


def read_table(content: bytes, today: date) -> tuple[ImportRow, ...]:
    """Return the rows of a CSV file in UTF-8 with the columns `COLUMNS` (rank may be missing), in its order.

    Raises `UnreadableTable` for another encoding, missing columns, no row or more than 2,000.
    """
    rows = _read(content)
    seen: set[str] = set()
    found = []
    for line, cells in rows:
        found.append(_row(line, cells, today, seen))
        seen.add(cells["reference"])
    return tuple(found)


def _read(content: bytes) -> list[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
        if missing:
            raise UnreadableTable(N_("The first line does not name these columns: %(columns)s"), ", ".join(missing))
        rows = [(reader.line_num, _cells(row)) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableTable(N_("This is no table: save it as CSV in UTF-8."), "") from error
    if not 1 <= len(rows) <= MOST_ROWS:
        raise UnreadableTable(N_("The table holds no row, or more than 2,000: divide it."), "")
    return rows


def _cells(row: Mapping[str, str | None]) -> dict[str, str]:
    return {column: (row.get(column) or "").strip() for column in COLUMNS}


def _row(line: int, cells: dict[str, str], today: date, seen: set[str]) -> ImportRow:
    errors = [RowError(_EMPTY, {"column": column}) for column in NEEDED if not cells[column]]
    errors += [RowError(_LONG, {"column": column}) for column in COLUMNS if len(cells[column]) > _LONGEST]
    issued, until = _day(cells, "issued_on", errors), _day(cells, "valid_until", errors)
    if issued and until and until < issued:
        errors.append(RowError(_TURNED, {}))
    if issued and issued > today:
        errors.append(RowError(_FUTURE, {}))
    if cells["reference"] in seen:
        errors.append(RowError(_TWICE, {}))
    return ImportRow(
        line, cells["reference"], cells["sign_in_name"], cells["scheme"], cells["name"], cells["rank"], issued, until,
        tuple(errors),
    )  # fmt: skip


def _day(cells: Mapping[str, str], column: str, errors: list[RowError]) -> date | None:
    if not cells[column]:
        return None
    try:
        return date.fromisoformat(cells[column])
    except ValueError:
        errors.append(RowError(_DAY, {"column": column}))
        return None
