"""Finds, replaces, adds and takes out one question in a file of questions; every other byte stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

from app.curriculum.domain.question_blocks import RawQuestion, cut
from app.foundation.markdown_blocks import read_attributes


@dataclass(frozen=True, slots=True)
class Block:
    """A question in its file: its id, its text, and the lines it takes (from 0, `end` not included)."""

    key: str
    text: str
    start: int
    end: int


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the questions of a file in their order; a file without front matter is read from its first line."""
    lines = text.split("\n")
    body = _body_start(lines)
    pieces = cut("\n".join(lines[body:]), body)
    starts = sorted([raw.heading.number for raw in pieces.questions] + [case.opening.number for case in pieces.cases])
    return tuple(_block(raw, lines, starts) for raw in pieces.questions)


def block_of(text: str, key: str) -> Block | None:
    """Return the question with this id."""
    return next((block for block in blocks_of(text) if block.key == key), None)


def replaced(text: str, block: Block, new: str) -> str:
    """Return the file with the question's text replaced."""
    lines = text.split("\n")
    return "\n".join([*lines[: block.start], *new.strip("\n").split("\n"), *lines[block.end :]])


def added(text: str, new: str) -> str:
    """Return the file with a question put at its end, one blank line before it."""
    kept = text.rstrip("\n")
    return f"{kept}\n\n{new.strip(chr(10))}\n"


def taken_out(text: str, block: Block) -> str:
    """Return the file without the question and the blank lines after it."""
    lines = text.split("\n")
    end = block.end
    while end < len(lines) - 1 and not lines[end].strip():
        end += 1
    return "\n".join([*lines[: block.start], *lines[end:]])


def _body_start(lines: list[str]) -> int:
    if lines[0].rstrip() != "---":
        return 0
    return next((at + 1 for at, line in enumerate(lines[1:200], 1) if line.rstrip() == "---"), 0)


def _block(raw: RawQuestion, lines: list[str], starts: list[int]) -> Block:
    start = raw.heading.number
    end = next((one for one in starts if one > start), len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    heading = raw.heading.text.rstrip()
    inside = heading[heading.rfind("{") + 1 : -1] if heading.endswith("}") else ""
    return Block(dict(read_attributes(inside)).get("#", ""), "\n".join(lines[start:end]), start, end)
