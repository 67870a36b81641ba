"""Codes and files that were changed after signing, each drawn by a seed."""

from __future__ import annotations

import re
from random import Random

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def altered_codes(codes: list[str], count: int) -> list[str]:
    """Return `count` codes with one letter of the signed words changed."""
    drawn = Random(11)
    return [_altered(code, drawn) for code in drawn.choices(codes, k=count)]


def altered_files(pdf: bytes, count: int) -> list[bytes]:
    """Return `count` files: a bit flipped anywhere or in the signature's own container, added to, cut, doubled."""
    drawn = Random(12)
    gap = re.search(rb"/ByteRange \[\s*0 (\d+) (\d+)", pdf)
    assert gap
    container = range(int(gap[1]), int(gap[2]))
    ways = [
        pdf + b"\n%%EOF\n",
        pdf + pdf[int(gap[2]) :],
        pdf[:-1],
        pdf[: len(pdf) // 2],
        b" " + pdf,
        pdf.replace(b"/ByteRange [0 ", b"/ByteRange [1 ", 1),
        pdf.replace(b"/DocMDP", b"/DocMDQ", 1),
    ]
    ways += [_flipped(pdf, place, drawn) for place in drawn.sample(container, 10)]
    ways += [_flipped(pdf, place, drawn) for place in drawn.sample(range(len(pdf)), count)]
    return ways[:count]


def _altered(code: str, drawn: Random) -> str:
    start = code.index("#") + 1
    place = drawn.randrange(start, len(code) - 1)
    return code[:place] + drawn.choice(LETTERS.replace(code[place], "")) + code[place + 1 :]


def _flipped(pdf: bytes, place: int, drawn: Random) -> bytes:
    changed = bytearray(pdf)
    changed[place] ^= 1 << drawn.randrange(8)
    return bytes(changed)
