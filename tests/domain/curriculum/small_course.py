"""A small course without any finding, and the sample course of the format; tests change one thing in them."""

from __future__ import annotations

from pathlib import Path

from app.curriculum.domain.example_course import BANK, EXAM, FIGURE, FILES, LESSON, QUIZ, SVG, example_course
from app.curriculum.domain.folder import read_folder

__all__ = ["BANK", "EXAM", "FIGURE", "FILES", "LESSON", "QUIZ", "SVG", "changed", "sample_course", "small_course"]
SAMPLE = Path(__file__).parent / "sample"


def small_course() -> dict[str, bytes]:
    """Return the small course as the reader takes it."""
    return example_course()


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    """Return the small course with one text replaced; the old text must be there."""
    assert old in FILES[path], f"{old!r} does not stand in {path}"
    return {**small_course(), path: FILES[path].replace(old, new, 1).encode()}


def sample_course() -> dict[str, bytes]:
    """Return the sample course of the format."""
    files, findings = read_folder(SAMPLE)
    assert findings == ()
    return files
