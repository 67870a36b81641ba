"""A Word document becomes lessons: what is kept, what is changed, what is dropped, each said with its place."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from app.curriculum.domain.brought_notes import REMARKS
from app.curriculum.domain.word_document import BroughtDocument, read_word
from tests.domain.curriculum.word_files import (
    DECIMAL,
    WordFile,
    heading,
    paragraph,
    part,
    picture_in,
    png,
    point,
    table,
    text,
    zipped,
)


def read(word: WordFile | str, name: str = "a_file.docx") -> BroughtDocument:
    made = WordFile(word) if isinstance(word, str) else word
    return read_word(made.bytes(), name)


def body(word: WordFile | str) -> str:
    found = read(word)
    assert len(found.lessons) == 1, [one.title for one in found.lessons]
    return found.lessons[0].body


def said(found: BroughtDocument, code: str) -> tuple[int, tuple[str, ...]] | None:
    return next(((one.count, one.places) for one in found.notes if one.code == code), None)


def test_each_heading_1_begins_a_lesson_and_deeper_headings_stay_in_it() -> None:
    found = read(
        heading("First") + paragraph(text("One.")) + heading("Part", 2) + paragraph(text("Two."))
        + heading("Detail", 3) + paragraph(text("Three.")) + heading("Second") + paragraph(text("Four."))
    )  # fmt: skip
    assert [(one.title, one.body) for one in found.lessons] == [
        ("First", "One.\n\n## Part\n\nTwo.\n\n### Detail\n\nThree."),
        ("Second", "Four."),
    ]


@pytest.mark.parametrize(
    ("more", "title", "code"),
    [
        ("", "A file", "no-heading"),
        (paragraph(text("My handbook"), "Titel"), "My handbook", "no-heading"),
        (paragraph(text("Before.")) + heading("First"), "A file", "before-heading"),
    ],
)
def test_text_without_a_heading_1_is_a_lesson_named_after_the_file(more: str, title: str, code: str) -> None:
    found = read(more + paragraph(text("Words.")), "C:\\docs\\A_file.docx")
    assert found.lessons[0].title == title
    assert said(found, code)


def test_a_heading_is_known_by_what_its_style_rests_on() -> None:
    """Ids of styles are translated, own styles rest on others, some paragraphs state their level themselves."""
    styled = paragraph(text("Own"), "Own") + paragraph(text("Level"), "Level")
    stated = paragraph(text("Stated"), more='<w:outlineLvl w:val="2"/>')
    assert body(styled + stated + paragraph(text("x"))) == "## Own\n\n## Level\n\n### Stated\n\nx"


def test_text_keeps_bold_slanted_and_linked_words() -> None:
    word = WordFile()
    word.body = paragraph(
        text("Look ") + text("first", "<w:b/>") + text(", ") + text("then", "<w:i/>") + text(" ")
        + word.link("https://example.org/a?b=c", "read") + text(" or ") + word.link("javascript:alert(1)", "not")
    )  # fmt: skip
    assert body(word) == "Look **first**, *then* [read](https://example.org/a?b=c) or not"
    assert said(read(word), "plain-http") == (1, ("not",))


def test_lists_keep_their_depth_and_go_on_with_their_number() -> None:
    listed = point("a") + point("b", level=1) + point("c") + paragraph(text("Between."))
    numbered = point("one", DECIMAL) + point("two", DECIMAL) + paragraph(text("Wait.")) + point("three", DECIMAL)
    assert body(listed + numbered) == (
        "- a\n  - b\n- c\n\nBetween.\n\n1. one\n2. two\n\nWait.\n\n3. three"
    )  # fmt: skip


def test_a_table_and_its_merged_cells() -> None:
    merged = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph(text("both"))}'
    found = read(table(("Seen", "Do"), ("a light", "leave | it"), (merged,)))
    assert found.lessons[0].body == "| Seen | Do |\n|---|---|\n| a light | leave \\| it |\n| both |  |"
    assert said(found, "merged-cells") == (1, ("both",))


def test_footnotes_stand_at_the_end_of_their_lesson_numbered_anew() -> None:
    word = WordFile()
    one = paragraph(text("A") + word.footnote(2, "First source."))
    two = paragraph(text("B") + word.footnote(3, "Second source.") + word.footnote(4, "Third."))
    word.body = heading("One") + one + heading("Two") + two
    found = read(word)
    assert [lesson.body for lesson in found.lessons] == [
        "A\\[1]\n\n---\n\n1. First source.",
        "B\\[1]\\[2]\n\n---\n\n1. Second source.\n2. Third.",
    ]
    assert said(found, "footnotes") == (3, ())


def test_a_picture_is_made_anew_once_and_carries_what_the_document_says_of_it() -> None:
    word = WordFile()
    content = png(1200, 900)
    first = word.picture(content, "The slot of a cash machine")
    word.body = paragraph(text("Look: ") + first) + paragraph(picture_in("rId10", "Again"))
    found = read(word)
    (picture,) = found.pictures
    assert (picture.picture.width, picture.picture.height) == (960, 720)
    assert picture.picture.content.startswith(b"RIFF")
    assert picture.alternative == "The slot of a cash machine"
    assert picture.name.startswith("the-slot-of-a-cash-machine-")
    assert found.lessons[0].body == f"Look:\n\n![](assets/{picture.name})\n\n![](assets/{picture.name})"


@pytest.mark.parametrize(
    "described",
    [
        "",
        "image1.png",
        "Grafik 3",
        "A picture containing text\n\nDescription automatically generated",
        "Ein Bild, das Text enthält.\n\nAutomatisch generierte Beschreibung",
    ],
)
def test_what_a_program_guessed_about_a_picture_is_no_description(described: str) -> None:
    word = WordFile()
    word.body = paragraph(word.picture(png(), described))
    assert read(word).pictures[0].alternative == ""


BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor><a:graphic><a:graphicData uri='x'><wps:wsp><wps:txbx>"
    f"<w:txbxContent>{paragraph(text('In the box'))}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
    f"{paragraph(text('In the box'))}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
CHART = "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri='chart'/></a:graphic></wp:inline></w:drawing></w:r>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1 May</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
CONTENTS = (
    "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr><w:sdtContent>"
)
LOSSES = [
    (BOX, "text-box", "changed", "Here.\n\nIn the box", "In the box"),
    (f"<w:ins w:id='1' w:author='x'>{text(' New')}</w:ins>", "tracked", "changed", "Here. New", "Here. New"),
    ("<w:del w:id='1'><w:r><w:delText>old</w:delText></w:r></w:del>", "tracked", "changed", "Here.", "Here."),
    (f"<w:moveTo w:id='1'>{text(' moved')}</w:moveTo>", "tracked", "changed", "Here. moved", "Here. moved"),
    (FIELD, "fields", "changed", "Here.1 May", "Here.1 May"),
    ("<w:fldSimple w:instr='AUTHOR'><w:r><w:t>A.</w:t></w:r></w:fldSimple>", "fields", "changed", "Here.A.", "A."),
    ("<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>th</w:t></w:r>", "raised", "changed", "Here.th", "th"),
    ("<w:r><w:commentReference w:id='0'/></w:r>", "comments", "dropped", "Here.", "Here."),
    ("<m:oMath><m:r><m:t>E=mc2</m:t></m:r></m:oMath>", "equation", "dropped", "Here.", "E=mc2"),
    ("<w:r><w:object><o:OLEObject/></w:object></w:r>", "embedded", "dropped", "Here.", "Here."),
    (CHART, "chart", "dropped", "Here.", "Here."),
    (picture_in("rId99"), "picture-linked", "dropped", "Here.", "Here."),
    (text(" red", "<w:color w:val='FF0000'/><w:sz w:val='40'/>"), "looks", "dropped", "Here. red", ""),
    (text(" lined", "<w:u w:val='single'/>"), "underline", "dropped", "Here. lined", "lined"),
    (text(" secret", "<w:vanish/>"), "hidden", "dropped", "Here.", "Here. secret"),
    ("<w:r><w:br w:type='page'/></w:r>", "page-break", "dropped", "Here.", "Here."),
]


@pytest.mark.parametrize(("inside", "code", "kind", "markdown", "place"), LOSSES, ids=lambda value: str(value)[:20])
def test_what_is_not_kept_is_said_with_its_reason_and_its_place(
    inside: str, code: str, kind: str, markdown: str, place: str
) -> None:
    found = read(paragraph(text("Here.") + inside))
    assert found.lessons[0].body == markdown
    assert said(found, code) == (1, (place,) if place else ())
    assert REMARKS[code].kind == kind
    assert REMARKS[code].reason


def test_contents_headers_and_pictures_that_no_browser_shows_are_dropped_and_said() -> None:
    word = WordFile()
    emf = word.picture(b"\x01\x00\x00\x00 an enhanced metafile", "A plan", "image1.emf")
    contents = f"{CONTENTS}{paragraph(text('One 3'), 'Verzeichnis1')}</w:sdtContent></w:sdt>"
    word.body = contents + paragraph(text("Two 4"), "Verzeichnis1") + paragraph(text("Words.") + emf)
    word.parts["word/header1.xml"] = part("w:hdr", paragraph(text("TLP:GREEN")))
    found = read(word)
    assert found.lessons[0].body == "Words."
    assert said(found, "contents") == (2, ())
    assert said(found, "headers") == (1, ("TLP:GREEN",))
    assert said(found, "picture-kind") == (1, ("A plan",))
    assert found.pictures == ()


def test_a_heading_without_text_is_said_and_makes_no_lesson() -> None:
    found = read(heading("Empty") + heading("Full") + paragraph(text("x")))
    assert [one.title for one in found.lessons] == ["Full"]
    assert said(found, "empty-lesson") == (1, ("Empty",))


def test_the_strict_form_of_the_standard_is_read_too() -> None:
    word = WordFile(heading("Strict") + paragraph(text("Words.")))
    strict = word.bytes()
    schemas, strictly = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    for old, new in (
        (b"wordprocessingml/2006/main", b"wordprocessingml/main"),
        (b"officeDocument/2006", b"officeDocument"),
    ):
        strict = _replaced(strict, schemas + old, strictly + new)
    assert read_word(strict, "a.docx").lessons[0].title == "Strict"


def _replaced(content: bytes, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        return zipped({name: found.read(name).replace(old, new) for name in found.namelist()})


def test_every_remark_is_one_that_can_be_made() -> None:
    """No remark stands in the table that nothing ever says."""
    domain = Path(__file__).parents[3] / "app" / "curriculum" / "domain"
    source = "".join(path.read_text() for path in domain.glob("*.py") if path.name != "brought_notes.py")
    assert [code for code in REMARKS if f'"{code}"' not in source] == []
