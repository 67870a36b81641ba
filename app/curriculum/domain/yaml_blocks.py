"""Patches YAML by its top-level keys: one key's lines are replaced, every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_TOP = re.compile(r"([a-zA-Z][\w-]*):(?:\s|$)")
_PLAIN = re.compile(r"[^\W_][\w ./()’'+-]*")
_SPECIAL = re.compile(r"(?i)true|false|yes|no|on|off|null|~|[\d.+-].*")


def yaml_value(value: str, *, inside: bool = False) -> str:
    """Return a one-line text as YAML: plain where that is safe, else in quotes; stricter `inside` of brackets."""
    text = " ".join(value.split())
    plain = _PLAIN.fullmatch(text if inside else text[:1] + text[1:].replace(",", ""))
    return text if plain and not _SPECIAL.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def yaml_list(values: Sequence[str]) -> str:
    """Return a list in brackets."""
    return f"[{', '.join(yaml_value(value, inside=True) for value in values)}]"


def block_lines(text: str, key: str) -> list[str] | None:
    """Return the lines of a top-level key, its own line first; None where the key is missing."""
    lines = text.split("\n")
    found = _span(lines, key)
    return None if found is None else lines[found[0] : found[1]]


def with_block(text: str, key: str, new: Sequence[str], after: Sequence[str] = ()) -> str:
    """Return the text with the lines of `key` replaced; no new lines take it away.

    Where the key is missing it is put behind the last of the keys `after` that is there, else at the end.
    """
    lines = text.split("\n")
    found = _span(lines, key)
    if found is not None:
        if lines[found[0] : found[1]] == list(new):
            return text
        return "\n".join([*lines[: found[0]], *new, *lines[found[1] :]])
    if not new:
        return text
    spans = [span for one in after if (span := _span(lines, one)) is not None]
    at = max((end for _, end in spans), default=_end(lines))
    return "\n".join([*lines[:at], *new, *lines[at:]])


def _span(lines: Sequence[str], key: str) -> tuple[int, int] | None:
    start = next((at for at, line in enumerate(lines) if (m := _TOP.match(line)) and m[1] == key), None)
    if start is None:
        return None
    end = start + 1
    while end < len(lines) and not _TOP.match(lines[end]) and lines[end].startswith((" ", "-")):
        end += 1
    return start, end


def _end(lines: Sequence[str]) -> int:
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return end
