"""Lists as word processors put them on the clipboard: paragraphs that say they are points, made into real lists."""

from __future__ import annotations

import re
from typing import Any

from lxml import html

Element = Any
_LEVEL = re.compile(r"mso-list\s*:[^;]*\blevel(\d)", re.I)
_IGNORED = re.compile(r"mso-list\s*:\s*ignore", re.I)
_NUMBER = re.compile(r"\(?(\d{1,3}|[a-zA-Z]|[ivxlcIVXLC]{1,6})[.)]$")


def make_lists(body: Element) -> None:
    """Put every run of neighbouring list paragraphs into a list in their place."""
    points = [node for node in body.iter("p", "h1", "h2", "h3", "h4", "h5", "h6") if _level(node)]
    done: set[Element] = set()
    for node in points:
        if node not in done and node.tag == "p":
            group = _neighbours(node)
            done.update(group)
            _replace(group)


def _level(node: Element) -> int:
    found = _LEVEL.search(node.get("style") or "")
    return min(int(found[1]), 9) if found else 0


def _neighbours(node: Element) -> list[Element]:
    group = [node]
    following = node.getnext()
    while following is not None and following.tag == "p" and _level(following) and not (group[-1].tail or "").strip():
        group.append(following)
        following = following.getnext()
    return group


def _replace(group: list[Element]) -> None:
    marks = [_take_mark(node) for node in group]
    first, parent = group[0], group[0].getparent()
    place, tail = parent.index(first), group[-1].tail
    root = _new_list(marks[0])
    open_lists = [(_level(first), root)]
    for node, mark in zip(group, marks, strict=True):
        level = _level(node)
        while len(open_lists) > 1 and open_lists[-1][0] > level:
            open_lists.pop()
        if level > open_lists[-1][0] and len(open_lists[-1][1]):
            inner = _new_list(mark)
            open_lists[-1][1][-1].append(inner)
            open_lists.append((level, inner))
        parent.remove(node)
        node.tag, node.tail = "li", None
        node.attrib.pop("style", None)
        open_lists[-1][1].append(node)
    root.tail = tail
    parent.insert(place, root)


def _new_list(mark: str) -> Element:
    found = _NUMBER.match(mark)
    if not found:
        return html.Element("ul")
    made = html.Element("ol")
    if found[1].isdigit() and int(found[1]) > 1:
        made.set("start", found[1])
    return made


def _take_mark(node: Element) -> str:
    """Take the sign or number before a point away and return it."""
    for inner in list(node.iter()):
        if isinstance(inner.tag, str) and _IGNORED.search(inner.get("style") or ""):
            mark = "".join(inner.itertext()).replace("\u00a0", " ").strip()
            inner.drop_tree()
            return mark
    return ""
