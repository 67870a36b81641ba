"""Sizes as people read them."""

from __future__ import annotations


def size_words(size: int) -> str:
    """Return bytes in thousands or millions, such as 340 KB or 2.1 MB; what is less than one thousand is 1 KB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
