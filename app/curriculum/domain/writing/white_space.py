"""White space that means nothing: space at the end of lines, runs of blank lines, blank lines at both ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable


def trimmed(lines: Iterable[str], kept: Collection[int] = ()) -> list[str]:
    """Return the lines without space at their ends; those whose numbers (from 0) are `kept` stay as they are."""
    return [line if at in kept else line.rstrip() for at, line in enumerate(lines)]


def blank_lines_single(lines: Iterable[str], kept: Collection[int] = ()) -> list[str]:
    """Return the lines with one blank line where several stood, none at either end; `kept` lines stay."""
    found: list[str] = []
    for at, line in enumerate(lines):
        if at in kept or line.strip() or (found and found[-1].strip()):
            found.append(line)
    return without_blank_ends(found)


def without_blank_ends(lines: list[str]) -> list[str]:
    """Return the lines from the first that says something to the last."""
    said = [at for at, line in enumerate(lines) if line.strip()]
    return lines[said[0] : said[-1] + 1] if said else []
