"""Takes out of a Word document what a lesson does not take over, and notes what it was and where it stood."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from lxml import etree

from app.curriculum.domain.brought_notes import BroughtNotes
from app.curriculum.domain.word_names import child, full, is_on, parents, short, text_in, value
from app.curriculum.domain.word_styles import WordStyles, outline_level

Element = Any
START_OPENS, START_CLOSES = "\ue002", "\ue003"
"""Stand around the number with which a list goes on after it was interrupted."""
_KEPT_OF_RUN = {"w:b", "w:i", "w:vertAlign", "w:rStyle", "w:del", "w:ins"}
_KEPT_OF_PARAGRAPH = {"w:pStyle", "w:numPr", "w:rPr"}
_LOOKS = {"w:color", "w:rFonts", "w:sz", "w:highlight", "w:shd", "w:caps", "w:smallCaps", "w:spacing", "w:effect"}
_GONE = {
    *("w:bookmarkStart", "w:bookmarkEnd", "w:proofErr", "w:lastRenderedPageBreak", "w:permStart", "w:permEnd"),
    *("w:sectPr", "w:commentRangeStart", "w:commentRangeEnd", "w:annotationRef", "w:tblGrid", "w:softHyphen"),
    *("w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart", "w:moveToRangeEnd", "w:altChunk"),
}
_UNWRAPPED = {"w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:ins", "w:moveTo", "w:rubyBase", "w:sdtContent"}
_QUIET_FIELDS = re.compile(r"\s*(HYPERLINK|TOC|REF|PAGEREF|NOTEREF|SEQ|FORMCHECKBOX|FORMTEXT)\b", re.I)


class WordCleaner:
    """Walks the parts of a document once. `title` is the first paragraph of the style Title, which is taken out."""

    def __init__(self, styles: WordStyles, notes: BroughtNotes) -> None:
        self._styles = styles
        self._notes = notes
        self._counts: dict[tuple[str, int], int] = {}
        self._list_before = ""
        self.title = ""
        self._handlers: Mapping[str, Callable[[Element], None]] = {
            "w:p": self._paragraph,
            "w:r": self._run,
            "w:sdt": self._content_control,
            "w:fldSimple": self._field,
            "w:instrText": self._instruction,
            "w:ruby": self._ruby,
            "w:br": self._break,
            "w:object": self._embedded,
            "w:drawing": self._drawing,
            "w:pict": self._drawing,
            "w:commentReference": self._comment,
            "w:del": self._tracked_out,
            "w:moveFrom": self._tracked_out,
            "m:oMath": self._equation,
            "m:oMathPara": self._equation,
            "mc:AlternateContent": self._alternatives,
            "w:tbl": self._table,
        }

    def clean(self, node: Element) -> None:
        """Clean everything below a node."""
        for one in list(node):
            name = short(one.tag) if isinstance(one.tag, str) else ""
            handler = self._handlers.get(name)
            if name in _GONE or not name:
                _drop(one)
            elif name in ("w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr"):
                _bare(one)
            elif handler:
                handler(one)
            else:
                if name in ("w:ins", "w:moveTo"):
                    self._notes.add("tracked", partial(_place, one))
                _bare(one)
                self.clean(one)
                if name in _UNWRAPPED:
                    _unwrap(one)

    def _paragraph(self, node: Element) -> None:
        _bare(node)
        properties = child(node, "w:pPr")
        style = value(child(properties, "w:pStyle")) if properties is not None else ""
        if style in self._styles.contents:
            self._notes.add("contents")
            _drop(node)
            return
        if style in self._styles.titles and not self.title and text_in(node).strip():
            self.title = " ".join(text_in(node).split())
            _drop(node)
            return
        level = outline_level(properties)
        level = self._styles.levels.get(style, 0) if level is None else level
        self._properties(node, properties, level)
        self.clean(node)

    def _properties(self, node: Element, properties: Element | None, level: int) -> None:
        numbered = ""
        if properties is not None:
            if level == 0 and child(properties, "w:numPr") is not None:
                numbered = self._start(node, child(properties, "w:numPr"))
            for one in list(properties):
                if short(one.tag) not in _KEPT_OF_PARAGRAPH:
                    properties.remove(one)
        self._list_before = numbered or ("" if text_in(node).strip() else self._list_before)
        if level:
            properties = etree.SubElement(node, full("w:pPr")) if properties is None else properties
            node.insert(0, properties)
            for name in ("w:pStyle", "w:numPr"):
                found = child(properties, name)
                if found is not None:
                    properties.remove(found)
            etree.SubElement(properties, full("w:pStyle")).set(full("w:val"), f"Heading{level}")

    def _start(self, node: Element, numbering: Element) -> str:
        """Count the points of a list; one that goes on after other text says with which number."""
        key, stated = value(child(numbering, "w:numId")), value(child(numbering, "w:ilvl"))
        level = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 3 else 0
        if key in ("", "0"):
            return ""
        count = self._counts[key, level] = self._counts.get((key, level), 0) + 1
        for deeper in [one for one in self._counts if one[0] == key and one[1] > level]:
            del self._counts[deeper]
        if count > 1 and self._list_before != key and level == 0:
            run = etree.Element(full("w:r"))
            etree.SubElement(run, full("w:t")).text = f"{START_OPENS}{count}{START_CLOSES}"
            node.insert(1, run)
        return key

    def _run(self, node: Element) -> None:
        _bare(node)
        properties = child(node, "w:rPr")
        if properties is not None:
            if is_on(child(properties, "w:vanish")) or value(child(properties, "w:rStyle")) in self._styles.hidden:
                if text_in(node).strip():
                    self._notes.add("hidden", partial(_place, node))
                _drop(node)
                return
            self._look(node, properties)
        self.clean(node)

    def _look(self, node: Element, properties: Element) -> None:
        names = {short(one.tag) for one in properties}
        has_text = bool(text_in(node).strip())
        if has_text and names & _LOOKS:
            self._notes.add("looks")
        crossed = is_on(child(properties, "w:strike")) or is_on(child(properties, "w:dstrike"))
        underlined = is_on(child(properties, "w:u")) and next(parents(node, "w:hyperlink"), None) is None
        if has_text and (crossed or underlined):
            self._notes.add("underline", text_in(node))
        for one in list(properties):
            if short(one.tag) not in _KEPT_OF_RUN:
                properties.remove(one)

    def _content_control(self, node: Element) -> None:
        gallery = value(child(node, "w:sdtPr", "w:docPartObj", "w:docPartGallery"))
        if gallery == "Table of Contents":
            self._notes.add("contents")
            _drop(node)
            return
        if any(
            short(one.tag) in ("w:dropDownList", "w:comboBox", "w:date") for one in node.find(full("w:sdtPr")) or ()
        ):
            self._notes.add("fields", text_in(node))
        content = child(node, "w:sdtContent")
        if content is None:
            _drop(node)
            return
        self._keep_alone(node, content)

    def _field(self, node: Element) -> None:
        if not _QUIET_FIELDS.match(value(node, "w:instr")):
            self._notes.add("fields", text_in(node))
        self.clean(node)
        _unwrap(node)

    def _instruction(self, node: Element) -> None:
        text = "".join(node.itertext())
        if text.strip() and not _QUIET_FIELDS.match(text) and not text.strip().startswith("\\"):
            self._notes.add("fields", partial(_place, node))

    def _ruby(self, node: Element) -> None:
        base = child(node, "w:rubyBase")
        if base is None:
            _drop(node)
            return
        for one in list(node):
            if one is not base:
                node.remove(one)
        self.clean(node)
        _unwrap(node)

    def _break(self, node: Element) -> None:
        if value(node, "w:type") in ("page", "column"):
            self._notes.add("page-break", partial(_place, node))
            _drop(node)

    def _comment(self, node: Element) -> None:
        self._notes.add("comments", partial(_place, node))
        _drop(node)

    def _tracked_out(self, node: Element) -> None:
        self._notes.add("tracked", partial(_place, node))
        _drop(node)

    def _equation(self, node: Element) -> None:
        self._notes.add("equation", text_in(node, "m:t") or partial(_place, node))
        _drop(node)

    def _embedded(self, node: Element) -> None:
        self._notes.add("embedded", partial(_place, node))
        _drop(node)

    def _alternatives(self, node: Element) -> None:
        """Take the form for older programs, as it is simpler; a text box is read from the newer one."""
        chosen, fallback = child(node, "mc:Choice"), child(node, "mc:Fallback")
        if self._text_boxes(node, chosen if chosen is not None else fallback):
            return
        if fallback is None or next(fallback.iter(full("v:imagedata"), full("a:blip")), None) is None:
            if chosen is not None and next(chosen.iter(full("a:blip")), None) is not None:
                self._keep_alone(node, chosen)
                return
            self._notes.add("chart", partial(_place, node))
            _drop(node)
            return
        self._keep_alone(node, fallback)

    def _keep_alone(self, node: Element, kept: Element) -> None:
        self.clean(kept)
        for one in list(node):
            if one is not kept:
                node.remove(one)
        _unwrap(kept)
        _unwrap(node)

    def _drawing(self, node: Element) -> None:
        if self._text_boxes(node, node):
            return
        pictures = list(node.iter(full("a:blip"), full("v:imagedata")))
        if not pictures and any(name.endswith("}hr") for one in node.iter() for name in one.attrib):
            _drop(node)
        elif not pictures:
            self._notes.add("chart", partial(_place, node))
            _drop(node)
        elif any(value(one, "r:link") and not value(one, "r:embed") for one in pictures):
            self._notes.add("picture-linked", partial(_place, node))
            _drop(node)

    def _text_boxes(self, node: Element, within: Element | None) -> bool:
        """Put the text of boxes behind the paragraph in which they are anchored."""
        boxes = [] if within is None else list(within.iter(full("w:txbxContent")))
        if not any(text_in(box).strip() for box in boxes):
            return False
        self._notes.add("text-box", text_in(boxes[0]))
        paragraph = next(parents(node, "w:p"), None)
        _drop(node)
        for box in reversed(boxes):
            if paragraph is None or any(True for _ in parents(box, "w:txbxContent")):
                continue
            self.clean(box)
            for one in reversed(list(box)):
                paragraph.addnext(one)
        return True

    def _table(self, node: Element) -> None:
        self._list_before = ""
        _bare(node)
        self.clean(node)
        self._list_before = ""


def _place(node: Element) -> str:
    paragraph = next(parents(node, "w:p"), None)
    return text_in(paragraph)


def _bare(node: Element) -> None:
    """Take away what a program notes for itself: revision marks of every paragraph make half of a document."""
    for name in [name for name in node.attrib if "}rsid" in name or short(name).startswith("?:")]:
        del node.attrib[name]


def _drop(node: Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _unwrap(node: Element) -> None:
    parent = node.getparent()
    at = parent.index(node)
    for one in reversed(list(node)):
        parent.insert(at, one)
    _drop(node)
