"""The square code of a second factor as a drawing: values for an inline `<svg>`, no markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import segno

_QUIET = 4
"""Light modules around the code, which readers need (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class SquareCode:
    """The side in modules, quiet zone included, and the `d` of one path of dark modules, run by run."""

    side: int
    path: str


def square_code(text: str) -> SquareCode:
    """Return the drawing of `text` with error correction M."""
    matrix = segno.make(text, error="m", micro=False).matrix
    dark = "".join(f"M{x + _QUIET} {y + _QUIET}h{n}v1h-{n}z" for y, row in enumerate(matrix) for x, n in _runs(row))
    return SquareCode(len(matrix) + 2 * _QUIET, dark)


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    x = 0
    for module, same in groupby(row):
        length = len(list(same))
        if module:
            yield x, length
        x += length
