"""Writes a table of HTML as the tables of courses: one line a row, the first row names the columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.curriculum.domain.brought_notes import BroughtNotes
from app.curriculum.domain.rich_check import line_of
from app.curriculum.domain.rich_html import is_left_out, runs_in, tag_of
from app.curriculum.domain.rich_text import Run, tidy_runs

Element = Any
MOST_COLUMNS, LONGEST_ROW, MOST_SPANNED = 24, 3_000, 20_000


def rows_of(table: Element) -> list[list[Element]]:
    """Return the cells of a table, row by row; rows of inner tables are no rows of it."""
    return [[cell for cell in row if tag_of(cell) in ("td", "th")] for row in _rows_within(table)]


def _rows_within(table: Element) -> Iterator[Element]:
    for child in table:
        tag = tag_of(child)
        if tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if tag_of(row) == "tr")
        elif tag == "tr":
            yield child


def only_cell(table: Element) -> Element | None:
    """Return the cell of a table that has one alone: a frame drawn around text, not a table."""
    cells = [cell for row in rows_of(table) for cell in row]
    return cells[0] if len(cells) == 1 else None


def table_markdown(table: Element, notes: BroughtNotes) -> str:
    """Return the table as Markdown; as a paragraph for each row where it is too wide for a page."""
    grid = _Grid(notes).read(rows_of(table))
    if not grid:
        return ""
    notes.add("tables")
    lines = [f"| {' | '.join(row)} |" for row in grid]
    if max(map(len, lines)) > LONGEST_ROW or len(grid[0]) > MOST_COLUMNS:
        notes.add("long-row", grid[0][0])
        return "\n\n".join(" – ".join(cell for cell in row if cell)[: LONGEST_ROW * 4] for row in grid)
    if not all(grid[0]):
        notes.add("empty-header", " ".join(grid[0]))
        lines[0] = f"| {' | '.join(cell or '–' for cell in grid[0])} |"
    return "\n".join([lines[0], f"|{'---|' * len(grid[0])}", *lines[1:]])


class _Grid:
    """Lays the cells out: a cell that spans several stands in the first of them."""

    def __init__(self, notes: BroughtNotes) -> None:
        self._notes = notes
        self._taken: dict[tuple[int, int], str] = {}
        self._spanned = 0

    def read(self, rows: list[list[Element]]) -> list[list[str]]:
        """Return lines of Markdown, each row as wide as the widest, without empty rows."""
        for at, row in enumerate(rows):
            self._row(at, row, len(rows))
        width = max((column for _, column in self._taken), default=-1) + 1
        grid = [[self._taken.get((at, column), "") for column in range(width)] for at in range(len(rows))]
        return [row for row in grid if any(row)]

    def _row(self, at: int, row: list[Element], rows: int) -> None:
        column = 0
        for cell in row:
            while (at, column) in self._taken:
                column += 1
            across, down = self._span(cell, "colspan", MOST_COLUMNS), self._span(cell, "rowspan", rows - at)
            text = _cell_text(cell, self._notes, header=at == 0)
            if across > 1 or down > 1:
                self._notes.add("merged-cells", text)
                self._spanned += across * down
            for beside in range(across):
                for below in range(down):
                    self._taken[at + below, column + beside] = "" if beside or below else text
            column += across

    def _span(self, cell: Element, name: str, most: int) -> int:
        given = (cell.get(name) or "").strip()
        is_number = given.isascii() and given.isdigit() and len(given) < 6
        return max(1, min(int(given), most, 200)) if is_number and self._spanned < MOST_SPANNED else 1


def _cell_text(cell: Element, notes: BroughtNotes, *, header: bool) -> str:
    inner = {tag_of(node) for node in cell.iterdescendants()} & {"table", "ul", "ol"}
    if inner:
        notes.add("table-in-table" if "table" in inner else "cell-lists", "".join(cell.itertext()))
    pieces = _pieces(cell, notes) if inner else [list(runs_in(cell, notes))]
    runs = [run for at, piece in enumerate(pieces) for run in ([Run("; "), *piece] if at else piece)]
    return line_of((replace(run, bold=False) for run in runs) if header else runs, notes).replace("|", "\\|")


def _pieces(cell: Element, notes: BroughtNotes) -> Iterator[list[Run]]:
    """Give the points of lists and the cells of inner tables one by one, and what stands around them."""
    if (cell.text or "").strip():
        yield tidy_runs([Run(cell.text)])
    for child in cell:
        if not is_left_out(child):
            if any(tag_of(node) in ("li", "td", "th") for node in child.iterdescendants()):
                yield from _pieces(child, notes)
            elif piece := tidy_runs(runs_in(child, notes)):
                yield piece
        if (child.tail or "").strip():
            yield tidy_runs([Run(child.tail)])
