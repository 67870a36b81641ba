"""Word documents made for tests: paragraphs, tables, notes and pictures as Word writes them, part by part."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
    for key, name, more in (
        ("berschrift1", "heading 1", ""),
        ("berschrift2", "heading 2", ""),
        ("berschrift3", "heading 3", ""),
        ("Own", "Own heading", '<w:basedOn w:val="berschrift2"/>'),
        ("Level", "By level", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
        ("Titel", "Title", ""),
        ("Verzeichnis1", "toc 1", ""),
        ("Zitat", "Quote", ""),
    )
)
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{number}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(9))
    + "</w:abstractNum>"
    for number, kind in ((0, "bullet"), (1, "decimal"))
) + "".join(f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in (0, 1))
_OUTSIDE = ' TargetMode="External"'
BULLET, DECIMAL = 1, 2


def text(words: str, look: str = "") -> str:
    """Return a run; `look` is what stands in its properties, such as <w:b/>."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r w:rsidR="00A1">{properties}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(inside: str, style: str = "", more: str = "") -> str:
    """Return a paragraph of runs."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p w:rsidR="00A1"><w:pPr>{named}{more}</w:pPr>{inside}</w:p>'


def heading(words: str, level: int = 1) -> str:
    """Return a heading as a German Word writes it: its id is translated, its name is not."""
    return paragraph(text(words), f"berschrift{level}")


def point(words: str, kind: int = BULLET, level: int = 0) -> str:
    """Return a point of a list."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{kind}"/></w:numPr>'
    return paragraph(text(words), more=numbered)


def table(*rows: tuple[str, ...]) -> str:
    """Return a table; a cell that begins with < is XML, any other is words."""

    def cell(one: str) -> str:
        return f"<w:tc>{one if one.startswith('<') else paragraph(text(one))}</w:tc>"

    made = (f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def picture_in(relation: str, described: str = "") -> str:
    """Return the place of a picture."""
    said = f" descr={quoteattr(described)}" if described else ""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1"{said}/><a:graphic><a:graphicData uri="pic">'
        f'<pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def png(width: int = 40, height: int = 30, colour: tuple[int, int, int] = (20, 80, 150)) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


@dataclass(slots=True)
class WordFile:
    """A document being made. `relations` is id → (kind, target), or a target outside with the kind `hyperlink`."""

    body: str = ""
    relations: dict[str, tuple[str, str]] = field(default_factory=dict)
    parts: dict[str, bytes] = field(default_factory=dict)
    footnotes: str = ""
    types: str = TYPES

    def picture(self, content: bytes, described: str = "", name: str = "image1.png") -> str:
        """Embed a picture and return its run."""
        relation = f"rId{len(self.relations) + 10}"
        self.relations[relation] = ("image", f"media/{name}")
        self.parts[f"word/media/{name}"] = content
        return picture_in(relation, described)

    def link(self, address: str, words: str) -> str:
        """Return a link."""
        relation = f"rId{len(self.relations) + 10}"
        self.relations[relation] = ("hyperlink", address)
        return f'<w:hyperlink r:id="{relation}">{text(words)}</w:hyperlink>'

    def footnote(self, number: int, words: str) -> str:
        """Add a footnote and return the run that refers to it."""
        self.footnotes += f'<w:footnote w:id="{number}">{paragraph(text(words))}</w:footnote>'
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

    def bytes(self) -> bytes:
        """Return the file."""
        parts = {
            "[Content_Types].xml": self.types.encode(),
            "_rels/.rels": _relations({"rId1": ("officeDocument", "word/document.xml")}),
            "word/document.xml": _xml("w:document", f"<w:body>{self.body}<w:sectPr/></w:body>"),
            "word/_rels/document.xml.rels": _relations(self.relations),
            "word/styles.xml": _xml("w:styles", _STYLES),
            "word/numbering.xml": _xml("w:numbering", _NUMBERING),
            **({"word/footnotes.xml": _xml("w:footnotes", self.footnotes)} if self.footnotes else {}),
            **self.parts,
        }
        return zipped(parts)


def _xml(root: str, inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><{root} {_NAMES}>{inside}</{root}>'.encode()


def part(root: str, inside: str) -> bytes:
    """Return another part of a document, such as a header."""
    return _xml(root, inside)


def _relations(found: dict[str, tuple[str, str]]) -> bytes:
    listed = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target={quoteattr(target)}'
        f"{_OUTSIDE if kind == 'hyperlink' else ''}/>"
        for key, (kind, target) in found.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'.encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return a zip of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()
