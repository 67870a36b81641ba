"""A document as it waits to be added: its lessons among the files of the course, its pictures and what they show."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.curriculum.domain.brought_notes import BroughtNote
from app.curriculum.domain.course import LessonSource
from app.curriculum.domain.course_reading import read_draft
from app.curriculum.domain.findings import Finding, Findings
from app.curriculum.domain.lesson_text import LessonText, new_lesson_text
from app.curriculum.domain.previewing import WORDS_A_MINUTE
from app.curriculum.domain.rich_text import escaped

LONGEST_DESCRIPTION = 400
_ALWAYS = ("course.yml", "sources.yml")


@dataclass(frozen=True, slots=True)
class WaitingPicture:
    """A picture: `name` is its path beside the text, `alternative` what it shows."""

    name: str
    alternative: str
    width: int
    height: int
    content: bytes

    @property
    def kilobytes(self) -> float:
        """Its size as officers fetch it."""
        return round(len(self.content) / 1000, 1)

    @property
    def digest(self) -> str:
        """The hash by which pages address it."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class WaitingLesson:
    """A lesson, its text complete but for what authors still say of its pictures."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """What was read, and what is still missing: pictures without a description."""

    lessons: tuple[WaitingLesson, ...]
    pictures: tuple[WaitingPicture, ...]
    notes: tuple[BroughtNote, ...]

    def described(self, said: Mapping[str, str]) -> WaitingDocument:
        """Return it with what an author says of its pictures, by name."""
        pictures = tuple(
            WaitingPicture(one.name, said.get(one.name, one.alternative), one.width, one.height, one.content)
            for one in self.pictures
        )
        return WaitingDocument(self.lessons, pictures, self.notes)

    def body(self, lesson: WaitingLesson) -> str:
        """Return the text of a lesson with the descriptions in it."""
        text = lesson.body
        for one in self.pictures:
            text = text.replace(f"![]({one.name})", picture_markdown(one.name, one.alternative))
        return text


def document_of(read: Mapping[str, Any]) -> WaitingDocument:
    """Return the document of plain values, as the process that read it has answered them."""
    return WaitingDocument(
        tuple(WaitingLesson(one["title"], one["body"]) for one in read["lessons"]),
        tuple(map(_picture, read["pictures"])),
        tuple(BroughtNote(code, count, tuple(places)) for code, count, places in read["notes"]),
    )


def _picture(one: Mapping[str, Any]) -> WaitingPicture:
    content = base64.b64decode(one["content"])
    return WaitingPicture(f"assets/{one['name']}", one["alternative"], one["width"], one["height"], content)


def picture_markdown(name: str, alternative: str) -> str:
    """Return a picture as the text of a lesson has it."""
    shown = escaped(" ".join(alternative.split())).replace("]", "\\]")
    return f"![{shown}]({name})"


@dataclass(frozen=True, slots=True)
class ReadLesson:
    """A lesson as it will stand in its module; `source` is nothing where it cannot be read."""

    title: str
    source: LessonSource | None
    findings: tuple[Finding, ...]

    @property
    def minutes(self) -> int:
        """Whole minutes to read it."""
        return max(1, round(self.source.words / WORDS_A_MINUTE)) if self.source else 1


def read_among(
    files: Mapping[str, bytes], module: str, document: WaitingDocument
) -> tuple[ReadLesson, ...]:  # fmt: skip
    """Read the lessons as if they stood in their module already."""
    folder = f"modules/{module}"
    around = {name: content for name, content in files.items() if name in _ALWAYS or "/assets/" in name}
    around |= {f"{folder}/{one.name}": one.content for one in document.pictures}
    paths = {f"{folder}/{at:02d}-brought-{at}.md": lesson for at, lesson in enumerate(document.lessons, 1)}
    texts = {
        path: new_lesson_text(f"brought-{at}", LessonText(one.title, "1", document.body(one))).encode()
        for at, (path, one) in enumerate(paths.items(), 1)
    }
    findings = Findings()
    draft = read_draft({**around, **texts}, findings)
    known = {one.lesson.path: one.lesson for one in draft.lessons()} if draft else {}
    return tuple(
        ReadLesson(one.title, known.get(path), tuple(finding for finding in findings.sorted() if finding.file == path))
        for path, one in paths.items()
    )
