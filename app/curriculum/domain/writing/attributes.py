"""Writes what stands in braces: one space between attributes, in one order, quotes only where they are needed."""

from __future__ import annotations

import re

from app.foundation.markdown_blocks import read_attributes

ORDER = (
    *("#", "ref", "case", "type", "for", "level", "module", "source", "redline", "points", "words", "grade", "shuffle"),
    *("capitals", "accents", "strict"),
)
"""Names in the order in which they are written; others follow in the order in which they stand."""
_FLAGS = ("redline", "capitals", "strict")
_PLAIN = re.compile(r"[^\s\"{}]+")


def canonical_attributes(inside: str) -> str | None:
    """Return the attributes between braces as they are written here; None where something there is no attribute.

    With a brace in a value they stay as they are: in quotes it would end the attributes elsewhere than before.
    """
    pairs = read_attributes(inside)
    if any("{" in value or "}" in value for _name, value in pairs):
        return None
    written = " ".join(_written(name, value) for name, value in sorted(pairs, key=_place))
    return written if sorted(read_attributes(written)) == sorted(map(_short, pairs)) and _whole(inside, pairs) else None


def split_braces(line: str) -> tuple[str, str | None]:
    """Return the text of a line and what stands between the braces at its end; None where there are none."""
    text = line.rstrip()
    start = text.rfind("{") if text.endswith("}") else -1
    return (text.strip(), None) if start < 0 else (text[:start].strip(), text[start + 1 : -1])


def with_braces(text: str, inside: str) -> str:
    """Return a line with its attributes, in their canonical form where they have one."""
    written = canonical_attributes(inside)
    return f"{text} {{{inside.strip() if written is None else written}}}".strip()


def _place(pair: tuple[str, str]) -> int:
    return ORDER.index(pair[0]) if pair[0] in ORDER else len(ORDER)


def _short(pair: tuple[str, str]) -> tuple[str, str]:
    name, value = pair
    return (name, "") if name in _FLAGS and value == "true" else pair


def _written(name: str, value: str) -> str:
    if name == "#":
        return f"#{value}"
    name, value = _short((name, value))
    if not value:
        return name
    return f"{name}={value}" if _PLAIN.fullmatch(value) else f'{name}="{value}"'


def _whole(inside: str, pairs: list[tuple[str, str]]) -> bool:
    """Whether the attributes are all that stands there: signs that belong to none must not get lost."""
    said = "".join(name + value for name, value in pairs)
    return sorted(_signs(inside)) == sorted(_signs(said + "=" * inside.count("=")))


def _signs(text: str) -> list[str]:
    return [sign for sign in text if not sign.isspace() and sign not in '"=']
