"""Makes ids and file names for what an author adds in the browser."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable

_LONGEST = 36
_NUMBERED = re.compile(r"(\d{2,3})-")


def free_id(title: str, taken: Collection[str]) -> str:
    """Return an id made of the words of a title, never a taken one (a letter, then letters, digits, hyphens)."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = _shortened(re.sub(r"[^a-z0-9]+", "-", plain).strip("-"))
    slug = slug if slug[:1].isalpha() and len(slug) > 1 else f"text-{slug}".strip("-")
    if slug not in taken:
        return slug
    return next(f"{slug}-{number}" for number in range(2, len(taken) + 3) if f"{slug}-{number}" not in taken)


def _shortened(slug: str) -> str:
    """Cut what is too long behind a whole word, where that leaves enough of it."""
    cut = slug[:_LONGEST]
    whole = cut if slug[_LONGEST : _LONGEST + 1] in ("", "-") else cut.rpartition("-")[0]
    return (whole if len(whole) > _LONGEST // 2 else cut).strip("-")


def lesson_path(folder: str, key: str, paths: Iterable[str]) -> str:
    """Return the path of a new lesson of a module: after its lessons, before the quizzes that follow them."""
    names = [path.removeprefix(f"{folder}/") for path in paths if path.startswith(f"{folder}/")]
    lessons = [number for name in names if not _is_quiz(name) for number in _number(name)]
    last = max(lessons, default=0)
    after = min((number for name in names if _is_quiz(name) for number in _number(name) if number > last), default=1000)
    number = last + 10 if last + 10 < after else last + max(1, (after - last) // 2)
    return f"{folder}/{min(number, 999):02d}-{key}.md"


def quiz_path(folder: str, key: str, paths: Iterable[str]) -> str:
    """Return the path of a new quiz of a module, behind everything that stands there."""
    names = [path.removeprefix(f"{folder}/") for path in paths if path.startswith(f"{folder}/")]
    last = max((number for name in names for number in _number(name)), default=80)
    return f"{folder}/{min(last + 10 if last < 90 else last + 1, 999):02d}-{key}.quiz.md"


def _is_quiz(name: str) -> bool:
    return name.endswith(".quiz.md")


def _number(name: str) -> list[int]:
    match = _NUMBERED.match(name)
    return [int(match[1])] if match and "/" not in name and name.endswith(".md") else []
