"""Numbers of phones as people write them, brought into the one form that gateways take (ITU-T E.164)."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[\s\u200e\u200f\u202a-\u202e().\-/]+")
_WHOLE = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)


def international(written: str) -> str | None:
    """Return `+<country><number>`, 8 to 15 digits; None for what is none or has no country code.

    Spaces, dashes, dots and brackets between digits do not count; `00` at the beginning is `+`.
    """
    bare = _BETWEEN.sub("", written)
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    return bare if _WHOLE.fullmatch(bare) else None


def shown_end(number: str) -> str:
    """Return a number as its owner recognises it and a stranger who looks on does not: the last three digits."""
    return "•••" + number[-3:]
