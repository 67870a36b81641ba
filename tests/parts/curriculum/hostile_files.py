"""Files that nobody honest sends: bombs, entities, names that lead out, what is not what it says. Made when needed."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Iterator

from tests.domain.curriculum.word_files import TYPES, WordFile, paragraph, picture_in, png, text, zipped

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TARGET = ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target='


def _parts(**changed: bytes) -> dict[str, bytes]:
    """Return the parts of a plain document, some replaced: `document=…` is word/document.xml."""
    with zipfile.ZipFile(io.BytesIO(WordFile(paragraph(text("Words."))).bytes())) as found:
        parts = {name: found.read(name) for name in found.namelist()}
    return {**parts, **{f"word/{name}.xml": content for name, content in changed.items()}}


def _document() -> str:
    return _parts()["word/document.xml"].decode()


def _with_entry(name: str, content: bytes = b"x", **more: int) -> bytes:
    """Return a document with one more entry, whatever its name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path, part in _parts().items():
            made.writestr(path, part)
        entry = zipfile.ZipInfo(name)
        entry.external_attr = more.get("attributes", 0)
        made.writestr(entry, content)
    return out.getvalue()


def _encrypted_entry() -> bytes:
    """Return a document whose entries say that they are encrypted."""
    content = bytearray(zipped(_parts()))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def _wrong_sizes() -> bytes:
    """Return a document whose directory says that its text is a few bytes long."""
    content = bytearray(zipped(_parts(document=_document().replace("Words.", "x" * 3_000_000).encode())))
    place = content.rfind(b"word/document.xml")
    struct.pack_into("<I", content, place - 46 + 24, 100)
    return bytes(content)


def bomb(size: int) -> bytes:
    """Return a document whose text is `size` bytes of one letter: a thousand times smaller on the way."""
    return zipped(_parts(document=_document().replace("Words.", "x" * size).encode()))


def documents() -> Iterator[tuple[str, bytes]]:
    """Give a name and a .docx that must be refused, one for each way of being hostile or broken."""
    doc = _document()
    yield "empty", b""
    yield "not a zip", b"These are just words."
    yield "a PDF", b"%PDF-1.7\n" + b"x" * 500
    yield "a picture", png()
    yield "an old or encrypted Word file", OLD + b"\0" * 2000
    yield "an encrypted Word file", OLD + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500
    yield "encrypted entries", _encrypted_entry()
    yield "a zip of something else", zipped({"a.txt": b"x"})
    yield "a document without text", zipped({"[Content_Types].xml": TYPES.encode()})
    yield "a workbook", zipped({"[Content_Types].xml": TYPES.encode(), "xl/workbook.xml": b"<workbook/>"})
    yield (
        "macros by type",
        zipped({**_parts(), "[Content_Types].xml": TYPES.replace("wordprocessingml", "macroEnabled").encode()}),
    )
    yield "macros by part", zipped({**_parts(), "word/vbaProject.bin": b"x"})
    yield "cut off", zipped(_parts())[:-200]
    yield "its middle overwritten", _spoiled(zipped(_parts()))
    yield "something before the zip", b"#!/bin/sh\n" + zipped(_parts())
    yield "a page before the zip", b"<html><script>alert(1)</script>" + zipped(_parts())
    yield "a bomb of 50 MB", bomb(50_000_000)
    yield "a bomb that declares 200 MB", bomb(200_000_000)
    yield "sizes that lie", _wrong_sizes()
    yield "too many entries", zipped({**_parts(), **{f"word/x{at}.xml": b"" for at in range(2000)}})
    yield "a name that leads out", _with_entry("../../evil.xml")
    yield "a name from the root", _with_entry("/etc/cron.d/evil")
    yield "a name with backslashes", _with_entry("word\\..\\..\\evil.xml")
    yield "a name with a drive", _with_entry("C:/evil.xml")
    yield "a name twice but for capitals", _with_entry("WORD/document.xml")
    yield "a link", _with_entry("word/link.xml", b"/etc/passwd", attributes=0o120777 << 16)
    yield "an entity from a file", zipped(_parts(document=_entity(doc, 'SYSTEM "file:///etc/passwd"')))
    yield "an entity from the network", zipped(_parts(document=_entity(doc, 'SYSTEM "http://127.0.0.1:1/x"')))
    yield "a billion laughs", zipped(_parts(document=_laughs(doc)))
    yield (
        "entities in UTF-16",
        zipped(_parts(document=_entity(doc, '"x"').decode().replace("UTF-8", "UTF-16").encode("utf-16"))),
    )
    yield "entities in the styles", zipped(_parts(styles=b'<!DOCTYPE x [<!ENTITY a "b">]><w:styles>&a;</w:styles>'))
    yield "XML that is not closed", zipped(_parts(document=doc.replace("</w:body>", "").encode()))
    yield "another root", zipped(_parts(document=b"<html><body><p>x</p></body></html>"))
    yield "no text at all", WordFile("").bytes()
    yield (
        "a million tags",
        zipped(_parts(document=doc.replace("Words.", "</w:t></w:r>" + "<w:r/>" * 700_000 + "<w:r><w:t>x").encode())),
    )
    yield (
        "two hundred thousand tags",
        zipped(_parts(document=doc.replace("<w:p ", "<w:p/>" * 200_000 + "<w:p ", 1).encode())),
    )
    yield "nested too deeply", WordFile("<w:p>" * 300 + text("x") + "</w:p>" * 300).bytes()
    yield (
        "nested as deeply as can be",
        WordFile("<w:tbl><w:tr><w:tc>" * 70 + text("x") + "</w:tc></w:tr></w:tbl>" * 70).bytes(),
    )
    yield (
        "numbers that are none",
        WordFile("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='x'/></w:tcPr></w:tc></w:tr></w:tbl>").bytes(),
    )
    yield "a sign without a code", WordFile(paragraph("<w:r><w:sym/></w:r>")).bytes()
    yield "a footnote that is not there", WordFile(paragraph('<w:r><w:footnoteReference w:id="9"/></w:r>')).bytes()
    yield (
        "sixty-one lessons",
        WordFile("".join(paragraph(text("T"), "berschrift1") + paragraph(text("x")) for _ in range(61))).bytes(),
    )
    yield "a lesson that has no end", WordFile(paragraph(text("word " * 70_000))).bytes()


