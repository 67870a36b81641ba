"""A course whose every kind of text is there in French as well; tests change one thing in it."""

from __future__ import annotations

from app.curriculum.domain.example_course import ALL_TYPES, FRENCH, HEAD, example_course, example_translations

__all__ = ["ALL_TYPES", "FRENCH", "HEAD", "french_course", "french_with"]


def french_course() -> dict[str, bytes]:
    """Return the course with all its translations, none of them stale."""
    return {**example_course(), **example_translations()}


def french_with(path: str, old: str, new: str) -> dict[str, bytes]:
    """Return the course with one text replaced; the old text must be there."""
    files = french_course()
    text = files[path].decode()
    assert old in text, f"{old!r} does not stand in {path}"
    return {**files, path: text.replace(old, new, 1).encode()}
