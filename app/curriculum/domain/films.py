"""A film as it will be sent to officers: what cameras and programs noted beside picture and sound is blanked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from app.curriculum.domain.film_boxes import blanked_boxes
from app.curriculum.domain.film_elements import blanked_elements
from app.curriculum.domain.naming import free_id
from app.curriculum.domain.unreadable_upload import UnreadableUpload
from app.curriculum.domain.videos import says_its_place, video_kind

LARGEST_FILM = 8_000_000
LARGEST_CAPTIONS = 60_000
LONGEST_TRANSCRIPT = 20_000


@dataclass(frozen=True, slots=True)
class CleanFilm:
    """A film without notes of its maker's devices; picture and sound are as they came."""

    content: bytes
    ending: str

    def named(self, words: str) -> str:
        """Return a file name without its ending, made of words and of the film itself."""
        return f"{free_id(words[:40] or 'film', ())}-{hashlib.sha256(self.content).hexdigest()[:8]}"


def cleaned(content: bytes) -> CleanFilm:
    """Return MP4 or WebM with nothing but its tracks of picture and sound. Raises `UnreadableUpload`.

    Nothing is moved, so that what points into the film stays right. What stands within picture and sound is kept.
    """
    kind = video_kind(content)
    if kind is None:
        raise UnreadableUpload("not-film")
    clean = blanked_boxes(content) if kind == "mp4" else blanked_elements(content)
    if says_its_place(clean):
        raise UnreadableUpload("film-place")
    return CleanFilm(clean, kind)


def video_markdown(film: str, captions: str, minutes: str, transcript: str) -> str:
    """Return the block that shows a film; a line of its text that would end the block is kept as text."""
    lines = (f"\\{line}" if line.lstrip().startswith(":::") else line for line in transcript.strip().splitlines())
    body = "\n".join(lines)
    return f"::: video {{src={film} captions={captions} minutes={minutes}}}\n{body}\n:::"