def taken() -> Iterator[tuple[str, bytes]]:
    """Give a name and a .docx that looks dangerous and is read all the same, with the danger left out."""
    linked = WordFile(paragraph(text("Words.") + picture_in("rId1").replace("r:embed", "r:link")))
    relations = f'<Relationship Id="rId1"{_TARGET}"file:///etc/passwd" TargetMode="External"/>'
    linked.parts["word/_rels/document.xml.rels"] = _relations(relations)
    yield "a picture that lies elsewhere", linked.bytes()
    outside = WordFile(paragraph(text("Words.") + linked.picture(png())))
    outside.parts["word/_rels/document.xml.rels"] = _relations(
        f'<Relationship Id="rId10"{_TARGET}"../../../etc/passwd"/>'
    )
    yield "a picture whose name leads out", outside.bytes()
    yield "an embedded workbook that is a zip", zipped({**_parts(), "word/embeddings/sheet.xlsx": zipped({"a": b"b"})})
    huge = WordFile()
    huge.body = paragraph(text("Words.") + huge.picture(_huge(), "A wall"))
    yield "a picture that asks for gigabytes", huge.bytes()


def _relations(listed: str) -> bytes:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'.encode()


def _huge() -> bytes:
    content = bytearray(png())
    struct.pack_into(">II", content, 16, 60_000, 60_000)
    return bytes(content)


def _spoiled(content: bytes) -> bytes:
    chance = random.Random(5)
    spoiled = bytearray(content)
    for _ in range(400):
        spoiled[chance.randrange(60, len(spoiled) // 2)] = chance.randrange(256)
    return bytes(spoiled)


def _entity(doc: str, value: str) -> bytes:
    return (
        doc.replace("<w:document", f"<!DOCTYPE x [<!ENTITY e {value}>]><w:document", 1)
        .replace("Words.", "&e;")
        .encode()
    )


def _laughs(doc: str) -> bytes:
    tenfold = ((at, f"&l{at - 1};" * 10) for at in range(1, 10))
    lines = "".join(f'<!ENTITY l{at} "{value}">' for at, value in tenfold)
    found = f'<!DOCTYPE x [<!ENTITY l0 "ha">{lines}]><w:document'
    return doc.replace("<w:document", found, 1).replace("Words.", "&l9;").encode()


def workbooks() -> Iterator[tuple[str, bytes]]:
    """Give a name and a table that must be refused."""
    cells = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    sheet = f"<worksheet xmlns='{cells}'><sheetData>%s</sheetData></worksheet>"
    listed = "<sheets><sheet name='S' sheetId='1' r:id='rId1'/></sheets>"
    book = f"<workbook xmlns='{cells}' xmlns:r='{office}'>{listed}</workbook>"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    override = f"<Override PartName='/xl/workbook.xml' ContentType='{kind}'/>"

    def made(rows: str, **more: bytes) -> bytes:
        parts = {
            "[Content_Types].xml": f"<Types xmlns='{types}'>{override}</Types>".encode(),
            "_rels/.rels": _relations(
                f'<Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
            ),
            "xl/workbook.xml": book.encode(),
            "xl/_rels/workbook.xml.rels": _relations(
                f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/s.xml"/>'
            ),
            "xl/worksheets/s.xml": (sheet % rows).encode(),
        }
        return zipped({**parts, **{f"xl/{name}": content for name, content in more.items()}})

    yield "nothing in it", made("")
    yield "no heading", made("<row r='1'><c r='A1' t='inlineStr'><is><t>words</t></is></c></row>")
    yield "macros", made("", **{"vbaProject.bin": b"x"})
    yield "an old or encrypted Excel file", OLD + b"\0" * 900
    yield "a Word document", zipped(_parts())
    yield "a bomb", made(f"<row r='1'><c r='A1' t='inlineStr'><is><t>{'x' * 60_000_000}</t></is></c></row>")
    yield "strings with entities", made("", **{"sharedStrings.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>'})
    yield "a cell that points nowhere", made("<row r='1'><c r='A1' t='s'><v>99999</v></c></row>")
    yield "a cell of no kind", made("<row r='1'><c r='A1' t='zzz'><v>x</v></c></row>")
    yield "a row of no number", made("<row r='x'><c r='??'><v>1</v></c></row>")
    yield "a million cells", made("".join(f"<row r='{at}'>{'<c/>' * 50}</row>" for at in range(1, 14_001)))
    yield "binary as text", bytes(range(256)) * 20
    yield "a picture", png()
    yield "one endless line", b'question,right\n"' + b"x" * 300_000
    yield "two thousand and one rows", b"question,answer 1,answer 2,right\n" + b"q,a,b,1\n" * 2001
    yield "more than 2 MB", b"question,answer 1,answer 2,right\n" + b"q,a,b,1\n" * 260_000
