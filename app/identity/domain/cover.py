"""Protected identity: a cover name that stands wherever people outside the need-to-know group read a name (X7).

It is a name like any other, so that nothing tells who is protected. The need-to-know group is the officer and those
who coordinate the officer's agency.
"""

from __future__ import annotations

LONGEST = 80


def padded(cover: str) -> str:
    """Return the cover name as it is stored: as long, once sealed, as that of anybody else, and of who has none."""
    encoded = cover.encode()
    if len(encoded) > LONGEST * 4:
        raise ValueError("a cover name that is too long")
    return cover + " " * (LONGEST * 4 - len(encoded))


NONE = padded("")
"""What is stored of who has no cover name."""


def cover_of(stored: str | None) -> str:
    """Return the cover name of what is stored, or an empty text."""
    return (stored or "").strip()


def shown_name(name: str, stored: str | None) -> str:
    """Return the name that anybody outside the need-to-know group reads: the cover name of who has one (X7)."""
    return cover_of(stored) or name
