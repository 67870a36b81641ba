"""What the styles of a Word document mean: which are headings, in whatever language their ids are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from app.curriculum.domain.word_names import child, full, is_on, value

Element = Any
_HEADING = re.compile(r"heading ([1-6])", re.I)
_CONTENTS = re.compile(r"toc( heading| \d)|table of figures|index \d", re.I)


@dataclass(frozen=True, slots=True)
class WordStyles:
    """Style ids by what they mean; `levels` holds headings, 1 to 6."""

    levels: dict[str, int] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    contents: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


def read_styles(root: Element | None) -> WordStyles:
    """Return the meaning of all paragraph styles: by name, by outline level, by the style that they rest on."""
    if root is None:
        return WordStyles()
    styles = {value(one, "w:styleId"): one for one in root.findall(full("w:style"))}
    names = {key: value(child(one, "w:name")).strip() for key, one in styles.items()}
    paragraphs = {key for key, one in styles.items() if value(one, "w:type") == "paragraph"}
    levels = {key: level for key in paragraphs if (level := _level(key, styles, names))}
    return WordStyles(
        levels=levels,
        titles=frozenset(key for key in paragraphs if names[key].lower() == "title"),
        contents=frozenset(key for key in paragraphs if _CONTENTS.fullmatch(names[key])),
        hidden=frozenset(key for key, one in styles.items() if is_on(child(one, "w:rPr", "w:vanish"))),
    )


def _level(key: str, styles: dict[str, Element], names: dict[str, str]) -> int:
    """Follow what a style rests on until a heading or an outline level is found; 0 where there is none."""
    seen: set[str] = set()
    while key in styles and key not in seen:
        seen.add(key)
        named = _HEADING.fullmatch(names[key])
        if named:
            return int(named[1])
        level = outline_level(child(styles[key], "w:pPr"))
        if level is not None:
            return level
        if names[key].lower() in {"title", "toc heading"}:
            return 0
        key = value(child(styles[key], "w:basedOn"))
    return 0


def outline_level(properties: Element | None) -> int | None:
    """Return the heading level that paragraph properties state, 0 for body text; None where they state nothing."""
    stated = value(child(properties, "w:outlineLvl")) if properties is not None else ""
    if not stated.isascii() or not stated.isdigit():
        return None
    return int(stated) + 1 if int(stated) < 6 else 0
