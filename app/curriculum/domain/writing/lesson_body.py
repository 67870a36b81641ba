"""Writes the Markdown of a lesson in one way; a block changes only where the parser sees the same in it afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markdown_it.token import Token

from app.curriculum.domain.writing.attributes import split_braces, with_braces
from app.curriculum.domain.writing.markers import single_spaced
from app.curriculum.domain.writing.white_space import blank_lines_single, trimmed, without_blank_ends
from app.foundation.markdown import tokens_of
from app.foundation.markdown_shape import shape_of

_OPENING = re.compile(r"(:{3,})\s*([^\s{].*)")
_CLOSING = re.compile(r":{3,}\s*")
_CODE = ("fence", "code_block", "html_block")
_ROUNDS = 6
Step = Callable[[str], str]


def canonical_body(text: str) -> str:
    """Return the text in its canonical form, without blank lines around; one that comes to no rest stays as it is."""
    before = "\n".join(without_blank_ends(text.split("\n")))
    now = before
    for _ in range(_ROUNDS):
        after = _joined(now)
        if after == now:
            return now
        now = after
    return before


def blocks_of_body(text: str) -> list[str]:
    """Return the blocks of a text that stand side by side, without the blank lines between them."""
    lines = text.split("\n")
    starts = sorted({start for start in _starts(text) if start}) if text.strip() else []
    spans = zip([0, *starts], [*starts, len(lines)], strict=True)
    pieces = ("\n".join(without_blank_ends(lines[start:end])) for start, end in spans)
    return [piece for piece in pieces if piece]


def _joined(text: str) -> str:
    blocks = blocks_of_body(text)
    together = "\n\n".join(map(_block, blocks))
    return together if together == text or shape_of(together) == shape_of(text) else text


def _starts(text: str) -> Iterator[int]:
    try:
        return iter([token.map[0] for token in tokens_of(text) if token.map and token.level == 0])
    except RecursionError:
        return iter(())


def _block(text: str) -> str:
    for step in (_without_space_at_ends, _with_single_blank_lines, single_spaced, _box):
        text = _kept_shape(text, step)
    return text


def _kept_shape(text: str, step: Step) -> str:
    """Return what a step makes of a text, or the text where the parser would see something else in it."""
    changed = step(text)
    return changed if changed == text or shape_of(changed) == shape_of(text) else text


def _without_space_at_ends(text: str) -> str:
    """Two spaces at the end of a line break it; a backslash says so where one sees it."""
    lines, kept = text.split("\n"), code_lines(text)
    wanted = shape_of(text)
    plain = "\n".join(trimmed(lines, kept))
    if plain == text or shape_of(plain) == wanted:
        return plain
    for at, line in enumerate(lines):
        for end in ("", "\\") if at not in kept and line != line.rstrip() else ():
            tried = "\n".join([*lines[:at], line.rstrip() + end, *lines[at + 1 :]])
            if shape_of(tried) == wanted:
                lines[at] = line.rstrip() + end
                break
    return "\n".join(lines)


def _with_single_blank_lines(text: str) -> str:
    return "\n".join(blank_lines_single(text.split("\n"), code_lines(text)))


def code_lines(text: str) -> set[int]:
    """Return the numbers (from 0) of the lines that are code, in which white space means what it says."""
    return {at for token in _tokens(text) if token.type in _CODE and token.map for at in range(*token.map)}


def _tokens(text: str) -> list[Token]:
    try:
        return tokens_of(text)
    except RecursionError:
        return []


def _box(text: str) -> str:
    """Write a ::: block: its opening line, what is in it, its end."""
    first, *rest = text.split("\n")
    opening = _OPENING.fullmatch(first)
    if opening is None or not rest or not _CLOSING.fullmatch(rest[-1]):
        return text
    name, inside = split_braces(opening[2])
    head = f"{opening[1]} {' '.join(name.split())}"
    written = head if inside is None else with_braces(head, inside)
    body = canonical_body("\n".join(rest[:-1]))
    return "\n".join([written, *([body] if body else []), rest[-1].rstrip()])
