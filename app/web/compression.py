"""HTML on the wire: the page's weight is told to the reader, and lessons are spliced in already compressed."""

from __future__ import annotations

import struct
import zlib

MARK = b"@@KB@@"
LESSON = b"<!--lesson-->"
"""Stands in a page where its lesson belongs, whose text does not pass through the template. No value can hold it: `<`
is escaped."""

_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def with_weight(page: bytes, weight: int) -> bytes:
    """Put the weight in KB (1 KB = 1,000 bytes, at least 1) in place of the layout's mark."""
    return page.replace(MARK, str(max(1, round(weight / 1000))).encode())


def gzip_page(page: bytes, lesson: bytes = b"", lesson_packed: bytes = b"") -> bytes:
    """Return `page` as a gzip member; `lesson` stands at its mark, and its packed form is spliced in unchanged.

    Splicing costs a fifth of compressing the whole and keeps the lesson out of the window that holds the form token
    (request-cost.md section 4).
    """
    before, mark, after = page.partition(LESSON if lesson else MARK)
    if not lesson:
        after = mark + after
    packer = _packer(page)
    head = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH) + lesson_packed
    tail = with_weight(after, len(head) + len(after) // 3 + 200)
    end = packer.compress(tail) + packer.flush(zlib.Z_FINISH)
    crc = zlib.crc32(tail, zlib.crc32(lesson, zlib.crc32(before)))
    size = len(before) + len(lesson) + len(tail)
    return _HEADER + head + end + struct.pack("<II", crc, size & 0xFFFFFFFF)


def _packer(text: bytes) -> zlib._Compress:
    """Return a packer whose window is as large as the text and no larger: making one costs as much as a small page.

    It forgets at the full flush what came before, so what is spliced in there is out of its sight.
    """
    return zlib.compressobj(1, zlib.DEFLATED, -min(15, max(9, len(text).bit_length())), 6)
