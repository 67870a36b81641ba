"""What a PDF says of itself, title and the like, without what every program enters that writes it again."""

from __future__ import annotations

from typing import Any

from lxml import etree

_STAMPED = {"/ModDate", "/Producer"}
_STAMPED_XMP = {"ModifyDate", "MetadataDate", "Producer"}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def description(information: Any, metadata: Any) -> str:
    """Return the words of the document information and of the metadata stream (XMP), in one order."""
    said = sorted((str(name), str(information[name])) for name in set(information) - _STAMPED)
    return repr((said, _words(metadata.data) if metadata else ()))


def _words(xmp: bytes) -> Any:
    """Return element or attribute with its words, each; of what is no XML, the bytes."""
    try:
        elements = list(etree.fromstring(xmp, _PARSER).iter(etree.Element))
    except etree.XMLSyntaxError:
        return xmp
    said = [(one.tag, (one.text or "").strip()) for one in elements]
    said += [pair for one in elements for pair in one.attrib.items()]
    named = [(etree.QName(tag), text) for tag, text in said if text]
    return sorted((name.text, text) for name, text in named if name.localname not in _STAMPED_XMP)
