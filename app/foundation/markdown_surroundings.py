"""What a text is rendered among (its folder, pictures, links, sources, words) and what it is found to lack."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal
from urllib.parse import unquote

from app.foundation.words import N_

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "note": N_("Note"),
        "warning": N_("Warning"),
        "case": N_("Case"),
        "station": N_("In your station"),
        "reveal": N_("Show the answer"),
        "glossary": N_("Words of this lesson"),
        "sources": N_("Sources"),
        "video": N_("Video"),
        "watch": N_("Watch the video (%(minutes)s min, %(size)s)"),
        "transcript": N_("What is said in the video"),
        "captions": N_("Captions"),
        "picture": N_("Show the picture"),
        "film": N_("Show the film"),
        "withheld": N_(
            "The film is not sent: above TLP:GREEN each copy bears the mark of its reader, and a film cannot. "
            "What is said and shown in it stands here as text."
        ),
    }
)
"""The words that blocks bring along, in English; a page in another language passes its own."""

FileKind = Literal["picture", "video", "captions"]
FILES: Mapping[FileKind, str] = MappingProxyType(
    {"picture": "an SVG, PNG, JPEG or WebP file", "video": "an MP4 or WebM file", "captions": "a WebVTT file, *.vtt"}
)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as a page shows it: its address and its size in pixels; or a video or captions, and their bytes."""

    address: str
    width: int
    height: int
    kind: FileKind = "picture"
    size: int = 0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`images` and `links` go by path from the course's root, `sources` by key to the full reference as text."""

    folder: str = ""
    images: Mapping[str, Image] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=lambda: WORDS)

    def path_of(self, target: str) -> str:
        """Return the path from the course's root that a relative target means; it begins with .. where it leaves."""
        return posixpath.normpath(posixpath.join(self.folder, unquote(target)))

    def file(self, target: str, kind: FileKind) -> Image | str:
        """Return the file that a relative target means, or the kind of the problem that it gives in its place."""
        path = self.path_of(target)
        found = self.images.get(path)
        if found is not None:
            return found if found.kind == kind else "file-kind"
        if ":" in target.split("/")[0] or target.startswith("//"):
            return "image-elsewhere"
        return "image-outside" if path.startswith(("..", "/")) else "image-missing"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an author should know; `kind` is a stable word, `line` counts from 1 within the text."""

    kind: str
    line: int
    values: Mapping[str, str] = field(default_factory=dict)


class Problems:
    """Collects the problems of one text."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, kind: str, line: int, **values: str) -> None:
        """Note a problem."""
        self._found.append(Problem(kind, line, values))

    @property
    def found(self) -> tuple[Problem, ...]:
        """The problems in the order in which they were noted."""
        return tuple(self._found)
