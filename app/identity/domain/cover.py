"""Protected identity: a cover name that stands wherever people outside the need-to-know group read a name (X7).

It is a name like any other, so that nothing tells who is protected. The need-to-know group is the officer and those
who coordinate the officer's agency.
"""

from __future__ import annotations

from datetime import datetime

LONGEST, MOST_BYTES = 80, 260
_STORED = 320


def padded(cover: str, by: str = "", at: datetime | None = None) -> str:
    """Return the cover name as it is stored: as long, once sealed, as that of anybody else, and of who has none.

    With it stands who changed it and when, as an entry of the log would tell operators whose identity is protected.
    """
    text = f"{cover}\n{by} {at.isoformat(timespec='minutes') if at else ''}"
    missing = _STORED - len(text.encode())
    if missing < 0 or len(cover.encode()) > MOST_BYTES:
        raise ValueError("a cover name that is too long")
    return text + " " * missing


NONE = padded("")
"""What is stored of who has no cover name."""


def cover_of(stored: str | None) -> str:
    """Return the cover name of what is stored, or an empty text."""
    return (stored or "").partition("\n")[0].strip()


def change_of(stored: str | None) -> tuple[str, datetime] | None:
    """Return who changed the cover name last, and when; None of what never was changed, or before this was kept."""
    words = (stored or "").partition("\n")[2].split()
    return (words[0], datetime.fromisoformat(words[1])) if len(words) == 2 else None


def shown_name(name: str, stored: str | None) -> str:
    """Return the name that anybody outside the need-to-know group reads: the cover name of who has one (X7)."""
    return cover_of(stored) or name
