"""Why a file that was sent cannot be taken: each reason once, with what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from app.foundation.words import N_

REASONS: Mapping[str, str] = {
    "empty": N_("Choose a file. The one that was sent is empty."),
    "too-large": N_("This file is larger than %(limit)s. Split it, or make it smaller, then send it again."),
    "locked": N_("This file is locked with a password. Save a copy without one and send that."),
    "old-format": N_("This is a file of an old format. Save it as .docx or .xlsx and send that."),
    "macros": N_("This file holds macros. Save it as a plain .docx or .xlsx without macros and send that."),
    "not-document": N_("This is not a Word document (.docx). Open it in your word processor and save it as .docx."),
    "not-table": N_("This is no table that can be read. Save it as .xlsx or .csv and send that."),
    "damaged": N_("This file is damaged and cannot be read. Save it again and send that."),
    "unsafe": N_("This file is not made as its program makes it, and is not opened. Save it again and send that."),
    "tangled": N_("This file takes too long or too much memory to read. Split it and send the parts."),
    "long-lesson": N_("One lesson would be longer than 300,000 letters. Give its parts titles of the style Heading 1."),
    "many-lessons": N_("This document has more than 60 lessons. Split it and send the parts."),
    "no-text": N_("No text was found in this document."),
    "too-many-rows": N_("This table has more than %(limit)s rows. Split it and send the parts."),
    "not-picture": N_("This is no picture that can be read. Send a PNG, JPEG, WebP or SVG file."),
    "too-many-pixels": N_("This picture has more than 25 million points. Make it smaller and send it again."),
    "svg-unsafe": N_("This SVG holds %(what)s. Save it as plain SVG without it and send that."),
    "svg-unreadable": N_("This SVG cannot be read: %(problem)s. Save it again as plain SVG."),
    "not-film": N_("This is no film that can be read. Save it as MP4 or WebM and send that."),
    "film-tracks": N_("This film holds more than picture and sound. Save it again without the rest and send that."),
    "film-place": N_("This film says where it was made. Save it again without the place and send that."),
    "captions": N_("Line %(line)s of the captions is wrong: %(problem)s. Mend it and send both files again."),
    "no-columns": N_("The first row does not name the columns. It needs at least question, answer 1 and right."),
}


class UnreadableUpload(Exception):
    """A file is not taken. `code` is a key of `REASONS`, `values` stand in its sentence."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        assert code in REASONS, code
        self.code = code
        self.values = values
