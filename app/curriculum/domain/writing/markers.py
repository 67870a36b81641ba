"""One space after the signs that open list items, headings and quotations; what hangs under an item moves with it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from app.foundation.markdown import tokens_of

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( {2,4})(?=\S)")
_HEADING = re.compile(r"(#{1,6})[ ]{2,}(?=\S)")
_QUOTE = re.compile(r">(?=[^ >])")


def single_spaced(text: str) -> str:
    """Return a block with one space after its markers."""
    try:
        tokens = tokens_of(text)
    except RecursionError:
        return text
    lines = text.split("\n")
    for token in tokens:
        if token.map and token.type == "list_item_open":
            _item(lines, token.map)
        elif token.map and token.type == "heading_open" and token.level == 0:
            lines[token.map[0]] = _HEADING.sub(r"\1 ", lines[token.map[0]], count=1)
    if tokens and tokens[0].type == "blockquote_open":
        _quotation(lines, tokens)
    return "\n".join(lines)


def _item(lines: list[str], span: Sequence[int]) -> None:
    first, end = span
    found = _ITEM.match(lines[first])
    if found is None:
        return
    offset, gone = found.end(), len(found[3]) - 1
    lines[first] = f"{found[1]}{found[2]} {lines[first][offset:]}"
    for at in range(first + 1, end):
        if lines[at][:offset].strip() == "" and len(lines[at]) > offset:
            lines[at] = lines[at][gone:]


def _quotation(lines: list[str], tokens: Sequence[Token]) -> None:
    first, end = tokens[0].map or (0, 0)
    for at in range(first, end):
        lines[at] = _QUOTE.sub("> ", lines[at], count=1) if lines[at].startswith(">") else lines[at]
