"""Reads a Word document into lessons: one for each Heading 1, with its pictures and what became of the rest."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from zipfile import BadZipFile

import mammoth
from lxml import html

from app.curriculum.domain.brought_notes import BroughtNote, BroughtNotes
from app.curriculum.domain.fitted_picture import FittedPicture
from app.curriculum.domain.pictures import fitted_raster
from app.curriculum.domain.rich_blocks import Block, BlockReader
from app.curriculum.domain.rich_check import line_of
from app.curriculum.domain.rich_html import NOTE, PICTURE, parse, runs_in
from app.curriculum.domain.rich_text import NOTE_CLOSES, NOTE_OPENS, cleaned
from app.curriculum.domain.unreadable_upload import UnreadableUpload
from app.curriculum.domain.word_cleaning import START_CLOSES, START_OPENS
from app.curriculum.domain.word_parts import WordParts

Element = Any
LARGEST_DOCUMENT = 10_000_000
MOST_PICTURES = 60
MOST_LESSONS = 60
LONGEST_LESSON = 300_000
_STYLES = """
r[style-name='Emphasis'] => em
r[style-name='Subtle Emphasis'] => em
r[style-name='Intense Emphasis'] => strong > em
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='List Bullet'] => ul > li:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Number'] => ol > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
"""
_MADE_BY_MACHINE = re.compile(
    r"automatically generated|AI-generated|automatisch generiert|généré automatiquement|"
    r"generada automáticamente|^(image|picture|grafik|bild|img|photo)[ _-]?\d*(\.\w{3,4})?$|\.(png|jpe?g|gif|bmp|emf)$",
    re.I,
)
_START = re.compile(f"{START_OPENS}(\\d{{1,5}}){START_CLOSES}")
_NOTE = re.compile(f"{NOTE_OPENS}([a-z]+-[^{NOTE_CLOSES}]{{1,20}}){NOTE_CLOSES}")


@dataclass(frozen=True, slots=True)
class BroughtLesson:
    """A lesson as it was found: its title, and its text with `![](assets/…)` where a picture stands."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class BroughtPicture:
    """A picture of the document under the name it will have, and what the document says it shows."""

    name: str
    picture: FittedPicture
    alternative: str


@dataclass(frozen=True, slots=True)
class BroughtDocument:
    """What was read."""

    lessons: tuple[BroughtLesson, ...]
    pictures: tuple[BroughtPicture, ...]
    notes: tuple[BroughtNote, ...]


def read_word(content: bytes, file_name: str) -> BroughtDocument:
    """Return the lessons of a .docx. Raises `UnreadableUpload`."""
    if len(content) > LARGEST_DOCUMENT:
        raise UnreadableUpload("too-large", limit="10 MB")
    notes = BroughtNotes()
    parts = WordParts(content, notes)
    pictures = _Pictures(parts, notes)
    body = parse(_as_html(parts.small(), pictures.place))
    if body is None:
        raise UnreadableUpload("no-text")
    _set_starts(body)
    footnotes = _take_footnotes(body, notes)
    blocks = BlockReader(notes).read(body)
    lessons = tuple(_lessons(blocks, parts.title or _named_after(file_name), footnotes, notes))
    if not lessons:
        raise UnreadableUpload("no-text")
    if len(lessons) > MOST_LESSONS:
        raise UnreadableUpload("many-lessons")
    if any(len(lesson.body) > LONGEST_LESSON for lesson in lessons):
        raise UnreadableUpload("long-lesson")
    bodies = "\n".join(lesson.body for lesson in lessons)
    shown = tuple(one for one in pictures.found.values() if f"![](assets/{one.name})" in bodies)
    return BroughtDocument(lessons, shown, notes.found())


def _as_html(small: bytes, picture: Callable[[Any], dict[str, str]]) -> str:
    try:
        found = mammoth.convert_to_html(
            io.BytesIO(small),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(picture),
        )
    except UnreadableUpload:
        raise
    except RecursionError as problem:
        raise UnreadableUpload("tangled") from problem
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, OSError, BadZipFile) as problem:
        raise UnreadableUpload("damaged") from problem
    return str(found.value)


