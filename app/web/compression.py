"""HTML on the wire: the page's weight is told to the reader, and lessons are spliced in already compressed."""

from __future__ import annotations

import struct
import zlib

MARK = b"@@KB@@"
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def with_weight(page: bytes, weight: int) -> bytes:
    """Put the weight in KB (1 KB = 1,000 bytes, at least 1) in place of the layout's mark."""
    return page.replace(MARK, str(max(1, round(weight / 1000))).encode())


def gzip_page(page: bytes, lesson: bytes = b"", lesson_packed: bytes = b"") -> bytes:
    """Return `page` as a gzip member; where `lesson` stands in it, its packed form is spliced in unchanged.

    Splicing costs a fifth of compressing the whole and keeps the lesson out of the window that holds the form token
    (request-cost.md section 4).
    """
    before, found, after = page.partition(lesson) if lesson else page.partition(MARK)
    middle = lesson_packed if lesson and found else b""
    if not lesson:
        found, after = b"", found + after
    head = _flushed(before) + middle
    tail = with_weight(after, len(head) + len(after) // 3 + 200)
    crc = zlib.crc32(tail, zlib.crc32(found, zlib.crc32(before)))
    size = len(before) + len(found) + len(tail)
    return _HEADER + head + _ended(tail) + struct.pack("<II", crc, size & 0xFFFFFFFF)


def _flushed(text: bytes) -> bytes:
    packer = zlib.compressobj(3, zlib.DEFLATED, -15)
    return packer.compress(text) + packer.flush(zlib.Z_FULL_FLUSH)


def _ended(text: bytes) -> bytes:
    packer = zlib.compressobj(3, zlib.DEFLATED, -15)
    return packer.compress(text) + packer.flush(zlib.Z_FINISH)
