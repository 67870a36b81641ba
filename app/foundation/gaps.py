"""The places that a text leaves for answers: marked in its HTML, filled by the page that shows it."""

from __future__ import annotations

from collections.abc import Sequence

MARK = "<!--gap-->"
"""A comment, which no author can write: the renderer of courses lets no HTML of theirs through."""


def filled(html: str, fields: Sequence[str]) -> str:
    """Return the text with each field in its place, in the order of the text. Raises ValueError for another number."""
    pieces = html.split(MARK)
    if len(pieces) != len(fields) + 1:
        raise ValueError(f"the text has {len(pieces) - 1} gaps, not {len(fields)}")
    return "".join(f"{piece}{field}" for piece, field in zip(pieces, [*fields, ""], strict=True))