@dataclass(slots=True)
class _Pictures:
    """Takes over each picture once, whatever the number of places at which it stands."""

    parts: WordParts
    notes: BroughtNotes
    found: dict[str, BroughtPicture] = field(default_factory=dict)
    _read: dict[str, str] = field(default_factory=dict)

    def place(self, image: Any) -> dict[str, str]:
        """Return the attributes of the place of a picture; none of ours where it could not be taken over."""
        with image.open() as part:
            media = part.read().decode()
        described = _described(image.alt_text or "")
        if media not in self._read:
            self._read[media] = self._taken(media, described)
        return {PICTURE: self._read[media]} if self._read[media] else {"width": "1", "height": "1"}

    def _taken(self, media: str, described: str) -> str:
        if len(self.found) >= MOST_PICTURES:
            self.notes.add("many-pictures", described)
            return ""
        try:
            picture = fitted_raster(self.parts.picture(media))
        except UnreadableUpload as problem:
            known = media.lower().endswith((".png", ".jpg", ".jpeg", ".webp"))
            self.notes.add("picture-bad" if known else "picture-kind", described or PurePosixPath(media).name)
            if problem.code == "tangled":
                raise
            return ""
        name = picture.named(described or "picture")
        self.found.setdefault(name, BroughtPicture(name, picture, described))
        return f"assets/{name}"


def _described(text: str) -> str:
    """Return what the author says a picture shows; a file name, or what a program guessed, is nothing."""
    lines = [line.strip() for line in cleaned(text).split("\n")]
    return "" if any(_MADE_BY_MACHINE.search(line) for line in lines) else " ".join(" ".join(lines).split())[:400]


def _set_starts(body: Element) -> None:
    """Let a list go on with the number that stood in the document."""
    for item in body.iter("li"):
        found = _START.match("".join(item.itertext())[:16].lstrip())
        if found and item.getparent().tag == "ol" and item.getprevious() is None:
            item.getparent().set("start", found[1])
    for node in body.iter():
        if node.text and START_OPENS in node.text:
            node.text = _START.sub("", node.text)
        if node.tail and START_OPENS in node.tail:
            node.tail = _START.sub("", node.tail)


def _take_footnotes(body: Element, notes: BroughtNotes) -> dict[str, str]:
    """Take the footnotes out of the end of the body; leave a sign with their name where they are referred to."""
    found: dict[str, str] = {}
    for item in [one for one in body.iter("li") if re.match(r"(foot|end)note-", one.get("id") or "")]:
        for back in [
            one for one in item.iter("a") if (one.get("href") or "").startswith(("#footnote-ref", "#endnote-ref"))
        ]:
            back.drop_tree()
        found[item.get("id")] = line_of(runs_in(item, notes), notes)
        parent = item.getparent()
        item.drop_tree()
        if not len(parent):
            parent.drop_tree()
    for anchor in list(body.iter("a")):
        name = (anchor.get("href") or "")[1:]
        if name in found and (anchor.get("id") or "").startswith(("footnote-ref", "endnote-ref")):
            around = anchor.getparent()
            sign = html.Element("span", {NOTE: name})
            if around.tag == "sup" and len(around) == 1:
                sign.tail = around.tail
                around.getparent().replace(around, sign)
            else:
                sign.tail = anchor.tail
                around.replace(anchor, sign)
    return found


def _lessons(
    blocks: tuple[Block, ...], title: str, footnotes: dict[str, str], notes: BroughtNotes
) -> list[BroughtLesson]:  # fmt: skip
    """Cut at each Heading 1; what stands before the first becomes a lesson named after the document."""
    pieces: list[tuple[str, list[Block]]] = [("", [])]
    for block in blocks:
        if block.level == 1:
            pieces.append((block.text[:200], []))
        else:
            pieces[-1][1].append(block)
    if len(pieces) == 1:
        notes.add("no-heading")
    elif pieces[0][1]:
        notes.add("before-heading", pieces[0][1][0].markdown)
    for name, piece in pieces[1:]:
        if not piece:
            notes.add("empty-lesson", name)
    bodies = [(name or title, _with_footnotes(_written(piece), footnotes, notes)) for name, piece in pieces]
    return [BroughtLesson(name, body) for name, body in bodies if body]


def _written(blocks: list[Block]) -> str:
    """Return the text of a lesson: Heading 2 is its first rank, as its own title is above them all."""
    return "\n\n".join(f"{'#' * block.level} {block.markdown}" if block.level else block.markdown for block in blocks)


def _with_footnotes(body: str, footnotes: dict[str, str], notes: BroughtNotes) -> str:
    names = list(dict.fromkeys(name for name in _NOTE.findall(body) if footnotes.get(name)))
    if names:
        notes.add("footnotes", count=len(names))
    numbers = {name: at for at, name in enumerate(names, 1)}
    body = _NOTE.sub(lambda sign: f"\\[{numbers[sign[1]]}]" if sign[1] in numbers else "", body)
    listed = "\n".join(f"{at}. {footnotes[name]}" for name, at in numbers.items())
    return f"{body}\n\n---\n\n{listed}" if listed else body


def _named_after(file_name: str) -> str:
    stem = PurePosixPath(file_name.replace("\\", "/")).name.rpartition(".")[0] or file_name
    return " ".join(cleaned(stem).replace("_", " ").split())[:200] or "Document"
