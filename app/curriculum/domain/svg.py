"""Looks at an SVG before it is served: it must draw and nothing else, and say its size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}"
_FORBIDDEN = {"script", "foreignObject", "iframe", "embed", "object", "audio", "video", "handler", "listener"}
_OUTSIDE = re.compile(r"url\([\"']?(?!#)[^\"')]|@import|expression\(|javascript:|-moz-binding", re.I)
_LENGTH = re.compile(r"\s*(\d{1,5}(?:\.\d{1,6})?)(px)?\s*")
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)")
_DATA_IMAGE = re.compile(r"data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*")


class UnreadableSvg(Exception):
    """The bytes are not an SVG document; the message says why."""


def read_svg(content: bytes) -> etree._Element:
    """Parse without entities, network or DTD. Raises UnreadableSvg."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnreadableSvg("it declares entities or a document type")
    if b"\0" in content or not _declared_utf8(content):
        raise UnreadableSvg("it is not UTF-8")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise UnreadableSvg(str(problem).split("\n")[0][:120].replace("%", "")) from problem
    if root.tag not in (f"{_SVG}svg", "svg"):
        raise UnreadableSvg("its root is not svg in the SVG name space")
    return root


def _declared_utf8(content: bytes) -> bool:
    """A file read one way here and another way by a browser could hide what it holds, so only UTF-8 is taken."""
    declared = _ENCODING.search(content[:200])
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return declared is None or declared[1].lower() == b"utf-8"


def forbidden_in(root: etree._Element) -> list[tuple[int, str]]:
    """Return (line, what) for everything an SVG must not hold: scripts, handlers, foreign content, outside links."""
    return sorted(set(_forbidden(root)))


def size_of(root: etree._Element) -> tuple[int, int] | None:
    """Return width and height in pixels from the viewBox, or else from width and height."""
    box = root.get("viewBox", "").replace(",", " ").split()
    if len(box) == 4 and (size := _pixels(box[2], box[3])):
        return size
    return _pixels(root.get("width", ""), root.get("height", ""))


def _pixels(width: str, height: str) -> tuple[int, int] | None:
    found = _LENGTH.fullmatch(width), _LENGTH.fullmatch(height)
    if found[0] is None or found[1] is None:
        return None
    across, down = round(float(found[0][1])), round(float(found[1][1]))
    return (across, down) if across and down else None


def _forbidden(root: etree._Element) -> Iterator[tuple[int, str]]:
    for node in chain(root.itersiblings(preceding=True), root.itersiblings(), root.iter()):
        line = node.sourceline or 1
        if not isinstance(node.tag, str):
            if not isinstance(node, etree._Comment):
                yield line, "a processing instruction or entity"
            continue
        name = etree.QName(node).localname
        if name in _FORBIDDEN:
            yield line, f"<{name}>"
        if name == "style" and _loads_something("".join(node.itertext())):
            yield line, "a style that loads something"
        for key, value in node.attrib.items():
            yield from ((line, what) for what in _attribute(name, etree.QName(key).localname, str(value)))


def _loads_something(style: str) -> bool:
    """Style sheets may be written with spaces and escapes between any signs; none of them hides what is meant."""
    return bool(_OUTSIDE.search("".join(style.split()).replace("\\", "")))


def _attribute(element: str, name: str, value: str) -> Iterator[str]:
    if name.lower().startswith("on"):
        yield f"the handler {name}"
    if name in ("href", "src") and not (value.startswith("#") or _DATA_IMAGE.fullmatch(value)):
        yield "a link to something outside"
    if name not in ("href", "src") and _loads_something(value):
        yield "a style that loads something"
    if element in ("animate", "set") and name == "attributeName" and value.split(":")[-1] in ("href", "src"):
        yield "an animated link"
