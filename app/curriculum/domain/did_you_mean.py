"""Suggests the known word nearest to one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return “Did you mean …?”, else the first known words, else nothing: the second sentence of a remark."""
    choices = sorted(set(known))
    near = difflib.get_close_matches(word[:60], choices[:500], n=1)
    if near:
        return f"Did you mean {near[0]}?"
    if not choices:
        return ""
    return f"Known: {', '.join(choices[:12])}{', …' if len(choices) > 12 else ''}."
