"""Names of the elements of Word documents, short, in the transitional and the strict form alike (ISO/IEC 29500)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Element = Any
_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "types": "http://schemas.openxmlformats.org/package/2006/content-types",
}
_STRICT = {
    "w": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "r": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    "wp": "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
    "a": "http://purl.oclc.org/ooxml/drawingml/main",
    "pic": "http://purl.oclc.org/ooxml/drawingml/picture",
    "m": "http://purl.oclc.org/ooxml/officeDocument/math",
}
_PREFIXES = {space: prefix for spaces in (_SPACES, _STRICT) for prefix, space in spaces.items()}


def short(tag: str) -> str:
    """Return `w:p` for the full name of an element or attribute; `?:name` in a name space that means nothing here."""
    space, _, name = tag.rpartition("}")
    return f"{_PREFIXES.get(space[1:], '?')}:{name}" if space else f":{name}"


def full(name: str) -> str:
    """Return the full name of `w:p`."""
    prefix, _, rest = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{rest}"


def transitional(xml: bytes) -> bytes:
    """Return XML with the names of the strict form replaced by those of the transitional one."""
    for prefix, space in _STRICT.items():
        xml = xml.replace(f'"{space}"'.encode(), f'"{_SPACES[prefix]}"'.encode())
    return xml


def child(node: Element, *path: str) -> Element | None:
    """Return the first element at a path below a node."""
    for name in path:
        node = None if node is None else node.find(full(name))
    return node


def value(node: Element | None, name: str = "w:val") -> str:
    """Return an attribute; nothing where there is no such element or attribute."""
    return "" if node is None else node.get(full(name)) or ""


def is_on(node: Element | None) -> bool:
    """Whether a switch such as w:b is there and on."""
    return node is not None and value(node) not in {"0", "false", "off", "none"}


def text_in(node: Element | None, name: str = "w:t") -> str:
    """Return the text that stands in an element."""
    return "" if node is None else "".join(one.text or "" for one in node.iter(full(name)))


def parents(node: Element, name: str) -> Iterator[Element]:
    """Give the elements of a name around a node, the innermost first."""
    return (one for one in node.iterancestors(full(name)))
