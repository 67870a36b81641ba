"""The shape of a text: what the parser sees in it, whatever its white space. Texts of one shape are read alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it.token import Token

from app.foundation.markdown import tokens_of
from app.foundation.markdown_blocks import read_attributes

_VERBATIM = {"text", "code_inline", "code_block", "fence", "html_block", "html_inline"}


def shape_of(text: str) -> tuple[Any, ...] | None:
    """Return the shape of a text; None where it is too tangled to be parsed."""
    try:
        return _shapes(tokens_of(text))
    except RecursionError:
        return None


def _shapes(tokens: Sequence[Token]) -> tuple[Any, ...]:
    return tuple(
        (
            token.type,
            token.tag,
            token.markup.strip(),
            token.hidden,
            _information(token),
            tuple(sorted(token.attrs.items())),
            token.content if token.type in _VERBATIM else "",
            _shapes(token.children or ()),
        )
        for token in tokens
    )


def _information(token: Token) -> tuple[Any, ...]:
    """What stands behind an opening fence or `:::`; the order of attributes between braces means nothing."""
    name, brace, rest = token.info.partition("{")
    inside, closed, after = rest.rpartition("}")
    if token.type != "container_box_open" or not closed:
        return (token.info.strip(),)
    return name.strip(), brace, tuple(sorted(read_attributes(inside))), after.strip()
