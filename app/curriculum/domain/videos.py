"""Tells what a film is by its bytes, and whether it says where it was made."""

from __future__ import annotations

from collections.abc import Iterator

_HOLDING = {b"moov": 0, b"trak": 0, b"udta": 0, b"meta": 4}
"""Boxes that hold boxes, and how many bytes stand before those (ISO/IEC 14496-12)."""
_PLACES = {b"\xa9xyz", b"loci"}
_QUICKTIME = b"com.apple.quicktime.location"


def video_kind(content: bytes) -> str | None:
    """Return mp4 or webm; None for anything else."""
    if content[4:8] == b"ftyp":
        return "mp4"
    return "webm" if content[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in content[:64] else None


def says_its_place(content: bytes) -> bool:
    """Whether an MP4 carries the place where it was filmed, as telephones write it into their films."""
    return any(name in _PLACES for name in _boxes(content, 0, len(content))) or _QUICKTIME in content


def _boxes(content: bytes, start: int, end: int, depth: int = 0) -> Iterator[bytes]:
    while start + 8 <= end and depth < 6:
        size, name = int.from_bytes(content[start : start + 4], "big"), content[start + 4 : start + 8]
        if size == 1:
            size = int.from_bytes(content[start + 8 : start + 16], "big")
        after = end if size == 0 else start + size
        if size and not start + 8 <= after <= end:
            return
        yield name
        if name in _HOLDING:
            yield from _boxes(content, start + 8 + _HOLDING[name], after, depth + 1)
        start = after
