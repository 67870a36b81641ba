"""Fits a line to its place: its width from the advance widths of the fonts, and the size step at which it fits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from app.printing.designs import Fit

_MM_PER_POINT = 25.4 / 72
# What a letter counts that no face has (it is refused or left out before it comes here): one em.
_UNKNOWN = 1.0


def step(text: str, fit: Fit) -> int:
    """Return the index of the first size at which `text` is no wider than the line; the last one where none is.

    The width is the sum of advance widths: kerning and the joining of Arabic only make a line narrower.
    """
    ems = sum(_ems(letter, fit.faces) for letter in text)
    for index, points in enumerate(fit.sizes_pt):
        if ems * points * _MM_PER_POINT <= fit.width_mm:
            return index
    return len(fit.sizes_pt) - 1


def unprintable(text: str, faces: Iterable[Path]) -> frozenset[str]:
    """Return the letters of `text` that none of the faces has; invisible format characters do not count."""
    covered = _covered(tuple(faces))
    return frozenset(letter for letter in text if ord(letter) not in covered and unicodedata.category(letter) != "Cf")


def _ems(letter: str, faces: Sequence[Path]) -> float:
    for face in faces:
        width = _advances(face).get(ord(letter))
        if width is not None:
            return width
    return _UNKNOWN


@cache
def _covered(faces: tuple[Path, ...]) -> frozenset[int]:
    return frozenset().union(*(_advances(face) for face in faces))


@cache
def _advances(face: Path) -> dict[int, float]:
    """Return {code point: advance width in ems} of a font file."""
    with TTFont(face, lazy=True) as font:
        em = font["head"].unitsPerEm
        widths = font["hmtx"]
        return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}
