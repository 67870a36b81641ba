"""Where to go next: an address inside this site, or home."""

from __future__ import annotations


def own_address(wanted: str | None, otherwise: str = "/") -> str:
    """Return `wanted` if it is a path of this site (no host, no scheme, no control characters), else `otherwise`."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return otherwise
    if any(ord(letter) < 33 or letter == "\\" for letter in wanted) or len(wanted) > 500:
        return otherwise
    return wanted
