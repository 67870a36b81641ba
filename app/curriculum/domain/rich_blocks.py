"""Cuts HTML into the blocks of a lesson: headings, paragraphs, lists, tables, quotations, code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.curriculum.domain.brought_notes import BroughtNotes
from app.curriculum.domain.rich_check import line_of, paragraph_of
from app.curriculum.domain.rich_html import BLOCKS, DEEPEST, Look, holds_blocks, is_left_out, runs_in, runs_of, tag_of
from app.curriculum.domain.rich_tables import only_cell, table_markdown
from app.curriculum.domain.rich_text import BREAK, Run, at_line_start, cleaned, plain_text, tidy_runs

Element = Any
_HEADING = re.compile(r"h([1-6])")
MOST_LIST_DEPTH = 6
LONGEST_CODE_LINE = 900


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 to 6) or a stretch of Markdown (`level` 0); `text` is a heading as it is read."""

    markdown: str
    level: int = 0
    text: str = ""


class BlockReader:
    """Walks a body once; what could not be kept as it was goes to the notes."""

    def __init__(self, notes: BroughtNotes) -> None:
        self._notes = notes
        self._list_before = ""

    def read(self, body: Element) -> tuple[Block, ...]:
        """Return the blocks of an element in their order."""
        return tuple(self._blocks(body, 0))

    def _blocks(self, node: Element, depth: int) -> Iterator[Block]:
        """Give the blocks of an element; text that stands between blocks makes paragraphs of its own."""
        if depth > DEEPEST:
            yield from self._paragraphs([Run(cleaned("".join(node.itertext())))])
            return
        runs: list[Run] = [Run(cleaned(node.text or "").replace("\n", " "))]
        for child in node:
            if not is_left_out(child):
                if tag_of(child) in BLOCKS or holds_blocks(child):
                    yield from self._paragraphs(runs)
                    runs = []
                    yield from self._block(child, depth + 1)
                else:
                    runs += runs_of(child, self._notes, Look(), depth)
            runs.append(Run(cleaned(child.tail or "").replace("\n", " ")))
        yield from self._paragraphs(runs)

    def _block(self, node: Element, depth: int) -> Iterator[Block]:
        tag = tag_of(node)
        heading = _HEADING.fullmatch(tag)
        if heading:
            yield from self._heading(node, int(heading[1]))
        elif tag in ("ul", "ol", "menu", "dir"):
            yield from self._list(node, depth)
        elif tag == "table":
            yield from self._table(node, depth)
        elif tag == "pre":
            yield from self._code(node)
        elif tag == "blockquote":
            yield from self._quotation(node, depth)
        elif tag == "hr":
            yield self._other("---")
        elif holds_blocks(node):
            yield from self._blocks(node, depth)
        else:
            yield from self._paragraphs(list(runs_in(node, self._notes)))

    def _heading(self, node: Element, level: int) -> Iterator[Block]:
        runs = tidy_runs(Run(" ") if run == BREAK else replace(run, bold=False) for run in runs_in(node, self._notes))
        text = plain_text(runs).strip()
        if text:
            self._notes.add("headings")
            self._list_before = ""
            markdown = line_of((run for run in runs if not run.picture), self._notes)
            yield Block(re.sub(r"(#+)$", r"\\\1", markdown), level, text)
        yield from self._paragraphs([run for run in runs if run.picture])

    def _paragraphs(self, runs: list[Run]) -> Iterator[Block]:
        """Give paragraphs: two breaks in a row part them, a picture stands by itself."""
        for piece in _parted(tidy_runs(runs)):
            if piece[0].picture:
                yield self._other(f"![]({piece[0].picture})")
                continue
            markdown = paragraph_of(piece, self._notes)
            if markdown:
                yield self._other(markdown)

    def _list(self, node: Element, depth: int) -> Iterator[Block]:
        self._notes.add("lists")
        lines = self._items(node, depth, 1)
        if lines:
            yield self._other("\n".join(lines), tag_of(node))

    def _items(self, node: Element, depth: int, rank: int) -> list[str]:
        ordered = tag_of(node) == "ol"
        start = (node.get("start") or "").strip()
        number = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
        again = self._list_before == ("ol" if ordered else "ul")
        lines: list[str] = []
        for item in node:
            if is_left_out(item):
                continue
            marker = f"{number}{')' if again else '.'} " if ordered else ("* " if again else "- ")
            if tag_of(item) in ("ul", "ol"):
                found = self._nested(item, depth, rank)
                lines += [f"{' ' * len(marker)}{line}" if lines else line for line in found]
                continue
            found = self._item(item, depth, rank)
            if found:
                lines += [f"{marker if at == 0 else ' ' * len(marker)}{line}".rstrip() for at, line in enumerate(found)]
                number += 1
        return lines

    def _item(self, item: Element, depth: int, rank: int) -> list[str]:
        """Return the lines of one point: its text, then what stands under it."""
        lines: list[str] = []
        runs: list[Run] = []
        parts: list[tuple[bool, list[str]]] = []

        def paragraph() -> None:
            for block in self._paragraphs(runs):
                parts.append((False, block.markdown.split("\n")))
            runs.clear()

        runs.append(Run(cleaned(item.text or "").replace("\n", " ")))
        for child in item:
            tag = tag_of(child)
            if is_left_out(child):
                pass
            elif tag in ("ul", "ol"):
                paragraph()
                parts.append((True, self._nested(child, depth + 1, rank)))
            elif tag in BLOCKS or holds_blocks(child):
                paragraph()
                for block in self._block(child, depth + 1):
                    text = f"**{block.markdown}**" if block.level else block.markdown
                    parts.append((tag not in ("p", "div", "pre", "table", "blockquote"), text.split("\n")))
            else:
                runs += runs_of(child, self._notes, Look(), depth)
            runs.append(Run(cleaned(child.tail or "").replace("\n", " ")))
        paragraph()
        for tight, part in parts:
            lines += [*([""] if lines and not tight else []), *part]
        return lines

    def _nested(self, node: Element, depth: int, rank: int) -> list[str]:
        before, self._list_before = self._list_before, ""
        if rank >= MOST_LIST_DEPTH or depth > DEEPEST:
            self._notes.add("deep-list", "".join(node.itertext()))
            lines = list(self._flat(node))
        else:
            lines = self._items(node, depth + 1, rank + 1)
        self._list_before = before
        return lines

    def _flat(self, node: Element) -> Iterator[str]:
        for item in node.iter("li"):
            runs = [Run(cleaned(item.text or ""))]
            for child in item:
                if tag_of(child) not in ("ul", "ol") and not is_left_out(child):
                    runs += runs_of(child, self._notes, Look())
            text = line_of(runs, self._notes)
            if text:
                yield f"- {at_line_start(text)}"

    def _table(self, node: Element, depth: int) -> Iterator[Block]:
        cell = only_cell(node)
        if cell is not None:
            self._notes.add("box-table", "".join(cell.itertext()))
            yield from self._blocks(cell, depth)
            return
        caption = next((child for child in node if tag_of(child) == "caption"), None)
        if caption is not None:
            yield from self._paragraphs(list(runs_in(caption, self._notes)))
        text = table_markdown(node, self._notes)
        if text:
            yield self._other(text)

    def _code(self, node: Element) -> Iterator[Block]:
        for line in node.iter("br"):
            line.tail = "\n" + (line.tail or "")
        text = cleaned("".join(node.itertext())).strip("\n").expandtabs(4)
        if not text.strip():
            return
        self._notes.add("code")
        lines = [line[at : at + LONGEST_CODE_LINE] for line in text.split("\n")
                 for at in range(0, max(len(line), 1), LONGEST_CODE_LINE)]  # fmt: skip
        fence = "`" * max(3, max((len(found) for found in re.findall(r"`+", text)), default=0) + 1)
        yield self._other("\n".join([fence, *(line.rstrip() for line in lines), fence]))

    def _quotation(self, node: Element, depth: int) -> Iterator[Block]:
        inner = "\n\n".join(f"**{one.markdown}**" if one.level else one.markdown for one in self._blocks(node, depth))
        if inner:
            self._notes.add("quotations")
            yield self._other("\n".join(f"> {line}".rstrip() for line in inner.split("\n")))

    def _other(self, markdown: str, kind: str = "") -> Block:
        """Return a block; a list right behind one of its kind gets another mark, else they would read as one list."""
        again = kind in ("ul", "ol") and self._list_before == kind
        self._list_before = "" if again else kind
        return Block(markdown)


def _parted(runs: list[Run]) -> Iterator[list[Run]]:
    piece: list[Run] = []
    for run in runs:
        if run.picture or (run == BREAK and piece and piece[-1] == BREAK):
            if piece:
                yield piece
            piece = []
            if run.picture:
                yield [run]
        elif run != BREAK or piece:
            piece.append(run)
    if any(run != BREAK for run in piece):
        yield piece
