"""What was pasted from a word processor or a web page, as the Markdown of a lesson."""

from __future__ import annotations

from dataclasses import dataclass

from app.curriculum.domain.brought_notes import BroughtNote, BroughtNotes
from app.curriculum.domain.rich_blocks import Block, BlockReader
from app.curriculum.domain.rich_html import forget_our_signs, parse
from app.curriculum.domain.word_lists import make_lists

LARGEST_PASTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Pasted:
    """The Markdown, and what was changed or left out on the way."""

    markdown: str
    notes: tuple[BroughtNote, ...]


def pasted(text: str) -> Pasted:
    """Return the clipboard's HTML as Markdown; the highest heading in it becomes one of the second rank."""
    notes = BroughtNotes()
    body = parse(text[:LARGEST_PASTE])
    if body is None:
        return Pasted("", ())
    forget_our_signs(body)
    make_lists(body)
    blocks = BlockReader(notes).read(body)
    return Pasted(written(blocks), notes.found())


def written(blocks: tuple[Block, ...]) -> str:
    """Return blocks as the text of a lesson, whose own title is above them all."""
    highest = min((block.level for block in blocks if block.level), default=2)
    return "\n\n".join(
        f"{'#' * min(6, max(2, block.level - highest + 2))} {block.markdown}" if block.level else block.markdown
        for block in blocks
    )
