"""A Word document's parts: read within limits, cleaned, put together again as the small document that is converted."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Mapping
from typing import Any

from lxml import etree

from app.curriculum.domain.brought_notes import BroughtNotes
from app.curriculum.domain.office_archive import OfficeArchive, read_xml
from app.curriculum.domain.unreadable_upload import UnreadableUpload
from app.curriculum.domain.word_cleaning import WordCleaner
from app.curriculum.domain.word_names import full, parents, short, text_in, transitional, value
from app.curriculum.domain.word_styles import read_styles

Element = Any
MOST_ELEMENTS = 150_000
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = (
    f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_MEDIA = re.compile(r"word/media/[^/]{1,120}")
_TEXTS = ("document", "footnotes", "endnotes")
_OTHERS = ("styles", "numbering")


class WordParts:
    """The document as it was sent. `title` is that of its own title paragraph, known once it was cleaned."""

    def __init__(self, content: bytes, notes: BroughtNotes) -> None:
        """Open; raises `UnreadableUpload`."""
        self._archive = OfficeArchive(content, "not-document")
        self._notes = notes
        self._elements = 0
        self.title = ""
        if "word/document.xml" not in self._archive.names:
            raise UnreadableUpload("not-document")

    def picture(self, name: str) -> bytes:
        """Return the bytes of a picture that the document embeds."""
        return self._archive.read(name)

    def small(self) -> bytes:
        """Return the document with its text alone; in place of each picture stands the name of its part."""
        styles = self._xml("styles")
        cleaner = WordCleaner(read_styles(styles), self._notes)
        made: dict[str, bytes] = {"[Content_Types].xml": _TYPES.encode(), "_rels/.rels": _ROOT.encode()}
        for name in _TEXTS:
            root = self._xml(name)
            if root is not None:
                if name == "document" and short(root.tag) != "w:document":
                    raise UnreadableUpload("not-document")
                relations, known = self._relations(name)
                self._drop_unknown(root, known)
                cleaner.clean(root)
                made |= {f"word/{name}.xml": self._counted(root), **relations}
        for name in _OTHERS:
            root = styles if name == "styles" else self._xml(name)
            if root is not None:
                made[f"word/{name}.xml"] = self._counted(root)
        self.title = cleaner.title
        self._note_headers()
        return _zipped(made)

    def _xml(self, name: str) -> Element | None:
        path = f"word/{name}.xml"
        return read_xml(transitional(self._archive.read(path))) if path in self._archive.names else None

    def _counted(self, root: Element) -> bytes:
        self._elements += sum(1 for _ in root.iter())
        if self._elements > MOST_ELEMENTS:
            raise UnreadableUpload("tangled")
        return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))

    def _relations(self, name: str) -> tuple[Mapping[str, bytes], Collection[str]]:
        """Return the relations of a part and their ids: links, and pictures within the archive; nothing outside."""
        path = f"word/_rels/{name}.xml.rels"
        if path not in self._archive.names:
            return {}, ()
        root, made, known = read_xml(transitional(self._archive.read(path))), {}, set()
        for one in list(root):
            kind, target = one.get("Type") or "", one.get("Target") or ""
            media = posixpath.normpath(posixpath.join("word", target.lstrip("/").removeprefix("word/")))
            is_media = media in self._archive.names and bool(_MEDIA.fullmatch(media))
            is_media = is_media and kind.endswith("relationships/image")
            if not one.get("Id") or not (is_media or kind.endswith("relationships/hyperlink")):
                root.remove(one)
                continue
            known.add(one.get("Id"))
            if is_media:
                one.set("Target", media.removeprefix("word/"))
                made[media] = media.encode()
        return {**made, path: self._counted(root)}, known

    def _drop_unknown(self, root: Element, known: Collection[str]) -> None:
        """Drop pictures that are not in the file, and links that lead nowhere but for their text."""
        for picture in list(root.iter(full("a:blip"), full("v:imagedata"))):
            if (value(picture, "r:embed") or value(picture, "r:id")) not in known:
                self._notes.add("picture-linked", text_in(next(parents(picture, "w:p"), None)))
                picture.getparent().remove(picture)
        for link in root.iter(full("w:hyperlink"), full("a:hlinkClick")):
            if value(link, "r:id") and value(link, "r:id") not in known:
                del link.attrib[full("r:id")]

    def _note_headers(self) -> None:
        """Note headers and footers that hold text."""
        names = [one for one in self._archive.names if re.fullmatch(r"word/(header|footer)\d{0,3}\.xml", one)]
        for name in names[:12]:
            root = read_xml(transitional(self._archive.read(name)))
            if text_in(root).strip():
                self._notes.add("headers", text_in(root))


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()
